// Eigenvalues of a symmetric 3×3 matrix and the axis of the smallest one, by cyclic Jacobi rotations (Golub & Van
// Loan, Matrix Computations, section 8.5). The analytic roots of the cubic are shorter, but in float32 they lose
// half the digits of the smallest eigenvalue exactly where neighbourhoods are nearly planar.
struct Spectrum {
  values: vec3f, // ascending
  axis: vec3f, // unit, belongs to values.x; the sign is arbitrary
}

// Five sweeps of three rotations: convergence is quadratic, the fourth reaches float32's precision.
const JACOBI_ROTATIONS = 15u;

// `mixed` holds the entries off the diagonal: yz, zx, xy, each opposite to its own axis.
fn smallest_axis(diagonal: vec3f, mixed: vec3f) -> Spectrum {
  let trace = diagonal.x + diagonal.y + diagonal.z;
  if (trace <= 0.0) {
    return Spectrum(vec3f(0.0), vec3f(0.0, 0.0, 1.0));
  }
  var d = diagonal / trace;
  var o = mixed / trace;
  var u = vec3f(1.0, 0.0, 0.0);
  var v = vec3f(0.0, 1.0, 0.0);
  var w = vec3f(0.0, 0.0, 1.0);
  for (var i = 0u; i < JACOBI_ROTATIONS; i++) {
    // With trace 1, entries below 1e-12 turn no axis by a float32 digit, and θ² stays finite.
    if (abs(o.z) > 1e-12) {
      let theta = 0.5 * (d.y - d.x) / o.z;
      let tangent = select(-1.0, 1.0, theta >= 0.0) / (abs(theta) + sqrt(theta * theta + 1.0));
      let c = inverseSqrt(tangent * tangent + 1.0);
      let s = tangent * c;
      d = vec3f(d.x - tangent * o.z, d.y + tangent * o.z, d.z);
      o = vec3f(s * o.y + c * o.x, c * o.y - s * o.x, 0.0);
      let turned = c * u - s * v;
      v = s * u + c * v;
      u = turned;
    }
    // The axes change places in a ring, so that every pair comes first once a sweep.
    d = d.yzx;
    o = o.yzx;
    let first = u;
    u = v;
    v = w;
    w = first;
  }
  var axis = u;
  if (d.y < d.x && d.y <= d.z) {
    axis = v;
  } else if (d.z < d.x) {
    axis = w;
  }
  let smallest = min(d.x, min(d.y, d.z));
  let largest = max(d.x, max(d.y, d.z));
  // The middle one as a median: 1 - smallest - largest would cancel where it is small.
  let middle = max(min(d.x, d.y), min(max(d.x, d.y), d.z));
  return Spectrum(trace * vec3f(smallest, middle, largest), normalize(axis));
}

// 1 - λ₀/λ₁: 1 on a plane, 0 where the neighbours have no preferred plane. A line or a single place has none:
// below 1e-6 of λ₂ the middle eigenvalue is float32 noise.
fn plane_confidence(values: vec3f) -> f32 {
  if (values.y <= 1e-6 * values.z) {
    return 0.0;
  }
  return clamp(1.0 - values.x / values.y, 0.0, 1.0);
}
