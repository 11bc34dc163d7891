/** Costs of `shaders/neighbours`, `shaders/analysis` and `shaders/orientation`: what is done for each point. */
import { type CostOf, each, param, type PassFacts, spanOf } from './pass-cost.ts';

const count = (pass: PassFacts): number => param(pass, 'count');

/**
 * Point, normal in, normal out (48), and its list (4 a neighbour); the neighbours' points and normals are cached. A
 * neighbour: offset 3, tolerance 9, two products of 5, votes 2.
 */
const voteSigns: CostOf = (pass) => {
  const [points, listed] = [count(pass), param(pass, 'listed')];
  return { elements: points, unit: 'points', bytes: points * (48 + 4 * listed), flops: points * listed * 24 };
};

/** Point (16), its list (8 a neighbour), normal and radius out (20); the neighbours' points are cached. */
const fitListedPlanes: CostOf = (pass) => {
  const points = count(pass);
  return { elements: points, unit: 'points', bytes: points * (36 + 8 * param(pass, 'neighbour_count')) };
};

export const POINT_COSTS: Readonly<Record<string, CostOf>> = {
  // Walks through the k-d tree: how many nodes one visits is the data's business.
  'neighbours/find_nearest': each('queries', count),
  'analysis/measure_spacing': each('points', count),
  /** Eight squared distances in, the mean of their roots out. */
  'analysis/list_spacing': each('points', count, 36, 17),
  'analysis/measure_gaps': each('points', count),
  'analysis/widen_gaps': each('points', count),
  'analysis/fit_nearest_planes': each('points', count),
  'analysis/fit_ball_planes': each('points', count),
  'orientation/find_layers': each('points', count),
  'orientation/refit_sides': each('points', count),
  'analysis/fit_listed_planes': fitListedPlanes,
  // Subtrees read point by point, rows above by their children: how large they are is the tree's business.
  'neighbours/bound_subtrees': each('nodes', (pass) => 2 ** param(pass, 'row')),
  'orientation/quadric_normals': each('points', count),
  'orientation/sharpen_normals': each('points', count),
  'orientation/adopt_sides': each('points', count),
  'orientation/lend_edges': each('points', count),
  // A spacing in and flags out, flags in and one out; walks for the few candidates.
  'analysis/find_candidates': each('points', count),
  'analysis/mark_outliers': each('points', count),
  // Walks through the winding tree, one a query, four queries a thread.
  'orientation/sum_winding': each('queries', spanOf),
  'orientation/sum_gradient': each('queries', spanOf),
  'orientation/sum_adjoint': each('queries', spanOf),
  // A node's children, one after the other: the tree's business too.
  'orientation/sum_moments': each('nodes', count),
  'orientation/vote_signs': voteSigns,
  /** The entry's number (4), the vector (16), the entry's fourth number in and the entry out (32 bytes of one line). */
  'orientation/place_vectors': each('points', count, 52, 0),
  'orientation/place_residuals': each('points', count, 40, 1),
  /** Two numbers (8), normal (16), radius (4), the entry (32). */
  'orientation/place_area_dipoles': each('points', count, 60, 5),
  /** Dipole in and out, descent in. */
  'orientation/advance_dipoles': each('points', count, 48, 6),
  /** Dipole in and out, gradient in: two lengths, a root, 4 products. */
  'orientation/align_dipoles': each('points', count, 64, 16),
  /** Axis and gradient in, normal out: a length, a root, 3 products, a cosine. */
  'orientation/orient_axes': each('points', count, 48, 14),
  /** Descent 16, response 4; one workgroup does all. */
  'orientation/reduce_step': each('points', count, 20, 12),
};
