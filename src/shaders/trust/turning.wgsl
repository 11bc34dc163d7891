// How unevenly normals turn about a place: what is left of them when their linear trend along the surface is taken out.
// A plane, a ball and a cylinder leave nothing, however bent; edges, and places where the bend changes, do. Nearby
// points tell no more of a surface than its height and slope, so that what goes wrong between them is this.
struct TangentFrame {
  u: vec3f,
  v: vec3f,
}

fn tangent_frame(n: vec3f) -> TangentFrame {
  let u = normalize(cross(n, select(vec3f(0.0, 1.0, 0.0), vec3f(1.0, 0.0, 0.0), abs(n.x) < 0.7)));
  return TangentFrame(u, cross(n, u));
}

// Sums over normals: places along the surface as shares of a radius, and what of each normal lies along it.
struct Turning {
  count: f32,
  place: vec2f,
  tilt: vec2f,
  places: vec3f, // xx, yy, xy
  tilts: f32, // squared
  mixed_x: vec2f, // place times tilt.x
  mixed_y: vec2f, // place times tilt.y
}

fn add_normal(turning: ptr<function, Turning>, along: vec2f, normal: vec3f, frame: TangentFrame, radius: f32) {
  let place = along / max(radius, 1e-20);
  let tilt = vec2f(dot(normal, frame.u), dot(normal, frame.v));
  (*turning).count += 1.0;
  (*turning).place += place;
  (*turning).tilt += tilt;
  (*turning).places += vec3f(place * place, place.x * place.y);
  (*turning).tilts += dot(tilt, tilt);
  (*turning).mixed_x += place * tilt.x;
  (*turning).mixed_y += place * tilt.y;
}

// Below this share of the squared sum of both variances places lie on a line: no trend across it can be told.
const LEAST_SPREAD = 1e-4;
// Normals that a trend takes to be told: as many as it has numbers, and two more.
const LEAST_NORMALS = 5.0;

// Mean squared residual of the normals' linear trend, over the degrees of freedom left.
fn unevenness(turning: Turning) -> f32 {
  let count = turning.count;
  if (count < LEAST_NORMALS) {
    return 0.0;
  }
  let place = turning.place / count;
  let tilt = turning.tilt / count;
  let xx = turning.places.x - count * place.x * place.x;
  let yy = turning.places.y - count * place.y * place.y;
  let xy = turning.places.z - count * place.x * place.y;
  let left = turning.tilts - count * dot(tilt, tilt);
  let determinant = xx * yy - xy * xy;
  if (determinant <= LEAST_SPREAD * (xx + yy) * (xx + yy)) {
    return max(0.0, left) / count;
  }
  let a = turning.mixed_x - count * place * tilt.x;
  let b = turning.mixed_y - count * place * tilt.y;
  let told = a.x * a.x * yy - 2.0 * a.x * a.y * xy + a.y * a.y * xx + b.x * b.x * yy - 2.0 * b.x * b.y * xy + b.y * b.y * xx;
  return max(0.0, left - told / determinant) / (count - 3.0);
}
