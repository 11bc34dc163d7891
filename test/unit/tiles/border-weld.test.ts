/** Vertices of a mesh in parts: on borders the same position is the same vertex, elsewhere never. */
import { describe, expect, it } from 'vitest';
import { gridFrame } from '../../../src/engine/grid/grid-frame.ts';
import { BorderWeld } from '../../../src/engine/tiles/border-weld.ts';
import { joinPartsSteps } from '../../../src/engine/tiles/join-parts.ts';
import { finishSteps } from '../../../src/engine/host/steps.ts';

const FRAME = gridFrame(512);
const node = (at: number): number => Math.fround(at * FRAME.voxelNorm - 0.55);
const LEFT = { low: [0, 0, 0], high: [16, 32, 32] } as const;
const RIGHT = { low: [16, 0, 0], high: [32, 32, 32] } as const;
/** The place of the border among 512 nodes along x. */
const BORDER = 256;

const vertices = (...places: (readonly [number, number, number])[]): Float32Array<ArrayBuffer> =>
  Float32Array.from(places.flatMap((place) => place.map(node)));

describe('BorderWeld', () => {
  it('finds the vertices of the common border again', () => {
    const weld = new BorderWeld(FRAME);
    const left = finishSteps(weld.addSteps(vertices([10, 11.5, 12], [BORDER, 7.25, 3], [BORDER, 8, 3.5]), LEFT));
    const right = finishSteps(
      weld.addSteps(vertices([BORDER, 8, 3.5], [BORDER + 0.5, 8, 3], [BORDER, 7.25, 3]), RIGHT),
    );
    expect([...left.places, ...right.places]).toEqual([0, 1, 2, 2, 3, 1]);
    expect([...left.isNew, ...right.isNew]).toEqual([1, 1, 1, 0, 1, 0]);
    expect(weld.vertexCount).toBe(4);
  });

  it('takes nothing for the same that differs in one bit', () => {
    const weld = new BorderWeld(FRAME);
    const place = vertices([BORDER, 7.25, 3]);
    const beside = place.slice();
    new Uint32Array(beside.buffer)[1]!++;
    finishSteps(weld.addSteps(place, LEFT));
    expect([...finishSteps(weld.addSteps(beside, RIGHT)).places]).toEqual([1]);
  });

  it('remembers more than its first table holds', () => {
    const weld = new BorderWeld(FRAME);
    const many = Float32Array.from({ length: 3 * 20_000 }, (_, i) =>
      i % 3 === 0 ? node(BORDER) : node(((i * 7919) % 500_009) / 1000),
    );
    const first = finishSteps(weld.addSteps(many, LEFT));
    expect(finishSteps(weld.addSteps(many, RIGHT)).places).toEqual(first.places);
    expect(weld.vertexCount).toBe(20_000);
  });
});

describe('joinPartsSteps', () => {
  const triangle = (offset: number): Uint32Array<ArrayBuffer> => Uint32Array.of(offset, offset + 1, offset + 2);
  const measured = (value: number, count: number) => ({
    squared: new Float32Array(count).fill(value),
    radii: new Float32Array(count).fill(10 * value),
    neighbourCount: 12,
    colors: new Uint8Array(3 * count).fill(value),
  });

  it('numbers anew, and keeps the first part of what both have', () => {
    const weld = new BorderWeld(FRAME);
    const left = vertices([10, 11.5, 12], [BORDER, 7.25, 3], [BORDER, 8, 3.5]);
    const right = vertices([BORDER, 8, 3.5], [BORDER, 7.25, 3], [260, 7, 3]);
    const parts = [
      {
        surface: { positions: left, indices: triangle(0) },
        ...finishSteps(weld.addSteps(left, LEFT)),
        measured: measured(1, 3),
      },
      {
        surface: { positions: right, indices: triangle(0) },
        ...finishSteps(weld.addSteps(right, RIGHT)),
        measured: measured(2, 3),
      },
    ];
    const joined = finishSteps(joinPartsSteps(parts, weld.vertexCount));
    expect([...joined.indices]).toEqual([0, 1, 2, 2, 1, 3]);
    expect(joined.positions).toEqual(Float32Array.of(...left, ...right.subarray(6)));
    expect([...joined.support!.squared]).toEqual([1, 1, 1, 2]);
    expect([...joined.support!.radii]).toEqual([10, 10, 10, 20]);
    expect([...joined.colors!]).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2]);
  });

  it('makes an empty mesh of no parts', () => {
    expect(finishSteps(joinPartsSteps([], 0))).toEqual({ positions: new Float32Array(), indices: new Uint32Array() });
  });
});
