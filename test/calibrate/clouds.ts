/**
 * Clouds that nobody has seen before, each from a number: a surface made in code or one of a folder of meshes, and how
 * a scanner drew it: evenly or not, in rows, with noise, with balls that it did not reach.
 */
import type { WorldMesh } from '../../src/engine/mesh/world-mesh.ts';
import { Dice } from '../prove/dice.ts';
import { implicitMesh } from '../shapes/implicit-mesh.ts';
import { ball, blade, box, gear, gyroid, knot, terrain } from '../shapes/procedural-shapes.ts';
import { boundsOf, sampleCloud } from '../shapes/sampled-cloud.ts';
import { drawnRows, thinnedCloud } from './scanned-cloud.ts';

type Point = readonly [number, number, number];

export interface CalibrationCloud {
  /** What it is, for people. */
  readonly name: string;
  /** What it was drawn from. */
  readonly truth: WorldMesh;
  /** [3 × points] */
  readonly positions: Float32Array<ArrayBuffer>;
}

/** A mesh of a folder. */
export interface NamedMesh {
  readonly name: string;
  readonly mesh: WorldMesh;
}

/** Shares of the largest extent; three of seven clouds have none. */
const NOISES = [0, 0, 0, 0.0005, 0.001, 0.003, 0.006] as const;
const POINTS = [4000, 8000, 15_000, 25_000, 40_000] as const;

/** Bodies, hulls, sheets and blades, smooth and with edges. The same dice give the same surface. */
const SHAPES: Readonly<Record<string, (dice: Dice) => WorldMesh>> = {
  gear: (dice) => gear(dice.whole(6, 20), dice.between(0.1, 0.6)),
  steps: (dice) => steps(dice),
  box: (dice) => box([0, 0, 0], [dice.between(0.3, 1), dice.between(0.3, 1), 1]),
  gyroid: () => gyroid(64),
  knot: (dice) => knot(dice.between(0.2, 0.45)),
  terrain: () => terrain(200),
  blade: (dice) => blade(dice.between(0.01, 0.08)),
  ball: () => ball([0, 0, 0], 1, 160, 320),
  blobs: (dice) => blobs(dice),
};

/**
 * The same number gives the same cloud.
 * @param meshes drawn from as often as what is made in code; none where there is no folder
 */
export function calibrationCloud(seed: number, meshes: readonly NamedMesh[] = []): CalibrationCloud {
  const dice = new Dice(seed + 0x7a57);
  // In turn, so that a few clouds have all of them.
  const kinds = [
    ...Object.entries(SHAPES),
    ...meshes.map(({ name, mesh }): [string, (dice: Dice) => WorldMesh] => [name, () => mesh]),
  ];
  const [kind, make] = kinds[seed % kinds.length]!;
  const truth = make(dice);
  const noise = dice.pick(NOISES);
  const points = dice.pick(POINTS);
  const way = dice.pick(['evenly', 'evenly', 'evenly', 'thinning', 'rows']);
  const holes = dice.chance(0.25) ? holesOf(dice, truth) : [];
  const recipe = { points, seed, noise, holes };
  const positions =
    way === 'rows'
      ? drawnRows(truth, { ...recipe, ratio: dice.pick([4, 8, 15]) })
      : way === 'thinning'
        ? thinnedCloud(truth, { ...recipe, ratio: dice.pick([10, 40]) })
        : sampleCloud(truth, recipe).positions;
  const name = `${kind}, ${positions.length / 3} points ${way}, noise ${100 * noise} %, ${holes.length} holes`;
  return { name, truth, positions };
}

/** Balls about places of the surface. */
function holesOf(dice: Dice, { positions }: WorldMesh) {
  const { low, high } = boundsOf(positions);
  const extent = Math.max(...high.map((value, axis) => value - low[axis]!));
  return Array.from({ length: 2 }, () => {
    const vertex = 3 * dice.whole(0, positions.length / 3 - 1);
    const centre = [...positions.subarray(vertex, vertex + 3)] as unknown as Point;
    return { centre, radius: extent * dice.between(0.03, 0.08) };
  });
}

/** Stairs: edges that stick out and such that go in, flats of all sizes. */
function steps(dice: Dice): WorldMesh {
  const count = dice.whole(3, 7);
  return implicitMesh({
    cells: 72,
    halfWidth: 1.1,
    isRaw: true,
    // Faces lie between nodes, so that they are flat to the last digit; edges are cut by half a cell at most.
    value: ([x, y, z]) => {
      const height = 0.9 - (1.6 * Math.floor(((x + 1) * count) / 2)) / count;
      return Math.max(Math.abs(x) - 0.97, Math.abs(y) - 0.6, z - height, -1 - z);
    },
  });
}

/** Balls that flow into one another. */
function blobs(dice: Dice): WorldMesh {
  const parts = Array.from({ length: dice.whole(2, 6) }, () => ({
    centre: dice.point(0.6),
    radius: dice.between(0.2, 0.45),
  }));
  const soft = dice.between(0.03, 0.15);
  return implicitMesh({
    cells: 64,
    halfWidth: 1.25,
    value: (point) => {
      const nearness = parts.map(({ centre, radius }) =>
        Math.exp((radius - Math.hypot(...point.map((value, axis) => value - centre[axis]!))) / soft),
      );
      return -soft * Math.log(nearness.reduce((sum, value) => sum + value, 0));
    },
  });
}
