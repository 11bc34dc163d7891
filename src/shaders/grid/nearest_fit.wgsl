// The signed distance as the points nearest to a position see it. The file that includes this one includes a search
// (`neighbours/kd_tree.wgsl` or `kd_boxes.wgsl`), which it asks for KNN_CAPACITY points first, and declares
//   points   [point_count] xyz normalised
//   normals  [point_count] outward unit normals
const KNN_CAPACITY: u32 = 12u;

struct Fit {
  value: f32,
  // Distance to the nearest point.
  distance: f32,
}

// The weighted mean of the heights above the tangent planes of the twelve nearest points (algorithm.md section 2,
// step 3): f = Σ w n·(x - p) / Σ w with w = exp(-(d² - d₀²) / (max(d₀², s²/4) + σ²)). The nearest point has the
// weight 1, so the sum cannot vanish; the width grows with d₀, for far away all twelve see the same plane.
// `found` is what the search returned.
fn nearest_fit(position: vec3f, found: u32, spacing: f32, noise: f32) -> Fit {
  let nearest = near_squared[0];
  let width = max(nearest, 0.25 * spacing * spacing) + noise * noise;
  var sum = 0.0;
  var weights = 0.0;
  for (var j = 0u; j < found; j++) {
    let i = near_index[j];
    let weight = exp((nearest - near_squared[j]) / width);
    sum += weight * dot(normals[i].xyz, position - points[i].xyz);
    weights += weight;
  }
  return Fit(sum / weights, sqrt(nearest));
}
