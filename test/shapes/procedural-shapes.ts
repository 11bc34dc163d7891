/**
 * The shapes that tests and benchmark draw their clouds from, all our own and made in code: closed meshes facing
 * outward unless said, fine enough that their facets say nothing. The mesh is the truth: clouds lie on it, and what
 * is reconstructed is measured against it.
 */
import type { WorldMesh } from '../../src/engine/mesh/world-mesh.ts';
import { implicitMesh } from './implicit-mesh.ts';
import { gridMesh, insideOut, together, worldMesh } from './meshes.ts';

type Triple = readonly [number, number, number];

/** Teeth, a bore and sharp edges: a profile pulled along z. Radius 1, thickness `thickness`, genus 1. */
export function gear(teeth = 16, thickness = 0.3): WorldMesh {
  const bore = 0.35;
  // Four corners a tooth, shares of its turn and their radii; between them the flanks.
  const corners = [0.05, 0.4, 0.55, 0.9].map((share, corner) => [share, corner < 2 ? 1 : 0.78] as const);
  const profile = Array.from({ length: 4 * teeth }, (_, i) => {
    const [share, radius] = corners[i % 4]!;
    return { angle: (2 * Math.PI * (Math.floor(i / 4) + share)) / teeth, radius };
  });
  // Round the solid: outer wall up, top inward, bore down, bottom outward.
  const [top, bottom] = [thickness / 2, -thickness / 2];
  return gridMesh(4 * teeth, 4, { columns: true, rows: true }, (u, v) => {
    const { angle, radius } = profile[Math.round(u * 4 * teeth)]!;
    const row = Math.round(4 * v);
    const fromAxis = row < 2 ? radius : bore;
    return [fromAxis * Math.cos(angle), fromAxis * Math.sin(angle), row === 1 || row === 2 ? top : bottom];
  });
}

/** A ball of radius 1 out of a gyroid's walls: curved both ways, of genus 16 from 48 `cells` an axis of its mesh on. */
export function gyroid(cells = 48): WorldMesh {
  const [scale, wall] = [5, 0.55];
  return implicitMesh({
    cells,
    halfWidth: 1.06,
    value: ([x, y, z]) => {
      const sheet =
        Math.sin(scale * x) * Math.cos(scale * y) +
        Math.sin(scale * y) * Math.cos(scale * z) +
        Math.sin(scale * z) * Math.cos(scale * x);
      return smoothMax((Math.abs(sheet) - wall) / scale, Math.hypot(x, y, z) - 1, 0.05);
    },
  });
}

/** The larger of the two, rounded off where they are within `width` of one another. */
function smoothMax(a: number, b: number, width: number): number {
  const near = Math.max(0, 1 - Math.abs(a - b) / width);
  return Math.max(a, b) + (width / 4) * near ** 2;
}

/** A tube of radius `tube` along a trefoil knot, 6 across. */
export function knot(tube = 0.3, columns = 360, rows = 32): WorldMesh {
  const at = (t: number): Triple => [
    Math.sin(t) + 2 * Math.sin(2 * t),
    Math.cos(t) - 2 * Math.cos(2 * t),
    -Math.sin(3 * t),
  ];
  return gridMesh(columns, rows, { columns: true, rows: true }, (u, v) => {
    const [t, angle] = [2 * Math.PI * u, -2 * Math.PI * v];
    const [centre, before, after] = [at(t), at(t - 1e-4), at(t + 1e-4)];
    const tangent = unit(minus(after, before));
    // The curve bends everywhere: its second derivative is never along the tangent.
    const bend = minus(minus(after, centre), minus(centre, before));
    const across = unit(cross(tangent, bend));
    const inward = cross(across, tangent);
    return centre.map(
      (value, axis) => value + tube * (Math.cos(angle) * inward[axis]! + Math.sin(angle) * across[axis]!),
    ) as unknown as Triple;
  });
}

/** Hills on a square of side 4, open, facing up. */
export function terrain(n = 160): WorldMesh {
  return gridMesh(n, n, { columns: false, rows: false }, (u, v) => {
    const [x, y] = [(4 * u * n) / (n - 1), (4 * v * n) / (n - 1)];
    const hill = (height: number, atX: number, atY: number, width: number): number =>
      height * Math.exp(-((x - atX) ** 2 + (y - atY) ** 2) / width);
    const folds = 0.05 * Math.sin(3.5 * x) * Math.cos(2.8 * y);
    return [x, y, hill(0.7, 1.5, 2.3, 0.8) + hill(0.4, 3, 1, 0.35) + folds];
  });
}

