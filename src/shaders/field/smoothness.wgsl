// Half the gradient of the smoothness ‖Hf‖² = Σ over nodes of f_xx² + f_yy² + f_zz² + 2 (f_xy² + f_yz² + f_xz²),
// where f_xx = f(+1) - 2 f + f(-1) and f_xy = f(+x+y) - f(+x) - f(+y) + f. A second difference that touches an
// inactive node is not part of the sum. Where all are: centre 42, ±1 along an axis -12, face diagonals 2, ±2 along an
// axis 1.
//
// The brick's nodes and two layers around are held by the workgroup. The file that includes this one declares
// neighbours (neighbour_slot.wgsl) and current [128 × brickCount] (inactive.wgsl), both included before; four slots
// of `current` are one vec4f.
const HALO_SIDE = 12u;
const HALO_ROWS = 144u;
var<workgroup> halo: array<f32, 1728>;

// Four nodes of a row from `shifted` - 8 on.
fn load_four(brick: u32, shifted: vec3u) -> vec4f {
  let slot = slot_near(brick, shifted);
  if (slot == NO_SLOT) {
    return vec4f(INACTIVE);
  }
  return current[slot >> 2u];
}

// Fills one row along x of `halo`; a barrier must follow. A row a thread, since a row needs no more than three looks
// into other bricks: a node a thread was twice as slow on a CPU.
fn stage_halo_row(brick: u32, row: u32) {
  let shifted = vec2u(row % HALO_SIDE, row / HALO_SIDE) + 6u;
  let lower = load_four(brick, vec3u(4u, shifted));
  let first = load_four(brick, vec3u(8u, shifted));
  let second = load_four(brick, vec3u(12u, shifted));
  let upper = load_four(brick, vec3u(16u, shifted));
  let at = HALO_SIDE * row;
  halo[at] = lower.z;
  halo[at + 1u] = lower.w;
  halo[at + 2u] = first.x;
  halo[at + 3u] = first.y;
  halo[at + 4u] = first.z;
  halo[at + 5u] = first.w;
  halo[at + 6u] = second.x;
  halo[at + 7u] = second.y;
  halo[at + 8u] = second.z;
  halo[at + 9u] = second.w;
  halo[at + 10u] = upper.x;
  halo[at + 11u] = upper.y;
}

fn halo_index(node: vec3u) -> u32 {
  return node.x + 2u + HALO_SIDE * (node.y + 2u + HALO_SIDE * (node.z + 2u));
}

// The three second differences along one axis that have the centre, each times its factor there.
fn bend(before_two: f32, before: f32, centre: f32, after: f32, after_two: f32) -> f32 {
  let here = select(before - 2.0 * centre + after, 0.0, is_marked(max(before, after)));
  let lower = select(before_two - 2.0 * before + centre, 0.0, is_marked(max(before_two, before)));
  let upper = select(centre - 2.0 * after + after_two, 0.0, is_marked(max(after, after_two)));
  return lower - 2.0 * here + upper;
}

// One mixed difference that has the centre: it reads the same from each of its four corners, signs cancel.
fn twist(centre: f32, beside: f32, above: f32, diagonal: f32) -> f32 {
  return select(centre - beside - above + diagonal, 0.0, is_marked(max(max(beside, above), diagonal)));
}

// The four mixed differences in the plane of two axes, whose neighbours of the centre are given.
fn twists(at: u32, step: u32, other: u32, centre: f32, beside: vec2f, above: vec2f) -> f32 {
  return twist(centre, beside.x, above.x, halo[at - step - other])
    + twist(centre, beside.y, above.x, halo[at + step - other])
    + twist(centre, beside.x, above.y, halo[at - step + other])
    + twist(centre, beside.y, above.y, halo[at + step + other]);
}

// Each of the 25 values is read once: compilers do not merge reads of shared memory, which cost more than the sums.
fn smoothness(at: u32) -> f32 {
  const Y = HALO_SIDE;
  const Z = HALO_SIDE * HALO_SIDE;
  let centre = halo[at];
  let x = vec2f(halo[at - 1u], halo[at + 1u]);
  let y = vec2f(halo[at - Y], halo[at + Y]);
  let z = vec2f(halo[at - Z], halo[at + Z]);
  let bends = bend(halo[at - 2u], x.x, centre, x.y, halo[at + 2u])
    + bend(halo[at - 2u * Y], y.x, centre, y.y, halo[at + 2u * Y])
    + bend(halo[at - 2u * Z], z.x, centre, z.y, halo[at + 2u * Z]);
  let mixed = twists(at, 1u, Y, centre, x, y) + twists(at, Y, Z, centre, y, z) + twists(at, 1u, Z, centre, x, z);
  return bends + 2.0 * mixed;
}
