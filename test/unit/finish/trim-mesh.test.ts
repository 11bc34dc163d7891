import { describe, expect, it } from 'vitest';
import { finishSteps } from '../../../src/engine/host/steps.ts';
import { topologySteps } from '../../../src/engine/mesh/topology.ts';
import { type TrimInput, trimMesh } from '../../../src/engine/finish/trim-mesh.ts';
import { ball, type Point, sheet, type TestMesh, together, trimInput } from './shapes.ts';

/** The spacing of the clouds; balls of 24 rings and radius .4 have their vertices .052 apart. */
const SPACING = 0.03;
const BALL = ball(0.4, [0, 0, 0]);
const SHEET = sheet(40);

const without = (mesh: TestMesh, hidden: (p: Point) => boolean): Point[] => mesh.points.filter((p) => !hidden(p));
const topologyOf = (mesh: { positions: Float32Array; indices: Uint32Array }) =>
  finishSteps(topologySteps(mesh.positions, mesh.indices));

describe('a closed surface', () => {
  it('stays as it is where the cloud supports all of it', () => {
    const input = trimInput(BALL, BALL.points, SPACING, 0.2);
    const trimmed = trimMesh(input);
    expect(trimmed).toMatchObject({ farTriangles: 0, trimmedTriangles: 0, droppedComponents: 0, componentCount: 1 });
    expect(trimmed.positions).toEqual(input.positions);
    expect(trimmed.indices).toEqual(input.indices);
  });

  const capped = without(BALL, ([, , z]) => z > 0.33); // its middle is .26 from the rim

  it('keeps the patch that closes a hole within the radius', () => {
    const trimmed = trimMesh(trimInput(BALL, capped, SPACING, 0.3));
    expect(trimmed.farTriangles).toBeGreaterThan(100);
    expect(trimmed).toMatchObject({ trimmedTriangles: 0, componentCount: 1 });
    expect(topologyOf(trimmed)).toMatchObject({ watertight: true, genus: 0 });
  });

  it('opens a hole that is wider, by the whole patch', () => {
    const trimmed = trimMesh(trimInput(BALL, capped, SPACING, 0.2));
    expect(trimmed.farTriangles).toBeGreaterThan(100);
    expect(trimmed.trimmedTriangles).toBeGreaterThan(trimmed.farTriangles); // and the fringe of the new border
    expect(topologyOf(trimmed)).toMatchObject({ components: 1, boundaryLoops: 1, nonManifoldEdges: 0 });
  });

  it('opens every hole where none is to be filled', () => {
    const trimmed = trimMesh(trimInput(BALL, capped, SPACING, 0));
    expect(trimmed.trimmedTriangles).toBeGreaterThan(trimmed.farTriangles);
    expect(topologyOf(trimmed).boundaryLoops).toBe(1);
  });

  it('judges each hole by itself', () => {
    const twice = without(BALL, ([, , z]) => z > 0.33 || z < -0.38);
    const trimmed = trimMesh(trimInput(BALL, twice, SPACING, 0.2));
    expect(trimmed.trimmedTriangles).toBeLessThan(trimmed.farTriangles);
    expect(topologyOf(trimmed).boundaryLoops).toBe(1);
  });
});

describe('an open surface', () => {
  it('loses the fringe beyond the points, though within the hole radius', () => {
    const cloud = without(SHEET, ([x]) => x > 0.31);
    const trimmed = trimMesh(trimInput(SHEET, cloud, 0.032, 0.3));
    expect(trimmed.trimmedTriangles).toBeGreaterThan(trimmed.farTriangles);
    const reach = Math.max(...trimmed.positions.filter((_, i) => i % 3 === 0));
    expect(reach).toBeCloseTo(0.325, 6); // cells of .025: the last within .3 + 1.2 spacings
  });

  it('keeps a patch that its border does not touch', () => {
    const trimmed = trimMesh(
      trimInput(
        SHEET,
        without(SHEET, ([x, y]) => Math.hypot(x, y) < 0.2),
        SPACING,
        0.3,
      ),
    );
    expect(trimmed.farTriangles).toBeGreaterThan(0);
    expect(trimmed.trimmedTriangles).toBe(0);
    expect(topologyOf(trimmed).boundaryLoops).toBe(1);
  });
});

