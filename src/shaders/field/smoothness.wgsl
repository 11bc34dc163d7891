// Half the gradient of the smoothness ‖Hf‖² = Σ over nodes of f_xx² + f_yy² + f_zz² + 2 (f_xy² + f_yz² + f_xz²),
// where f_xx = f(+1) - 2 f + f(-1) and f_xy = f(+x+y) - f(+x) - f(+y) + f. A second difference that touches an
// inactive node is not part of the sum. Where all are: centre 42, ±1 along an axis -12, face diagonals 2, ±2 along an
// axis 1.
//
// Of four nodes side by side along x at once. The file that includes this one includes inactive.wgsl before. Neighbours
// are named by where they lie: left and right along x, before and after along y, below and above along z.

// Four nodes and those one to the left and one to the right of each.
struct Line {
  left: vec4f,
  here: vec4f,
  right: vec4f,
}

// The 25 values about each of four nodes.
struct Stencil {
  centre: Line,
  before: Line,
  after: Line,
  below: Line,
  above: Line,
  left_two: vec4f,
  right_two: vec4f,
  before_two: vec4f,
  after_two: vec4f,
  below_two: vec4f,
  above_two: vec4f,
  before_below: vec4f,
  after_below: vec4f,
  before_above: vec4f,
  after_above: vec4f,
}

// The three second differences along one axis that have the centre, each times its factor there.
fn bend(before_two: vec4f, before: vec4f, centre: vec4f, after: vec4f, after_two: vec4f) -> vec4f {
  let here = select(before - 2.0 * centre + after, vec4f(0.0), are_marked(max(before, after)));
  let lower = select(before_two - 2.0 * before + centre, vec4f(0.0), are_marked(max(before_two, before)));
  let upper = select(centre - 2.0 * after + after_two, vec4f(0.0), are_marked(max(after, after_two)));
  return lower - 2.0 * here + upper;
}

// One mixed difference that has the centre: it reads the same from each of its four corners, signs cancel.
fn twist(centre: vec4f, beside: vec4f, above: vec4f, diagonal: vec4f) -> vec4f {
  return select(centre - beside - above + diagonal, vec4f(0.0), are_marked(max(max(beside, above), diagonal)));
}

// The four mixed differences in the plane of x and another axis, whose lines on either side are given.
fn twists_along_x(centre: Line, lower: Line, upper: Line) -> vec4f {
  return twist(centre.here, centre.left, lower.here, lower.left)
    + twist(centre.here, centre.right, lower.here, lower.right)
    + twist(centre.here, centre.left, upper.here, upper.left)
    + twist(centre.here, centre.right, upper.here, upper.right);
}

fn twists_across_x(s: Stencil) -> vec4f {
  return twist(s.centre.here, s.before.here, s.below.here, s.before_below)
    + twist(s.centre.here, s.after.here, s.below.here, s.after_below)
    + twist(s.centre.here, s.before.here, s.above.here, s.before_above)
    + twist(s.centre.here, s.after.here, s.above.here, s.after_above);
}

fn smoothness(s: Stencil) -> vec4f {
  let bends = bend(s.left_two, s.centre.left, s.centre.here, s.centre.right, s.right_two)
    + bend(s.before_two, s.before.here, s.centre.here, s.after.here, s.after_two)
    + bend(s.below_two, s.below.here, s.centre.here, s.above.here, s.above_two);
  let mixed = twists_along_x(s.centre, s.before, s.after) + twists_across_x(s)
    + twists_along_x(s.centre, s.below, s.above);
  return bends + 2.0 * mixed;
}
