/** Measured thresholds of the orientation's kernels: a case just below and one just above each. */
import { describe, expect, it } from 'vitest';
import { adoptSidesKernel } from '../../../src/engine/orientation/adopt-sides.ts';
import { buildWindingTree } from '../../../src/engine/orientation/build-winding-tree.ts';
import { findLayers } from '../../../src/engine/orientation/find-sheets.ts';
import { orientAxes, voteSigns } from '../../../src/engine/orientation/choose-sides.ts';
import { quadricNormals } from '../../../src/engine/orientation/quadric-normals.ts';
import { refitSides } from '../../../src/engine/orientation/refit-sides.ts';
import { sharpenNormals } from '../../../src/engine/orientation/sharpen-normals.ts';
import { evaluateWinding, makeWindingField } from '../../../src/engine/orientation/winding-field.ts';
import { uploadWindingTree } from '../../../src/engine/orientation/winding-tree.ts';
import { planeOf } from '../../reference/analysis.ts';
import { referenceLayer } from '../../reference/sheets.ts';
import { BufferScope } from '../../../src/engine/gpu/buffer-scope.ts';
import { runKernel, testGpu } from '../device.ts';
import { testHost } from '../host.ts';
import { stageOf } from '../stage.ts';
import { context, uniform } from './shapes.ts';
import { tilted, turningPoint } from '../../thresholds.ts';
import { padded } from '../padded.ts';
import { treeNodes } from '../tree-nodes.ts';

type Point = readonly [number, number, number];
interface Neighbour {
  readonly at: Point;
  /** Cosine between its normal and z, the normal of the point that asks. */
  readonly cosine: number;
}
const ABOUT: readonly Point[] = [[1, 0, 0], [0, 1, 0], [-1, 0, 0], [0, -1, 0], [0.7, 0.7, 0]]; // prettier-ignore
const facing = (cosines: readonly number[]): Neighbour[] => cosines.map((cosine, i) => ({ at: ABOUT[i]!, cosine }));
/** At a distance of 1, so far above the plane. */
const raised = (height: number): Point => [0, Math.sqrt(1 - height ** 2), height];

describe('a vote on the side of a point', () => {
  /** Whether the neighbours given outvote a point at 0 that faces z. */
  async function isOutvoted(neighbours: readonly Neighbour[], noise = 0): Promise<boolean> {
    const count = neighbours.length + 1;
    const nearest = new Uint32Array(count * count).fill(0xffffffff);
    for (let j = 0; j < count; j++) nearest[j * count] = j;
    const arrays = {
      points: padded([[0, 0, 0], ...neighbours.map(({ at }) => at)]),
      nearest,
      current: padded([[0, 0, 1], ...neighbours.map(({ cosine }) => tilted(cosine))]),
      next: new Float32Array(4 * count),
    };
    return (await runKernel(voteSigns, count, { count, listed: count, noise }, arrays)).next[2]! < 0;
  }
  const against = (at: Point): Neighbour[] => Array.from({ length: 5 }, () => ({ at, cosine: -1 }));

  it('has those with a cosine of .7 at least', async () => {
    expect(await isOutvoted(facing(Array<number>(5).fill(-0.693)))).toBe(false);
    expect(await isOutvoted(facing(Array<number>(5).fill(-0.707)))).toBe(true);
  });

  it('has those within a slope of .3, and two deviations', async () => {
    expect(await isOutvoted(against(raised(0.303)))).toBe(false);
    expect(await isOutvoted(against(raised(0.297)))).toBe(true);
    // .3 of 1, and twice .3.
    expect(await isOutvoted(against(raised(0.9045)), 0.3)).toBe(false);
    expect(await isOutvoted(against(raised(0.8955)), 0.3)).toBe(true);
  });

  it('needs a weight of 2.5', async () => {
    expect(await isOutvoted(facing([-0.825, -0.825, -0.825]))).toBe(false);
    expect(await isOutvoted(facing([-0.8417, -0.8417, -0.8417]))).toBe(true);
  });

  it('needs three tenths more against than for', async () => {
    // Three against, two for with c each: (3 - 2c) / (3 + 2c) = .297 and .303.
    expect(await isOutvoted(facing([-1, -1, -1, 0.81303, 0.81303]))).toBe(false);
    expect(await isOutvoted(facing([-1, -1, -1, 0.80238, 0.80238]))).toBe(true);
  });
});

