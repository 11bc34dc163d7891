// Weighted moments of a neighbourhood, for its covariance. Offsets count from the query and are divided by the
// neighbourhood's radius first: sums of numbers below 1 keep float32's digits, and subtracting the square of the
// mean costs at most 1e-7 of the radius squared.
#include "smallest_axis.wgsl"

struct Moments {
  weight: f32,
  first: vec3f,
  diagonal: vec3f,
  mixed: vec3f, // yz, zx, xy
}

fn add_offset(moments: ptr<function, Moments>, offset: vec3f, weight: f32) {
  let weighted = weight * offset;
  (*moments).weight += weight;
  (*moments).first += weighted;
  (*moments).diagonal += weighted * offset;
  (*moments).mixed += weighted.yzx * offset.zxy;
}

// Spectrum of the covariance round the weighted mean; eigenvalues in units of the radius squared.
fn moments_spectrum(moments: Moments) -> Spectrum {
  let scale = 1.0 / max(moments.weight, 1e-20);
  let mean = moments.first * scale;
  return smallest_axis(
    max(moments.diagonal * scale - mean * mean, vec3f(0.0)),
    moments.mixed * scale - mean.yzx * mean.zxy,
  );
}

// Neighbours count less towards the rim (measured against equal weights): 1.25 at the query, 0.25 at the radius, so
// that a point that just enters does not turn the plane.
fn neighbour_weight(squared: f32, radius_squared: f32) -> f32 {
  return 1.25 - squared / max(radius_squared, 1e-20);
}
