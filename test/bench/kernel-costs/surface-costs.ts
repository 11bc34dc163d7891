/** Costs of `shaders/surface` and `shaders/trust`: marching cubes and what follows it. */
import { type CostOf, each, param, type PassFacts, sizeOf } from './pass-cost.ts';

const count = (pass: PassFacts): number => param(pass, 'count');

/** The share that a dispatch over some of a level's rows has in what all rows emit. */
const shareOf = (pass: PassFacts): number => count(pass) / sizeOf(pass, 'vertex_offsets', 4);

/** The mask of every row; a vertex: its position out (12), the values of both ends (8), a division and 3 sums. */
const emitVertices: CostOf = (pass) => {
  const vertices = sizeOf(pass, 'positions', 12) * shareOf(pass);
  return { elements: count(pass), unit: 'rows', bytes: 4 * count(pass) + 20 * vertices, flops: 11 * vertices };
};

/** Signs and three offsets of every row (16); a triangle: three indices out. */
const emitTriangles: CostOf = (pass) => {
  const triangles = sizeOf(pass, 'indices', 12) * shareOf(pass);
  return { elements: count(pass), unit: 'rows', bytes: 16 * count(pass) + 12 * triangles, flops: 0 };
};

export const SURFACE_COSTS: Readonly<Record<string, CostOf>> = {
  /** Eight values (32), their bits (1), the row out (4). */
  'surface/pack_rows': each('rows', count, 37, 0),
  /** The row in; mask and count out. The rows beside are cached, the brick's place serves 64. */
  'surface/mark_edges': each('rows', count, 12, 0),
  'surface/count_triangles': each('rows', count, 8, 0),
  'surface/emit_vertices': emitVertices,
  'surface/emit_triangles': emitTriangles,
  /** A walk to the nearest point. */
  'surface/measure_support': each('queries', count),
  /** A walk to four points. */
  'surface/blend_colours': each('queries', count),
  // Walks to sixteen points, and to eight.
  'trust/describe_points': each('points', count),
  'trust/measure_vertices': each('queries', count),
};
