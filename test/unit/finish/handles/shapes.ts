/** Balls with handles of known sizes and numbers. */
import type { WorldMesh } from '../../../../src/engine/mesh/world-mesh.ts';
import { Dice } from '../../../prove/dice.ts';
import { implicitMesh } from '../../../shapes/implicit-mesh.ts';

type Place = readonly [number, number, number];

/** A ring about `centre`, which lies on the ball, half in it and half out: a handle. Its plane is upright there. */
export interface Arch {
  readonly centre: Place;
  readonly radius: number;
  /** Radius of its tube. */
  readonly tube: number;
}

/** A straight hole along z at (x, y): a tunnel. */
export interface Bore {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** The unit ball with all of these. */
export function ballWith(arches: readonly Arch[], bores: readonly Bore[], cells = 34): WorldMesh {
  return implicitMesh({
    cells,
    halfWidth: 1.62,
    value: (point) => {
      let value = Math.hypot(...point) - 1;
      for (const arch of arches) value = Math.min(value, ringValue(point, arch));
      for (const { x, y, radius } of bores) value = Math.max(value, radius - Math.hypot(point[0] - x, point[1] - y));
      return value;
    },
  });
}

/** A ball with pores: more handles than the word of an edge has bits. */
export function sponge(): WorldMesh {
  const dice = new Dice(0);
  const waves = Array.from({ length: 5 }, () => ({ along: dice.point(16), phase: dice.between(0, 6) }));
  const pores = (point: readonly number[]): number =>
    waves.reduce((sum, { along, phase }) => sum + Math.sin(along.reduce((dot, k, i) => dot + k * point[i]!, phase)), 0);
  return implicitMesh({
    value: (point) => Math.max(Math.hypot(...point) - 1.1, pores(point) / 3 - 0.4),
    cells: 22,
    halfWidth: 1.2,
    isRaw: true,
  });
}

function ringValue(point: Place, { centre, radius, tube }: Arch): number {
  const length = Math.hypot(...centre);
  const normal = centre.map((value) => value / length);
  const offset = point.map((value, axis) => value - centre[axis]!);
  const up = offset.reduce((sum, value, axis) => sum + value * normal[axis]!, 0);
  // Along the surface, across the plane that holds z and the normal.
  const side: Place = Math.abs(normal[2]!) > 0.9 ? [1, 0, 0] : [normal[1]!, -normal[0]!, 0];
  const sideLength = Math.hypot(...side);
  const across = offset.reduce((sum, value, axis) => sum + (value * side[axis]!) / sideLength, 0);
  const along = Math.sqrt(
    Math.max(0, offset.reduce((sum, value) => sum + value * value, 0) - up * up - across * across),
  );
  return Math.hypot(Math.hypot(up, along) - radius, across) - tube;
}