describe('a side from an oriented share', () => {
  /** Whether an axis z at 0 is turned: the nearest, above it, says outward, out of the plane; the other says inward. */
  async function isTurned(other: Neighbour, noise = 0): Promise<boolean> {
    const share: readonly Point[] = [[0, 0, 0.9], other.at];
    const arrays = {
      kd_nodes: await treeNodes(Float32Array.from(share.flat())),
      share_points: padded(share),
      share_normals: padded([[0, 0, 1], tilted(other.cosine)]),
      points: new Float32Array(4),
      axes: Float32Array.of(0, 0, 1, 1),
      normals: new Float32Array(4),
    };
    const params = { first: 0, count: 1, node_count: 2, noise, blends: 0 };
    return (await runKernel(adoptSidesKernel, 1, params, arrays)).normals[2]! < 0;
  }

  it('is that of those with a cosine of .7 at least', async () => {
    expect(await isTurned({ at: [0, 1, 0], cosine: -0.693 })).toBe(false);
    expect(await isTurned({ at: [0, 1, 0], cosine: -0.707 })).toBe(true);
  });

  it('is that of those within a slope of .3, and two deviations', async () => {
    expect(await isTurned({ at: raised(0.303), cosine: -1 })).toBe(false);
    expect(await isTurned({ at: raised(0.297), cosine: -1 })).toBe(true);
    expect(await isTurned({ at: raised(-0.9045), cosine: -1 }, 0.3)).toBe(false);
    expect(await isTurned({ at: raised(-0.8955), cosine: -1 }, 0.3)).toBe(true);
  });
});

describe('the gradient', () => {
  /** Whether it becomes the normal of a plane of this confidence whose axis has this cosine to it. */
  async function isTaken(cosine: number, confidence: number): Promise<boolean> {
    const arrays = {
      gradients: Float32Array.of(0, 0, 5, 0),
      axes: Float32Array.of(...tilted(cosine), confidence),
      normals: new Float32Array(4),
    };
    return (await runKernel(orientAxes, 1, { count: 1 }, arrays)).normals[2] === 1;
  }

  it('is the normal where the axis is across it, a cosine under .25, and a confidence under .6', async () => {
    expect([await isTaken(0.2475, 0.5), await isTaken(0.2525, 0.5)]).toEqual([true, false]);
    expect([await isTaken(0.1, 0.594), await isTaken(0.1, 0.606)]).toEqual([true, false]);
  });
});

