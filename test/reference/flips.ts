/**
 * The sweep over diagonals in float64, told plainly: half-edges by name, normals from positions, nothing kept between.
 */

type Point = readonly [number, number, number];
const minus = (a: Point, b: Point): Point => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const plus = (a: Point, b: Point): Point => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
const dot = (a: Point, b: Point): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const cosine = (a: Point, b: Point): number => dot(a, b) / Math.hypot(...a) / Math.hypot(...b);
const angle = (a: Point, b: Point): number => Math.acos(Math.max(-1, Math.min(1, cosine(a, b))));
const next = (halfEdge: number): number => (halfEdge % 3 === 2 ? halfEdge - 2 : halfEdge + 1);

/**
 * @param voxels [3 × vertexCount] places in voxels, each on an edge of the grid and well away from its ends
 * @param indices [3 × triangleCount] of an oriented manifold; changed in place
 */
export function sweepDiagonals(positions: Float32Array, voxels: ArrayLike<number>, indices: Uint32Array): number {
  const point = (values: ArrayLike<number>, v: number): Point => [
    values[3 * v]!,
    values[3 * v + 1]!,
    values[3 * v + 2]!,
  ];
  const area = (a: number, b: number, c: number): Point => {
    const [p, q] = [minus(point(positions, b), point(positions, a)), minus(point(positions, c), point(positions, a))];
    return [p[1] * q[2] - p[2] * q[1], p[2] * q[0] - p[0] * q[2], p[0] * q[1] - p[1] * q[0]];
  };
  const named = new Map<string, number>();
  const name = (triangle: number): void => {
    for (let h = 3 * triangle; h < 3 * triangle + 3; h++) named.set(`${indices[h]!}>${indices[next(h)]!}`, h);
  };
  for (let t = 0; t < indices.length / 3; t++) name(t);
  /** The normal of the triangle that the edge has on its other side. */
  const beyond = (from: number, to: number): Point | undefined => {
    const h = named.get(`${to}>${from}`);
    return h === undefined ? undefined : area(indices[h]!, indices[next(h)]!, indices[next(next(h))]!);
  };
  const isOneCell = (corners: readonly number[]): boolean =>
    [0, 1, 2].every((axis) => {
      const along = corners.map((v) => Math.round(1e4 * voxels[3 * v + axis]!) / 1e4);
      const node = Math.floor(Math.min(...along));
      return Math.max(...along) <= node + 1;
    });
  const isInFace = (a: number, b: number): boolean =>
    [0, 1, 2].some((axis) => {
      const [p, q] = [a, b].map((v) => Math.round(1e4 * voxels[3 * v + axis]!) / 1e4);
      return p === q && Number.isInteger(p);
    });

  let flips = 0;
  for (let h = 0; h < indices.length; h++) {
    const [from, to, left] = [indices[h]!, indices[next(h)]!, indices[next(next(h))]!];
    const twin = named.get(`${to}>${from}`);
    if (twin === undefined || twin < h) continue;
    const right = indices[next(next(twin))]!;
    if (!isOneCell([from, to, left, right]) || isInFace(left, right)) continue;
    const before = { own: area(from, to, left), other: area(to, from, right) };
    const after = { start: area(from, right, left), end: area(right, to, left) };
    const whole = plus(after.start, after.end);
    const least = 1e-3 * dot(whole, whole);
    if (dot(after.start, whole) <= least || dot(after.end, whole) <= least) continue;
    const sides = [
      { edge: beyond(to, left), was: before.own, becomes: after.end },
      { edge: beyond(left, from), was: before.own, becomes: after.start },
      { edge: beyond(from, right), was: before.other, becomes: after.start },
      { edge: beyond(right, to), was: before.other, becomes: after.end },
    ].flatMap(({ edge, ...rest }) => (edge ? [{ edge, ...rest }] : []));
    if (sides.some(({ edge }) => cosine(edge, whole) < 0.3)) continue;
    const gain = sides.reduce(
      (sum, { edge, was, becomes }) => sum + angle(was, edge) - angle(becomes, edge),
      angle(before.own, before.other) - angle(after.start, after.end),
    );
    if (!(gain > 1e-3)) continue;
    named.delete(`${from}>${to}`);
    named.delete(`${to}>${from}`);
    const [own, other] = [Math.floor(h / 3), Math.floor(twin / 3)];
    indices.set([from, right, left], 3 * own);
    indices.set([right, to, left], 3 * other);
    name(own);
    name(other);
    flips++;
  }
  return flips;
}
