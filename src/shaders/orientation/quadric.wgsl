// The quadric z = c + g·(x, y) + ½ (x, y) H (x, y)ᵀ of least weighted squares. Coordinates are divided by the
// neighbourhood's radius first, so that all sums are of numbers below 1.

struct QuadricSums {
  // Sums of 1, x, y, xx, xy, yy, xxx, xxy, xyy, yyy, xxxx, xxxy, xxyy, xyyy, yyyy.
  powers: array<f32, 15>,
  // Sums of z times 1, x, y, ½xx, xy, ½yy.
  heights: array<f32, 6>,
  squares: f32, // of zz
}

struct Quadric {
  slope: vec2f, // g
  residual: f32, // weighted mean of squares
}

fn add_to_quadric(sums: ptr<function, QuadricSums>, p: vec3f, weight: f32) {
  let x = p.x;
  let y = p.y;
  let xx = x * x;
  let xy = x * y;
  let yy = y * y;
  (*sums).powers[0] += weight;
  (*sums).powers[1] += weight * x;
  (*sums).powers[2] += weight * y;
  (*sums).powers[3] += weight * xx;
  (*sums).powers[4] += weight * xy;
  (*sums).powers[5] += weight * yy;
  (*sums).powers[6] += weight * xx * x;
  (*sums).powers[7] += weight * xx * y;
  (*sums).powers[8] += weight * x * yy;
  (*sums).powers[9] += weight * yy * y;
  (*sums).powers[10] += weight * xx * xx;
  (*sums).powers[11] += weight * xx * xy;
  (*sums).powers[12] += weight * xx * yy;
  (*sums).powers[13] += weight * xy * yy;
  (*sums).powers[14] += weight * yy * yy;
  let height = weight * p.z;
  (*sums).heights[0] += height;
  (*sums).heights[1] += height * x;
  (*sums).heights[2] += height * y;
  (*sums).heights[3] += 0.5 * height * xx;
  (*sums).heights[4] += height * xy;
  (*sums).heights[5] += 0.5 * height * yy;
  (*sums).squares += height * p.z;
}

// Solves by Cholesky's decomposition, with a ridge that a neighbourhood on a line needs: the bent terms carry more of
// it.
fn fit_quadric(sums: QuadricSums) -> Quadric {
  let p = sums.powers;
  // Lower triangle, row by row.
  var l = array<f32, 21>(
    p[0],
    p[1], p[3],
    p[2], p[4], p[5],
    0.5 * p[3], 0.5 * p[6], 0.5 * p[7], 0.25 * p[10],
    p[4], p[7], p[8], 0.5 * p[11], p[12],
    0.5 * p[5], 0.5 * p[8], 0.5 * p[9], 0.25 * p[12], 0.5 * p[13], 0.25 * p[14],
  );
  for (var row = 0u; row < 6u; row++) {
    l[row * (row + 3u) / 2u] += p[0] * select(1e-7, 1e-5, row > 2u);
  }
  var c = sums.heights;
  for (var row = 0u; row < 6u; row++) {
    let start = row * (row + 1u) / 2u;
    for (var column = 0u; column <= row; column++) {
      let other = column * (column + 1u) / 2u;
      var sum = l[start + column];
      for (var k = 0u; k < column; k++) {
        sum -= l[start + k] * l[other + k];
      }
      l[start + column] = select(sum / l[other + column], sqrt(max(sum, 1e-20)), row == column);
    }
    var sum = c[row];
    for (var k = 0u; k < row; k++) {
      sum -= l[start + k] * c[k];
    }
    c[row] = sum / l[start + row];
  }
  // Here c solves L c = b: what the quadric explains of the squares.
  var residual = sums.squares;
  for (var row = 0u; row < 6u; row++) {
    residual -= c[row] * c[row];
  }
  for (var back = 0u; back < 6u; back++) {
    let row = 5u - back;
    var sum = c[row];
    for (var k = row + 1u; k < 6u; k++) {
      sum -= l[k * (k + 1u) / 2u + row] * c[k];
    }
    c[row] = sum / l[row * (row + 3u) / 2u];
  }
  return Quadric(vec2f(c[1], c[2]), max(residual, 0.0) / max(p[0], 1e-20));
}