describe('a plane of one side', () => {
  const OWN = tilted(0.9);
  /** At this cosine from `OWN`, in the same plane. */
  const fromOwn = (cosine: number): number[] => {
    const angle = Math.acos(0.9) + Math.acos(cosine);
    return [Math.sin(angle), 0, Math.cos(angle)];
  };

  /** The normal of the first point, which is at 0 and faces `OWN`; the last is in its list. */
  async function refit(points: readonly Point[], normals: readonly (readonly number[])[]): Promise<Float32Array> {
    const count = points.length;
    const nearest = new Uint32Array(2 * count).fill(0xffffffff);
    nearest[0] = 0;
    nearest[count] = count - 1;
    const arrays = {
      kd_nodes: await treeNodes(Float32Array.from(points.flat())),
      points: padded(points),
      nearest,
      current: padded(normals),
      next: new Float32Array(4 * count),
    };
    const params = { first: 0, count, point_count: count, listed: 2 };
    return (await runKernel(refitSides, count, params, arrays)).next.subarray(0, 3);
  }
  const isUpright = (normal: Float32Array): boolean => Math.abs(normal[2]!) > 0.9999;
  /** Points of a flat star, the first in its middle. */
  const star = (count: number): Point[] =>
    Array.from({ length: count }, (_, i) => {
      const angle = 2.4 * i;
      return [Math.sqrt(i) * Math.cos(angle), Math.sqrt(i) * Math.sin(angle), 0];
    });
  const like = (count: number): number[][] => Array<number[]>(count).fill(OWN);

  it('is fitted where a neighbour faces away, a cosine under -.3', async () => {
    const [points, normals] = [[...star(10), [9, 9, 9]] as Point[], like(10)];
    expect(isUpright(await refit(points, [...normals, fromOwn(-0.297)]))).toBe(false);
    expect(isUpright(await refit(points, [...normals, fromOwn(-0.303)]))).toBe(true);
  });

  it('goes through six points at least that face its way, a cosine over .3', async () => {
    const points: Point[] = [...star(6), [9, 9, 9]];
    expect(isUpright(await refit(points, [...like(5), fromOwn(0.297), fromOwn(-1)]))).toBe(false);
    expect(isUpright(await refit(points, [...like(5), fromOwn(0.303), fromOwn(-1)]))).toBe(true);
  });

  it('goes through the twelve nearest of them', async () => {
    const lifted = (at: number): Point[] => star(20).map(([x, y], i) => [x, y, i === at ? 3 : 0]);
    const normals = [...like(20), fromOwn(-1)];
    // Points in the order of their distance, the lifted one a little farther than it was.
    expect(isUpright(await refit([...lifted(19), [9, 9, 9]], normals))).toBe(true);
    expect(isUpright(await refit([...lifted(2), [9, 9, 9]], normals))).toBe(false);
    const thirteenth = star(13).map(([x, y], i): Point => (i === 12 ? [x, y, 0.4] : [x, y, 0]));
    expect(isUpright(await refit([...thirteenth, [9, 9, 9]], [...like(13), fromOwn(-1)]))).toBe(true);
    const twelfth = star(12).map(([x, y], i): Point => (i === 11 ? [x, y, 0.4] : [x, y, 0]));
    expect(isUpright(await refit([...twelfth, [9, 9, 9]], [...like(12), fromOwn(-1)]))).toBe(false);
  });

  it('is flat: its smallest variance under a quarter of the next', async () => {
    const rough = (height: number): Point[] =>
      star(12).map(([x, y], i) => [x, y, i === 0 ? 0 : i % 2 ? height : -height]);
    const shareOf = (height: number): number => {
      const indices = Array.from({ length: 12 }, (_, i) => i);
      const near = { indices, squared: indices.map(() => 0) };
      const { values } = planeOf(Float32Array.from(rough(height).flat()), near, 1);
      return values[0] / values[1];
    };
    const isFitted = async (share: number): Promise<boolean> => {
      const points = rough(turningPoint((height) => shareOf(height) > share, 0.1, 1.2));
      const normal = await refit([...points, [90, 90, 90]], [...like(12), fromOwn(-1)]);
      return Math.abs(normal[0]! - OWN[0]!) > 1e-3;
    };
    expect([await isFitted(0.2475), await isFitted(0.2525)]).toEqual([true, false]);
  });
});

