// The plane of the k nearest points of a query, from the list that `kd_nearest_k` filled. The file that includes
// this one includes `neighbours/kd_tree.wgsl` and declares
//   points [point_count] xyz, normalised.
#include "moments.wgsl"

// `k` is at least 1 and at most what `kd_nearest_k` found.
fn nearest_spectrum(query: vec3f, k: u32) -> Spectrum {
  let radius_squared = near_squared[k - 1u];
  let scale = inverseSqrt(max(radius_squared, 1e-20));
  var moments = Moments();
  for (var j = 0u; j < k; j++) {
    let offset = (points[near_index[j]].xyz - query) * scale;
    add_offset(&moments, offset, neighbour_weight(near_squared[j], radius_squared));
  }
  return moments_spectrum(moments);
}