/**
 * A blade 2 long, .3 wide and `thickness` thick at most, drawn to a point at both ends, twisted by half a right angle.
 */
export function blade(thickness = 0.02, columns = 200, rows = 48): WorldMesh {
  const halfWidth = 0.15;
  const body = gridMesh(columns, rows, { columns: false, rows: true }, (u, v) => {
    // Stations are denser near the points, which are small but not sharp: the mesh ends just short of them.
    const along = -Math.cos(Math.PI * ((u * columns) / (columns - 1)) * 0.98 - 0.01 * Math.PI);
    const share = Math.sqrt(1 - along ** 2);
    const angle = -2 * Math.PI * v;
    const [flat, high] = [halfWidth * share * Math.cos(angle), (thickness / 2) * share * Math.sin(angle)];
    const twist = (Math.PI / 8) * along;
    return [along, flat * Math.cos(twist) - high * Math.sin(twist), flat * Math.sin(twist) + high * Math.cos(twist)];
  });
  return capped(body, columns, rows);
}

/** The two open ends of a tube of rings closed by fans about their middles. */
function capped({ positions, indices }: WorldMesh, columns: number, rows: number): WorldMesh {
  const middle = (ring: number): number[] =>
    [0, 1, 2].map((axis) => {
      let sum = 0;
      for (let j = 0; j < rows; j++) sum += positions[3 * (ring * rows + j) + axis]!;
      return sum / rows;
    });
  const [first, last] = [columns * rows, columns * rows + 1];
  const fans: number[] = [];
  for (let j = 0; j < rows; j++) {
    const next = (j + 1) % rows;
    fans.push(first, j, next, last, (columns - 1) * rows + next, (columns - 1) * rows + j);
  }
  return worldMesh([...positions, ...middle(0), ...middle(columns - 1)], [...indices, ...fans]);
}

/** Corner to corner, facing outward. */
export function box(low: Triple, high: Triple): WorldMesh {
  const corners = Array.from({ length: 8 }, (_, i) => [0, 1, 2].map((axis) => (i & (1 << axis) ? high : low)[axis]!));
  // Corner i has its bits set where it is high; each face as two triangles, counterclockwise from outside.
  const faces = [0, 2, 3, 1, 4, 5, 7, 6, 0, 1, 5, 4, 2, 6, 7, 3, 0, 4, 6, 2, 1, 3, 7, 5];
  const indices = Array.from({ length: 6 }, (_, face) => faces.slice(4 * face, 4 * face + 4)).flatMap(
    ([a, b, c, d]) => [a!, b!, c!, a!, c!, d!],
  );
  return worldMesh(corners.flat(), indices);
}

/** The parts of `room`. */
export const ROOM_PARTS = { shell: 0, table: 1, cupboard: 2, stool: 3, lamp: 4 } as const;

/**
 * A furnished room seen from inside, 4 × 3 × 2.5: the shell faces its inside, the furniture outward. Nothing touches
 * anything, so that every part is a component, in the order of `ROOM_PARTS`.
 */
export function room(): WorldMesh {
  const gap = 0.12;
  const parts = [
    insideOut(box([0, 0, 0], [4, 3, 2.5])),
    box([1.2, 0.9, gap], [2.6, 1.7, 0.75]),
    box([gap, 2.2, gap], [1, 3 - gap, 2]),
    box([3.1, 1.9, gap], [3.6, 2.4, 0.6]),
    ball([3.1, 0.8, 1.6], 0.3),
  ];
  return parts.reduce((all, part) => together(all, part));
}

/** A sphere of parallels and meridians, closed at the poles by fans. */
export function ball([x, y, z]: Triple, radius: number, columns = 24, rows = 48): WorldMesh {
  const rings = gridMesh(columns, rows, { columns: false, rows: true }, (u, v) => {
    const [polar, around] = [(Math.PI * (u * columns + 1)) / (columns + 1), 2 * Math.PI * v];
    const ring = radius * Math.sin(polar);
    return [x + ring * Math.cos(around), y + ring * Math.sin(around), z + radius * Math.cos(polar)];
  });
  return capped(rings, columns, rows);
}

function minus(a: Triple, b: Triple): Triple {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

function cross(a: Triple, b: Triple): Triple {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

function unit(a: Triple): Triple {
  const length = Math.hypot(...a);
  return [a[0] / length, a[1] / length, a[2] / length];
}