describe('a sharpened normal', () => {
  /** Whether a point that faces z takes over the normal of another, in whose plane it lies at a distance of 1. */
  async function isBorrowed(
    own: number,
    lender: number,
    { cosine = 0.8, mostOffset = 1 }: { readonly cosine?: number; readonly mostOffset?: number } = {},
  ): Promise<boolean> {
    const points: readonly Point[] = [[0, 0, 0], [0, 1, 0]]; // prettier-ignore
    const arrays = {
      kd_nodes: await treeNodes(Float32Array.from(points.flat())),
      points: padded(points),
      normals: Float32Array.of(0, 0, 1, own, ...tilted(cosine), lender),
      sharpened: new Float32Array(8),
      borrowed: new Uint32Array(1),
    };
    const params = { first: 0, count: 1, point_count: 2, most_offset: mostOffset };
    const { sharpened, borrowed } = await runKernel(sharpenNormals, 1, params, arrays);
    expect(borrowed[0]).toBe(Math.abs(sharpened[0]!) > 0 ? 1 : 0);
    return borrowed[0] === 1;
  }

  it('is borrowed at a confidence of .97 at most, from one of .985 at least', async () => {
    expect([await isBorrowed(0.969, 1), await isBorrowed(0.971, 1)]).toEqual([true, false]);
    expect([await isBorrowed(0.5, 0.984), await isBorrowed(0.5, 0.986)]).toEqual([false, true]);
  });

  it('is borrowed at a cosine of .2 at least', async () => {
    const isAt = (cosine: number): Promise<boolean> => isBorrowed(0.5, 1, { cosine });
    expect([await isAt(0.198), await isAt(0.202)]).toEqual([false, true]);
  });

  it('is borrowed where the plane passes near enough, a fiftieth of the distance on top', async () => {
    const isWithin = (mostOffset: number): Promise<boolean> => isBorrowed(0.5, 1, { mostOffset });
    expect([await isWithin(0.0198), await isWithin(0.0202)]).toEqual([false, true]);
  });
});

it.each([
  [11, false],
  [12, true],
])('a quadric takes twelve points: %i refine a normal, %s', async (count, isRefined) => {
  const points: Point[] = Array.from({ length: count }, (_, i) => {
    const [x, y] = [(i % 4) - 1.5, Math.floor(i / 4) - 1];
    return [0.2 * x, 0.2 * y, 0.1 * 0.2 * x];
  });
  const arrays = {
    kd_nodes: await treeNodes(Float32Array.from(points.flat())),
    normals: Float32Array.from(points.flatMap(() => [0, 0, 1, 1])),
    radii: new Float32Array(count).fill(1),
    points: padded(points),
    refined: new Float32Array(4 * count),
  };
  const params = { first: 0, count, point_count: count, radius: 1, own_radius: 0, most_widening: 1, most_residual: 1 };
  const { refined } = await runKernel(quadricNormals, count, params, arrays);
  expect(refined[0] !== 0).toBe(isRefined);
});

