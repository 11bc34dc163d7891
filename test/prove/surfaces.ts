/**
 * Surfaces that nobody has seen before, each from a number: what scans and levels make of bodies, hulls, thin leaves,
 * crossed walls and hillsides, rough or smooth, in pieces, with holes and rims cut into them. Small, so that hundreds
 * are made in minutes: some thousand triangles by marching tetrahedra.
 */
import type { WorldMesh } from '../../src/engine/mesh/world-mesh.ts';
import { implicitMesh } from '../shapes/implicit-mesh.ts';
import { gridMesh, together } from '../shapes/meshes.ts';
import { blade, gear } from '../shapes/procedural-shapes.ts';
import { Dice } from './dice.ts';

type Point = readonly [number, number, number];
type Field = (point: Point) => number;

export interface Surface {
  /** What it is, for people. */
  readonly name: string;
  readonly mesh: WorldMesh;
}

const HALF_WIDTH = 1.2;

/** The same number gives the same surface. */
export function surfaceOf(seed: number): Surface {
  const dice = new Dice(seed);
  const [kind, make] = dice.pick(Object.entries(KINDS));
  const whole = make(dice);
  const pieces = dice.chance(0.25) ? together(whole, moved(ballOf(dice), dice.point(3))) : whole;
  const cuts = dice.pick([0, 0, 1, 2, 4]);
  const crumbs = dice.chance(0.3) ? dice.pick([0.002, 0.01, 0.04]) : 0;
  const cut = withoutTriangles(pieces, cutsOf(dice, pieces, cuts), crumbs, dice);
  const name = `${kind}, ${cut.indices.length / 3} triangles, ${cuts} cuts, ${100 * crumbs} % of the triangles out`;
  return { name, mesh: placed(cut, dice) };
}

const KINDS: Readonly<Record<string, (dice: Dice) => WorldMesh>> = {
  blobs: (dice) => bodyOf(dice, smoothUnion(dice), dice.whole(10, 22)),
  hull: (dice) => {
    const [inside, wall] = [smoothUnion(dice), dice.between(0.03, 0.15)];
    return bodyOf(dice, (point) => Math.abs(inside(point)) - wall, dice.whole(14, 22));
  },
  leaf: (dice) => {
    // Thinner than a cell in most places: what is there is a lace of holes, rims and slivers.
    const [bend, thickness] = [dice.between(0, 1.5), dice.between(0.01, 0.08)];
    const [a, b] = [dice.between(1, 5), dice.between(1, 5)];
    const sheet: Field = ([x, y, z]) => Math.abs(z - 0.3 * bend * Math.sin(a * x) * Math.cos(b * y)) - thickness;
    return bodyOf(dice, larger(sheet, ball([0, 0, 0], 1)), dice.whole(14, 22));
  },
  gyroid: (dice) => {
    const [scale, wall] = [dice.between(2, 6), dice.between(0.1, 0.7)];
    const sheet: Field = ([x, y, z]) =>
      (Math.abs(
        Math.sin(scale * x) * Math.cos(scale * y) +
          Math.sin(scale * y) * Math.cos(scale * z) +
          Math.sin(scale * z) * Math.cos(scale * x),
      ) -
        wall) /
      scale;
    return bodyOf(dice, larger(sheet, ball([0, 0, 0], 1)), dice.whole(14, 20));
  },
  edges: (dice) => {
    const boxes = Array.from({ length: dice.whole(1, 3) }, () => box(dice.point(0.4), dice.between(0.2, 0.7)));
    const hole = ball(dice.point(0.6), dice.between(0.2, 0.5));
    return bodyOf(
      dice,
      larger(smaller(...boxes), (point) => -hole(point)),
      dice.whole(12, 22),
    );
  },
  'open level': (dice) => {
    // It leaves the cube in which it is drawn, and ends there in rims.
    const [a, b, c] = [dice.point(3), dice.point(3), dice.between(-0.5, 0.5)];
    const wave: Field = ([x, y, z]) =>
      Math.sin(a[0] * x + a[1] * y + a[2] * z) + Math.cos(b[0] * x + b[1] * y + b[2] * z) + c;
    return bodyOf(dice, wave, dice.whole(8, 16));
  },
  hillside: (dice) => {
    const [size, height, a, b] = [dice.whole(12, 45), dice.between(0, 0.8), dice.between(1, 6), dice.between(1, 6)];
    const rough = dice.pick([0, 0, 0.3]) / size;
    return gridMesh(size, size, { columns: false, rows: false }, (u, v) => [
      2 * u - 1,
      2 * v - 1,
      height * Math.sin(a * u) * Math.cos(b * v) + rough * dice.between(-1, 1),
    ]);
  },
  blade: (dice) => blade(dice.between(0.004, 0.1), dice.whole(20, 70), 2 * dice.whole(4, 12)),
  gear: (dice) => gear(dice.whole(5, 24), dice.between(0.02, 0.6)),
};

