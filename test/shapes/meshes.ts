/** Small meshes with known answers; `procedural-shapes.ts` has those that clouds are drawn from. */
import type { WorldMesh } from '../../src/engine/mesh/world-mesh.ts';

export function worldMesh(positions: readonly number[], indices: readonly number[]): WorldMesh {
  return { positions: Float64Array.from(positions), indices: Uint32Array.from(indices) };
}

/** Right-angled at the origin, legs of 1: volume 1/6, area 3/2 + √3/2. */
export function tetrahedron(): WorldMesh {
  return worldMesh([0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1], [0, 2, 1, 0, 1, 3, 0, 3, 2, 1, 2, 3]);
}

/**
 * A grid of `columns` × `rows` vertices on a surface; each direction closes or stays open. `pointAt` of u and v in
 * [0, 1); facing the side from which u turns towards v counterclockwise.
 */
export function gridMesh(
  columns: number,
  rows: number,
  closed: { readonly columns: boolean; readonly rows: boolean },
  pointAt: (u: number, v: number) => readonly [number, number, number],
): WorldMesh {
  const positions: number[] = [];
  const indices: number[] = [];
  for (let i = 0; i < columns; i++) for (let j = 0; j < rows; j++) positions.push(...pointAt(i / columns, j / rows));
  for (let i = 0; i < (closed.columns ? columns : columns - 1); i++) {
    for (let j = 0; j < (closed.rows ? rows : rows - 1); j++) {
      const [nextI, nextJ] = [(i + 1) % columns, (j + 1) % rows];
      const [a, b, c, d] = [i * rows + j, nextI * rows + j, nextI * rows + nextJ, i * rows + nextJ];
      indices.push(a, b, c, a, c, d);
    }
  }
  return worldMesh(positions, indices);
}

/** Radii 1 and `tube`, outward; `bump` waves the tube. Torus of area 4π²·tube and volume 2π²·tube². */
export function torus(columns: number, rows: number, tube = 0.3, bump = 0): WorldMesh {
  return gridMesh(columns, rows, { columns: true, rows: true }, (u, v) => {
    const [around, along] = [2 * Math.PI * u, 2 * Math.PI * v];
    const radius = tube + bump * Math.sin(5 * around) * Math.cos(3 * along);
    const fromAxis = 1 + radius * Math.cos(along);
    return [fromAxis * Math.cos(around), fromAxis * Math.sin(around), radius * Math.sin(along)];
  });
}

/** An open cylinder wall: two rims. */
export function tubeWall(columns: number, rows: number): WorldMesh {
  return gridMesh(columns, rows, { columns: true, rows: false }, (u, v) => [
    Math.cos(2 * Math.PI * u),
    Math.sin(2 * Math.PI * u),
    v,
  ]);
}

/** A flat square of side (n − 1)/n in the plane z = 0, facing up. */
export function flatSquare(n: number): WorldMesh {
  return gridMesh(n, n, { columns: false, rows: false }, (u, v) => [u, v, 0]);
}

/** A strip of `count` triangles whose ends are joined with a half turn; `count` odd. */
export function moebiusStrip(count: number): WorldMesh {
  const positions = Array.from({ length: count }, (_, i) => {
    const turn = (2 * Math.PI * i) / count;
    const side = i % 2 === 0 ? 0.2 : -0.2;
    const fromAxis = 1 + side * Math.cos(turn / 2);
    return [fromAxis * Math.cos(turn), fromAxis * Math.sin(turn), side * Math.sin(turn / 2)];
  }).flat();
  const indices = Array.from({ length: count }, (_, i) => {
    const [a, b, c] = [i, (i + 1) % count, (i + 2) % count];
    return i % 2 === 0 ? [a, b, c] : [b, a, c];
  }).flat();
  return worldMesh(positions, indices);
}

/** Both meshes in one, nothing shared. */
export function together(a: WorldMesh, b: WorldMesh): WorldMesh {
  const offset = a.positions.length / 3;
  return worldMesh([...a.positions, ...b.positions], [...a.indices, ...b.indices.map((vertex) => vertex + offset)]);
}

/** The same triangles, every corner a vertex of its own, as STL has them. */
export function soupOf({ positions, indices }: WorldMesh): WorldMesh {
  const corners = [...indices].flatMap((vertex) => [...positions.subarray(3 * vertex, 3 * vertex + 3)]);
  return worldMesh(
    corners,
    Array.from(indices, (_, i) => i),
  );
}

/** Every triangle turned around. */
export function insideOut({ positions, indices }: WorldMesh): WorldMesh {
  const turned = indices.slice();
  for (let i = 0; i < turned.length; i += 3) [turned[i + 1], turned[i + 2]] = [indices[i + 2]!, indices[i + 1]!];
  return { positions, indices: turned };
}
