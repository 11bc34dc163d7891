import { describe, expect, it } from 'vitest';
import { judgeHoles } from '../../../src/engine/finish/judge-holes.ts';
import { holeWarnings, reportHoles } from '../../../src/engine/methods/report-holes.ts';
import { askedHoles, unknownHoles, withOpenHolesSteps } from '../../../src/engine/finish/open-holes.ts';
import { finishSteps } from '../../../src/engine/host/steps.ts';
import { vertexNormals } from '../../../src/engine/mesh/normals.ts';
import { topologySteps } from '../../../src/engine/mesh/topology.ts';
import { judgeInput } from './hole-shapes.ts';
import { type Point, sheet } from './shapes.ts';

const SPACING = 0.02;
const away = ([x, y]: Point, at: number): number => Math.max(Math.abs(x - at), Math.abs(y));
/** Two holes; a fringe of 1.3 spacings round the first. */
const INPUT = judgeInput(sheet(80), {
  distance: (place) =>
    away(place, -0.2) < 0.101 || away(place, 0.2) < 0.08 ? 1 : away(place, -0.2) < 0.13 ? 1.3 * SPACING : 0,
  spacing: () => SPACING,
});
const JUDGED = judgeHoles(INPUT);
const MESH = {
  positions: INPUT.positions as Float32Array<ArrayBuffer>,
  indices: INPUT.indices as Uint32Array<ArrayBuffer>,
  colors: Uint8Array.from(INPUT.positions, (_, at) => Math.floor(at / 3) % 256),
  shift: [1000, 0, 0] as const,
};
const opened = (...isOpen: boolean[]) =>
  finishSteps(withOpenHolesSteps({ closed: MESH, patches: JUDGED.patches }, isOpen));
const loopsOf = (mesh: { positions: Float32Array; indices: Uint32Array }): number =>
  finishSteps(topologySteps(mesh.positions, mesh.indices)).boundaryLoops;

describe('holes', () => {
  it('are opened one by one, with the fringe round them, and closed again', () => {
    expect(JUDGED.patches.length).toBe(2);
    expect(opened(false, false)).toBe(MESH);
    expect([opened(true, false), opened(false, true), opened(true, true)].map(loopsOf)).toEqual([2, 2, 3]);
    const first = opened(true, false);
    expect(Math.min(...radiiOf(first, -0.2))).toBeGreaterThan(0.129);
    expect(first.normals).toEqual(vertexNormals(first.positions, first.indices));
    expect(first.shift).toEqual([1000, 0, 0]);
  });

  it('leave the others their places and colours', () => {
    const { positions, colors } = opened(true, true);
    const colorAt = new Map<string, number>();
    for (let at = 0; at < INPUT.positions.length; at += 3) {
      colorAt.set(String(INPUT.positions.subarray(at, at + 3)), MESH.colors[at]!);
    }
    for (let at = 0; at < positions.length; at += 300) {
      expect(colors![at]).toBe(colorAt.get(String(positions.subarray(at, at + 3))));
    }
  });

  it('leave no crumbs', () => {
    // All but two triangles of a square of 20 by 20 cells: 1.6e-4 of the area, joined to nothing.
    const [first, across] = [2 * (30 * 80 + 30), 20];
    const isInside = (triangle: number): boolean => {
      const [row, column] = [Math.floor(triangle / 160) - 30, Math.floor((triangle % 160) / 2) - 30];
      return row >= 0 && row < across && column >= 0 && column < across;
    };
    const middle = first + 2 * (10 * 80 + 10);
    const all = Uint32Array.from({ length: MESH.indices.length / 3 }, (_, i) => i).filter(isInside);
    const around = all.filter((triangle) => triangle >> 1 !== middle >> 1);
    const { indices } = finishSteps(withOpenHolesSteps({ closed: MESH, patches: [around] }, [true]));
    expect(all.length).toBe(800);
    expect(MESH.indices.length - indices.length).toBe(3 * all.length);
  });
});

function radiiOf({ positions }: { positions: Float32Array }, at: number): number[] {
  return Array.from({ length: positions.length / 3 }, (_, i) =>
    away([positions[3 * i]!, positions[3 * i + 1]!, 0], at),
  );
}

describe('the option', () => {
  const isOpen = (...asked: string[]): boolean[] =>
    askedHoles(
      JUDGED.holes.map((hole, i) => (i === 0 ? hole : { ...hole, isOpen: i > 1 })),
      2,
      asked,
    ).map((hole) => hole.isOpen);

  it('opens by number, all, or those alone', () => {
    // The rule has the first open, the second closed; the third is the rim of the sheet.
    expect(isOpen()).toEqual([true, false, true]);
    expect(isOpen('2')).toEqual([true, true, true]);
    expect(isOpen('all')).toEqual([true, true, true]);
    expect(isOpen('none')).toEqual([false, false, true]);
    expect(isOpen('none', '2')).toEqual([false, true, true]);
    expect(askedHoles(JUDGED.holes, 2, ['none'])[0]).toMatchObject({ isOpen: false, reason: 'asked' });
    expect(askedHoles(JUDGED.holes, 2, ['1'])[0]).toBe(JUDGED.holes[0]);
  });

  it('names holes that there are', () => {
    expect(unknownHoles(2, ['all', '2', 'none', '3', '12'])).toEqual(['3', '12']);
  });
});

describe('the report', () => {
  const frame = { centre: [5, 6, 7], worldPerNorm: 2 } as never;

  it('has the holes in the unit of the file', () => {
    const report = reportHoles(
      { ...JUDGED, holes: JUDGED.holes.map((hole) => ({ ...hole, isOpen: false })) },
      frame,
      [100, 0, 0],
    );
    const [first, , rim] = report.list;
    expect(report).toMatchObject({ closed: 3, open: 0 });
    expect([first!.id, rim!.id]).toEqual([1, null]);
    expect(first!.area).toBeCloseTo(4 * JUDGED.holes[0]!.area, 6);
    expect(first!.length).toBeCloseTo(2 * JUDGED.holes[0]!.length, 6);
    expect(report.areaGuessed).toBeCloseTo(4 * JUDGED.holes.reduce((sum, { area }) => sum + area, 0), 5);
    expect(first!.centre[0]).toBeCloseTo(100 + 5 + 2 * -0.2, 4);
  });

  it('lists a hundred of either kind at most', () => {
    const holes = Array.from({ length: 250 }, () => JUDGED.holes[0]!);
    const { list, open } = reportHoles(
      { holes, patches: holes.slice(0, 120).map(() => new Uint32Array(0)) },
      frame,
      [0, 0, 0],
    );
    expect([list.length, list[99]!.id, list[100]!.id, open]).toEqual([200, 100, null, 250]);
  });

  it('warns where more than a hundredth is guessed', () => {
    const holes = { ...JUDGED, holes: JUDGED.holes.slice(0, 1).map((hole) => ({ ...hole, isOpen: false, area: 1 })) };
    expect(holeWarnings(holes, 101, [])).toEqual([]);
    expect(holeWarnings(holes, 99, [])[0]).toMatch(/^1\.0 % of the surface is guessed: a hole was closed/);
    expect(holeWarnings(holes, 101, ['3'])).toEqual(['There is no hole 3 that could be opened.']);
    expect(holeWarnings(JUDGED, 1e-6, [])).toEqual([]);
  });
});
