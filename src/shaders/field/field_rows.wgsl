// Half rows of a brick: four slots side by side along x, one load. The file that includes this one declares
//   current [128 × brickCount] the field, four slots each, inactive ones marked (inactive.wgsl, included before)
// and includes neighbour_slot.wgsl (NO_BRICK) and smoothness.wgsl (Line) before.

fn load_four(brick: u32, at: u32) -> vec4f {
  let is_there = brick != NO_BRICK;
  let values = current[select(0u, 128u * brick + at, is_there)];
  return select(vec4f(INACTIVE), values, is_there);
}

// The four slots before a half row in x, and the four after it.
struct Beside {
  left: vec4f,
  right: vec4f,
}

// `bricks` are those of the half row on the left, of its own and of the one on the right; `at` its place in its brick.
fn load_beside(bricks: vec3u, at: u32) -> Beside {
  // Whether it is another brick's second half on the left, or the first one of its own: they differ in the lowest bit.
  return Beside(load_four(bricks.x, at ^ 1u), load_four(bricks.z, at ^ 1u));
}

fn line_of(here: vec4f, beside: Beside) -> Line {
  return Line(vec4f(beside.left.w, here.xyz), here, vec4f(here.yzw, beside.right.x));
}