function smoothUnion(dice: Dice): Field {
  const balls = Array.from({ length: dice.whole(1, 6) }, () => ball(dice.point(0.6), dice.between(0.15, 0.5)));
  const soft = dice.between(0.02, 0.3);
  return (point) => -soft * Math.log(balls.reduce((sum, field) => sum + Math.exp(-field(point) / soft), 0));
}

function bodyOf(dice: Dice, field: Field, cells: number): WorldMesh {
  const noise = dice.pick([0, 0, 0.2, 0.5]) * ((2 * HALF_WIDTH) / cells);
  const [a, b] = [dice.point(20), dice.point(20)];
  const rough: Field = (point) =>
    noise === 0
      ? field(point)
      : field(point) +
        noise *
          Math.sin(a[0] * point[0] + a[1] * point[1] + a[2] * point[2]) *
          Math.sin(b[0] * point[0] + b[1] * point[1] + b[2] * point[2]);
  return implicitMesh({ value: rough, cells, halfWidth: HALF_WIDTH, isRaw: true });
}

function ballOf(dice: Dice): WorldMesh {
  return implicitMesh({
    value: ball([0, 0, 0], dice.between(0.2, 0.9)),
    cells: dice.whole(4, 8),
    halfWidth: 1,
    isRaw: true,
  });
}

function ball(centre: Point, radius: number): Field {
  return ([x, y, z]) => Math.hypot(x - centre[0], y - centre[1], z - centre[2]) - radius;
}

function box(centre: Point, half: number): Field {
  return (point) => Math.max(...point.map((value, axis) => Math.abs(value - centre[axis]!))) - half;
}

function larger(...fields: Field[]): Field {
  return (point) => Math.max(...fields.map((field) => field(point)));
}

function smaller(...fields: Field[]): Field {
  return (point) => Math.min(...fields.map((field) => field(point)));
}

interface Ball {
  readonly centre: Point;
  readonly radius: number;
}

/** Balls about places of the surface. */
function cutsOf(dice: Dice, { positions }: WorldMesh, count: number): Ball[] {
  return Array.from({ length: positions.length > 0 ? count : 0 }, () => {
    const vertex = 3 * dice.whole(0, positions.length / 3 - 1);
    const centre = [...positions.subarray(vertex, vertex + 3)] as unknown as Point;
    return { centre, radius: dice.between(0.05, 0.5) };
  });
}

/**
 * Without the triangles that begin in one of the balls, and without a share of the others, which leaves parts that only
 * touch.
 */
function withoutTriangles(
  { positions, indices }: WorldMesh,
  cuts: readonly Ball[],
  share: number,
  dice: Dice,
): WorldMesh {
  const isCut = (vertex: number): boolean =>
    cuts.some(({ centre, radius }) => {
      const [x, y, z] = positions.subarray(3 * vertex, 3 * vertex + 3) as unknown as Point;
      return Math.hypot(x - centre[0], y - centre[1], z - centre[2]) < radius;
    });
  const kept: number[] = [];
  for (let i = 0; i < indices.length; i += 3) {
    const isGone = isCut(indices[i]!) || (share > 0 && dice.chance(share));
    if (!isGone) kept.push(indices[i]!, indices[i + 1]!, indices[i + 2]!);
  }
  return { positions, indices: Uint32Array.from(kept) };
}

function moved({ positions, indices }: WorldMesh, [x, y, z]: Point): WorldMesh {
  const by = [x + (x < 0 ? -2.5 : 2.5), y, z];
  return { positions: positions.map((value, i) => value + by[i % 3]!), indices };
}

/** In some unit, and somewhere. */
function placed({ positions, indices }: WorldMesh, dice: Dice): WorldMesh {
  const scale = 10 ** dice.pick([0, 0, -3, 2, 5]);
  const place = dice.point(dice.pick([0, 3]));
  return { positions: positions.map((value, i) => scale * (value + place[i % 3]!)), indices };
}
