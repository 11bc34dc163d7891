// While a level is solved its inactive slots hold a mark instead of zero, so that a stencil learns value and activity
// by one read. Field values are normalised lengths, below 10; sums of marks stay far from overflow, because compilers
// may assume that no infinity occurs.
const INACTIVE = 1e30;

fn is_marked(value: f32) -> bool {
  return value > 1e29;
}

fn are_marked(values: vec4f) -> vec4<bool> {
  return values > vec4f(1e29);
}
