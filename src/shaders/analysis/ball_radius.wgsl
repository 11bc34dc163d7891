// The squared radius round a query that holds a wanted number of points, without keeping a list of them: 199
// neighbours a thread would spill, and inserting into a sorted list costs k²/4 moves.
// One walk counts squared distances in 32 equal bins (on a surface they are equally full); the bin in which the
// wanted count is reached is interpolated. A guess that holds too few or far too many points is corrected first,
// for the density of real scans varies by 30 and more inside one cloud.
#include "ball_walk.wgsl"

const BINS = 32u;
// Bound of the corrections: each widens or shrinks the ball at least twice, or halves the bracket.
const ROUNDS = 32u;
// A walk ends at this many times the wanted count: there the radius is known to be far too large.
const CROWD = 16u;

var<private> histogram: array<u32, BINS>;

// Fills `histogram`; returns how many points lie in the ball, at most `limit`.
fn count_ball(centre: vec3f, squared: f32, node_count: u32, limit: u32) -> u32 {
  histogram = array<u32, BINS>();
  let bins_per_unit = f32(BINS) / squared;
  var total = 0u;
  start_walk();
  while (walk_node != 0u && total < limit) {
    visit_node(centre, squared, node_count);
    if (walk_squared <= squared) {
      histogram[min(u32(walk_squared * bins_per_unit), BINS - 1u)]++;
      total++;
    }
  }
  return total;
}

// `wanted` is at most node_count. The result lies midway between the wanted and the next distance where the bin is
// evenly filled; a bin holds at most wanted/8 points (or 4), which bounds the error of the count.
fn ball_radius_squared(centre: vec3f, wanted: u32, guess: f32, node_count: u32) -> f32 {
  let bin_limit = max(4u, wanted / 8u);
  var too_few = 0.0; // a squared radius known to hold fewer than wanted
  var enough = 0.0; // one known to hold as many or more; 0: none known
  var squared = guess;
  for (var round = 0u; round < ROUNDS; round++) {
    let total = count_ball(centre, squared, node_count, CROWD * wanted);
    if (total < wanted) {
      too_few = squared;
      let grown = squared * clamp(1.5 * f32(wanted) / f32(max(total, 1u)), 2.0, 8.0);
      squared = select(grown, min(grown, 0.5 * (too_few + enough)), enough > 0.0);
      continue;
    }
    enough = squared;
    if (total == CROWD * wanted) {
      // On a surface an eighth of the squared radius still holds twice the wanted count.
      squared = select(0.125 * enough, 0.5 * (too_few + enough), too_few > 0.0);
      continue;
    }
    var bin = 0u;
    var before = 0u;
    while (before + histogram[bin] < wanted) {
      before += histogram[bin];
      bin++;
    }
    let inside = histogram[bin];
    let width = squared / f32(BINS);
    // Where the smallest width that means anything is reached, points coincide: no bin will thin out.
    if (inside <= bin_limit || width < 1e-16) {
      return width * (f32(bin) + (f32(wanted - before) + 0.5) / f32(inside + 1u));
    }
    too_few = max(too_few, 0.999 * width * f32(bin));
    squared = 1.001 * width * f32(bin + 1u);
  }
  return squared;
}