describe('two sides', () => {
  interface Slab {
    readonly points: readonly Point[];
    readonly spacing?: number;
  }

  const inputOf = ({ points, spacing = 0.01 }: Slab) => ({
    positions: Float32Array.from(points.flat()),
    planes: new Float32Array(4 * points.length),
    radii: new Float32Array(points.length).fill(1),
    spacing,
    noise: 0,
  });

  /** Whether the first point is, by the kernel and by the rule in float64. */
  async function isTwoSided(slab: Slab): Promise<boolean> {
    const { positions, spacing } = inputOf(slab);
    const count = slab.points.length;
    const arrays = {
      kd_nodes: await treeNodes(positions),
      points: padded(slab.points),
      list: Uint32Array.of(0),
      layers: new Float32Array(4),
    };
    const params = { first: 0, count: 1, point_count: count, spacing };
    return (await runKernel(findLayers, 1, params, arrays)).layers[3]! > 0;
  }
  const isTwoSidedByRule = (slab: Slab): boolean => referenceLayer(inputOf(slab), 0)[3]! > 0;

  /**
   * A point of either side at 7 × 7 places, the middle first: sides one apart, rough by so much, the first point off.
   */
  function slab({ step = 1, rough = 0, off = 0 }): Point[] {
    const places = Array.from({ length: 49 }, (_, i) => [(i % 7) - 3, Math.floor(i / 7) - 3] as const);
    // No two at the same distance from the middle.
    const at = ([x, y]: readonly [number, number]): [number, number] => [
      step * (x + 0.013 * y),
      step * (y + 0.021 * x),
    ];
    const nearestFirst = places.toSorted((a, b) => Math.hypot(...at(a)) - Math.hypot(...at(b)));
    return nearestFirst.flatMap(([x, y], i): Point[] => {
      const scatter = (x + y) % 2 === 0 ? rough : -rough;
      return [
        [...at([x, y]), scatter + (i === 0 ? off : 0)],
        [...at([x, y]), scatter - 1],
      ];
    });
  }

  async function expectTurn(slabAt: (at: number) => Slab, low: number, high: number): Promise<void> {
    const isFirst = isTwoSidedByRule(slabAt(low));
    const turn = turningPoint((at) => isTwoSidedByRule(slabAt(at)), low, high);
    expect(await isTwoSided(slabAt(0.998 * turn)), `below ${turn}`).toBe(isFirst);
    expect(await isTwoSided(slabAt(1.002 * turn)), `above ${turn}`).toBe(!isFirst);
  }

  it('lie .35 spacings apart', async () => {
    const points = slab({});
    expect(await isTwoSided({ points, spacing: 0.99 / 0.35 })).toBe(true);
    expect(await isTwoSided({ points, spacing: 1.01 / 0.35 })).toBe(false);
  });

  // At this step the own side stays flat enough until the variance decides.
  it('hold .15 of the variance within them', () =>
    expectTurn((rough) => ({ points: slab({ rough, step: 1.5 }) }), 0.05, 0.24));

  it('are flat, the own one by .08', () =>
    expectTurn((rough) => ({ points: slab({ rough, step: 0.65 }) }), 0.005, 0.2));

  it('hold the point itself, within .3 of their distance', () =>
    expectTurn((off) => ({ points: slab({ off }) }), 0.05, 0.45));

  it('may turn the axis by a cosine of .7', async () => {
    // Two rough planes at an angle, points at random. The second axis has a cosine between .700 and .707 to the first;
    // of no later one both sides hold. Such clouds are rare: 2 of 28,000 at random.
    const [angle, gap, width] = [0.2417, 1.412, 0.4095];
    const points = Array.from({ length: 41 }, (_, i): Point => {
      const [x, y, z] = [0, 1, 2].map((axis) => uniform(2977, 3 * i + axis) - 0.5) as [number, number, number];
      const along = i === 0 ? 0 : 2 * x;
      const height = i % 2 === 0 ? angle * along : -gap - 0.3567 * angle * along;
      return [along, i === 0 ? 0 : 2 * width * y, height + 0.01943 * z];
    });
    expect([await isTwoSided({ points }), isTwoSidedByRule({ points })]).toEqual([true, true]);
  });
});

it('the winding number is 1 in the middle of a ball whose neighbourhoods cover it once', async () => {
  const gpu = await testGpu();
  using scope = new BufferScope(gpu, 'test');
  // The corners of a cube: a leaf, so that none is summed with another.
  const normals = Array.from({ length: 8 }, (_, i) =>
    [i & 1, i & 2, i & 4].map((bit) => (bit > 0 ? 1 : -1) / Math.sqrt(3)),
  );
  const positions = Float32Array.from(normals.flat(), (value) => 0.4 * value);
  const built = await (await testHost()).runTask(buildWindingTree, { positions });
  // Twelve points to a disc of radius r, all discs together twelve times the sphere: 8 π r² = 12 × 4π .4².
  const radius = 0.4 * Math.sqrt(48 / 8);
  const normalsBuffer = scope.upload('normals', padded(normals));
  const planes = {
    normals: normalsBuffer,
    radii: scope.upload('radii', new Float32Array(8).fill(radius)),
    neighbourCount: 12,
  };
  const surface = { positions, normals: padded(normals), normalsBuffer, planes, noiseNorm: 0 };
  const sources = scope.upload('sources', built.order);
  const stage = stageOf(gpu, { scope, context });
  const field = await makeWindingField(stage, { tree: uploadWindingTree(scope, built), sources, surface });
  const queries = scope.upload('queries', new Float32Array(4));
  const winding = await evaluateWinding(stage, { tree: field.tree, queries, count: 1 });
  expect((await gpu.readFloats(winding, 1))[0]).toBeCloseTo(1, 5);
});
