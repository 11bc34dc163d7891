// The symmetric 8×8 matrix of a data cell as three 4×4 blocks: its lower face (corners 0 … 3), its upper face (4 … 7),
// and both (rows below, columns above). The file that includes this one declares params.cell_count and
//   coefficients [9 × cell_count] four numbers each, so that a matrix is nine wide reads, side by side for neighbouring
//                threads: diagonal below; 01 02 03 12 below; diagonal above; 01 02 03 12 above; 13 23 below and above;
//                the four columns of both.
fn coefficient(number: u32, k: u32) -> vec4f {
  return coefficients[k * params.cell_count + number];
}

fn symmetric(diagonal: vec4f, first: vec4f, last: vec2f) -> mat4x4f {
  return mat4x4f(
    vec4f(diagonal.x, first.x, first.y, first.z),
    vec4f(first.x, diagonal.y, first.w, last.x),
    vec4f(first.y, first.w, diagonal.z, last.y),
    vec4f(first.z, last.x, last.y, diagonal.w),
  );
}

fn load_low(number: u32) -> mat4x4f {
  return symmetric(coefficient(number, 0u), coefficient(number, 1u), coefficient(number, 4u).xy);
}

fn load_high(number: u32) -> mat4x4f {
  return symmetric(coefficient(number, 2u), coefficient(number, 3u), coefficient(number, 4u).zw);
}

fn load_both(number: u32) -> mat4x4f {
  return mat4x4f(
    coefficient(number, 5u),
    coefficient(number, 6u),
    coefficient(number, 7u),
    coefficient(number, 8u),
  );
}