describe('stray components', () => {
  it('drops a far balloon', () => {
    const balloon = ball(0.1, [0.9, 0, 0], 10);
    const trimmed = trimMesh(trimInput(together(BALL, balloon), BALL.points, SPACING, 0.3));
    expect(trimmed).toMatchObject({ trimmedTriangles: balloon.triangles.length, droppedComponents: 0 });
    expect(trimmed.positions.length).toBe(3 * BALL.points.length);
  });

  it('drops a closed phantom that the hole radius would let stay', () => {
    const phantom = ball(0.25, [0, 0, 0], 16); // .15 inside the ball
    const trimmed = trimMesh(trimInput(together(BALL, phantom), BALL.points, SPACING, 0.3));
    expect(trimmed).toMatchObject({ trimmedTriangles: 0, droppedComponents: 1, componentCount: 1 });
    expect(trimmed.indices.length).toBe(3 * BALL.triangles.length);
  });

  it('drops a crumb on the points, keeps a small piece', () => {
    const crumb = ball(0.004, [0.42, 0, 0], 4);
    const piece = ball(0.02, [-0.44, 0, 0], 4);
    const trimmed = trimMesh(trimInput(together(crumb, BALL, piece), BALL.points, SPACING, 0.3));
    expect(trimmed).toMatchObject({ farTriangles: 0, droppedComponents: 1, componentCount: 2 });
    expect(trimmed.sources[0]).toBe(crumb.points.length);
  });
});

describe('a sheet that stands alone', () => {
  /** A lens: its upper half is the sheet that was seen, the lower one closes it. */
  const lens: TestMesh = {
    points: BALL.points.map(([x, y, z]): Point => [x, y, z > 0 ? 0.1 * z : z]),
    triangles: BALL.triangles,
  };
  const seen = lens.points.filter(([, , z]) => z >= 0);

  it('loses the back that closes it, and stays', () => {
    const trimmed = trimMesh(trimInput(lens, seen, SPACING, 0.45));
    expect(trimmed).toMatchObject({ droppedComponents: 0, componentCount: 1 });
    expect(topologyOf(trimmed)).toMatchObject({ components: 1, boundaryLoops: 1 });
    // The sheet ends at .4, a disc of half a square.
    expect(topologyOf(trimmed).area).toBeGreaterThan(0.5);
    expect(Math.min(...trimmed.positions.filter((_, i) => i % 3 === 2))).toBeGreaterThan(-0.01);
  });

  it('goes with its back where it is a few points wide', () => {
    const small = (factor: number): TrimInput => {
      const scaled = ({ points, triangles }: TestMesh): TestMesh => ({
        points: points.map(([x, y, z]): Point => [factor * x + 2, factor * y, z]),
        triangles,
      });
      const [own, ownSeen] = [scaled(lens), seen.map(([x, y, z]): Point => [factor * x + 2, factor * y, z])];
      return trimInput(together(BALL, own), [...BALL.points, ...ownSeen], SPACING, 0.45);
    };
    // 100 squares of the spacing: a disc of .158, whose vertices are far apart, and what of the wall is close to its
    // rim.
    expect(trimMesh(small(0.4))).toMatchObject({ droppedComponents: 0, componentCount: 2 });
    expect(trimMesh(small(0.385))).toMatchObject({ droppedComponents: 1, componentCount: 1 });
  });
});

describe('the far radius', () => {
  const far = (change: object, distance: number): number =>
    trimMesh({
      ...trimInput(
        {
          points: [
            [0, 0, 0],
            [0.01, 0, 0],
            [0, 0.01, 0],
          ],
          triangles: [[0, 1, 2]],
        },
        [[0, 0, 0]],
        0.01,
        0,
      ),
      squared: new Float32Array(3).fill(distance ** 2),
      ...change,
    }).farTriangles;

  it('is 2.5 local spacings', () => {
    expect([far({}, 0.0249), far({}, 0.0251)]).toEqual([0, 1]);
  });
  it('is at least 1.5 voxels', () => {
    expect([far({ voxelNorm: 0.1 }, 0.149), far({ voxelNorm: 0.1 }, 0.151)]).toEqual([0, 1]);
  });
  it('is at least 2.5 σ', () => {
    expect([far({ noiseNorm: 0.1 }, 0.249), far({ noiseNorm: 0.1 }, 0.251)]).toEqual([0, 1]);
  });
  it('is that of each vertex', () => {
    expect([
      far({ radii: new Float32Array([1, 1, 0.01]) }, 0.1),
      far({ radii: new Float32Array([1, 1, 1]) }, 0.1),
    ]).toEqual([1, 0]);
  });
});

it('leaves nothing of a mesh without triangles', () => {
  const trimmed = trimMesh(trimInput({ points: [], triangles: [] }, [[0, 0, 0]], 0.01, 0.1));
  expect(trimmed).toMatchObject({ farTriangles: 0, trimmedTriangles: 0, droppedComponents: 0, componentCount: 0 });
  expect([trimmed.positions.length, trimmed.indices.length, trimmed.sources.length]).toEqual([0, 0, 0]);
});

it('drops everything where all of it is far', () => {
  const trimmed = trimMesh(trimInput(BALL, [[5, 0, 0]], SPACING, 0.3));
  expect([trimmed.positions.length, trimmed.indices.length]).toEqual([0, 0]);
  expect(trimmed.trimmedTriangles).toBe(BALL.triangles.length);
});
