// One Chebyshev iteration (algorithm.md section 2, step 7) on the system A x = b, A = H + ε + Σ C over data cells:
//   z = D⁻¹ (b - A x), p ← z + β p, x ← x + α p,
// and, where asked, the energy x · (A x - 2 b) of the x that came in.
//
// One thread a slab of 4 × 8 slots along x and z, so sixteen threads a brick: it goes up along z and keeps the rows
// that the next ones need, four slots a load, and threads share nothing. With a workgroup a brick, which staged its
// nodes in workgroup memory, a step took 1.7 times as long on lavapipe, and a run of 2,000 points at 128 cells 22.7 s
// of processor time instead of 10.5 on SwiftShader (not measured on a GPU). Slabs of 8 × 8 slots are as fast, but their
// code takes LLVM 6 s instead of 2.1.
//   current    [128 × brickCount] x, four slots each, inactive ones marked (inactive.wgsl)
//   products   [4 × cell_count] the cells' matrices times x, two corners each (row_products.wgsl)
//   neighbours [27 × brickCount] see neighbour_slot.wgsl
//   cell_index [16 × brickCount] see row_products.wgsl
//   system     [256 × brickCount] b and 1 / D, two slots each
//   momentum   [128 × brickCount] p, in place
//   next       [128 × brickCount] out: x, inactive slots marked as they are in x
//   energies   [records × 16 × brickCount] out: one slab's part at 16 × (`energy_offset` + brick) + slab
#include "../common/dispatch.wgsl"
#include "neighbour_slot.wgsl"
#include "inactive.wgsl"
#include "smoothness.wgsl"
#include "field_rows.wgsl"
#include "row_products.wgsl"

struct Params {
  first: u32,
  end: u32,
  start_weight: f32,
  alpha: f32,
  beta: f32,
  // 1: write the energy.
  measures: u32,
  energy_offset: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> current: array<vec4f>;
@group(0) @binding(2) var<storage, read> products: array<vec2f>;
@group(0) @binding(3) var<storage, read> neighbours: array<u32>;
@group(0) @binding(4) var<storage, read> cell_index: array<vec2u>;
@group(0) @binding(5) var<storage, read> system: array<vec4f>;
@group(0) @binding(6) var<storage, read_write> momentum: array<vec4f>;
@group(0) @binding(7) var<storage, read_write> next: array<vec4f>;
@group(0) @binding(8) var<storage, read_write> energies: array<f32>;

// A half row of slots along x without its z: where it lies in a layer of its brick, and the bricks of the half row on
// its left, of its own and of the one on its right, in the bricks below, in those of the slab and above.
struct Place {
  at: u32,
  below: vec3u,
  level: vec3u,
  above: vec3u,
}

fn bricks_at(brick: u32, half: u32, y: u32, z: u32) -> vec3u {
  let at = 27u * brick + 3u * y + 9u * z;
  let own = neighbours[at + 1u];
  return vec3u(
    select(own, neighbours[at], half == 0u),
    own,
    select(own, neighbours[at + 2u], half == 1u),
  );
}

// The half rows at `shifted` - 8 along y from the brick's lower corner.
fn place_at(brick: u32, half: u32, shifted: u32) -> Place {
  let side = shifted >> 3u;
  return Place(
    half + 2u * (shifted & 7u),
    bricks_at(brick, half, side, 0u),
    bricks_at(brick, half, side, 1u),
    bricks_at(brick, half, side, 2u),
  );
}

// The bricks of a place at `shifted` - 8 along z.
fn bricks_up(place: Place, shifted: u32) -> vec3u {
  let at_most_level = select(place.level, place.below, shifted < 8u);
  return select(at_most_level, place.above, shifted >= 16u);
}

fn place_in_brick(place: Place, shifted: u32) -> u32 {
  return place.at + 16u * (shifted & 7u);
}

fn load_place(place: Place, shifted: u32) -> vec4f {
  return load_four(bricks_up(place, shifted).y, place_in_brick(place, shifted));
}

fn beside_place(place: Place, shifted: u32) -> Beside {
  return load_beside(bricks_up(place, shifted), place_in_brick(place, shifted));
}

fn cells_at(place: Place, shifted: u32) -> RowCells {
  let bricks = bricks_up(place, shifted);
  return row_cells(bricks.y, bricks.x, place.at & 1u, place.at >> 1u, shifted & 7u);
}

// The slab and those beside it.
struct Places {
  before_two: Place,
  before: Place,
  own: Place,
  after: Place,
  after_two: Place,
}

// What the slab takes along of the rows about the one that is stepped.
struct Window {
  below_two: vec4f,
  below: Line,
  own: vec4f,
  own_beside: Beside,
  above: vec4f,
  above_beside: Beside,
  before_below: vec4f,
  before: vec4f,
  after_below: vec4f,
  after: vec4f,
  cells_below: RowCells,
  before_cells_below: RowCells,
}

// What comes into sight above the row that is stepped, and the data cells of its own height.
struct Sight {
  above_two: vec4f,
  above_two_beside: Beside,
  before_above: vec4f,
  after_above: vec4f,
  cells: RowCells,
  before_cells: RowCells,
}

fn sight_at(places: Places, shifted: u32) -> Sight {
  var sight = Sight();
  sight.above_two = load_place(places.own, shifted + 2u);
  sight.above_two_beside = beside_place(places.own, shifted + 2u);
  // Nobody asks for these of rows farther below.
  if (shifted >= 6u) {
    sight.before_above = load_place(places.before, shifted + 1u);
    sight.after_above = load_place(places.after, shifted + 1u);
    sight.cells = cells_at(places.own, shifted);
    sight.before_cells = cells_at(places.before, shifted);
  }
  return sight;
}

// The image A x of four slots.
fn image_at(places: Places, window: Window, sight: Sight, shifted: u32) -> vec4f {
  let stencil = Stencil(
    line_of(window.own, window.own_beside),
    line_of(window.before, beside_place(places.before, shifted)),
    line_of(window.after, beside_place(places.after, shifted)),
    window.below,
    line_of(window.above, window.above_beside),
    vec4f(window.own_beside.left.zw, window.own.xy),
    vec4f(window.own.zw, window.own_beside.right.xy),
    load_place(places.before_two, shifted),
    load_place(places.after_two, shifted),
    window.below_two,
    sight.above_two,
    window.before_below,
    window.after_below,
    sight.before_above,
    sight.after_above,
  );
  var sums = add_products(vec4f(0.0), sight.cells, 0u);
  sums = add_products(sums, sight.before_cells, 1u);
  sums = add_products(sums, window.cells_below, 2u);
  sums = add_products(sums, window.before_cells_below, 3u);
  return smoothness(stencil) + params.start_weight * window.own + sums;
}

// Updates four slots whose image is given; gives their part of the energy.
fn step_four(at: u32, values: vec4f, image: vec4f) -> f32 {
  let low = system[2u * at];
  let high = system[2u * at + 1u];
  let right = vec4f(low.xz, high.xz);
  let is_inactive = are_marked(values);
  let direction = (right - image) * vec4f(low.yw, high.yw) + params.beta * momentum[at];
  momentum[at] = direction;
  next[at] = select(values + params.alpha * direction, values, is_inactive);
  return dot(select(values, vec4f(0.0), is_inactive), image - 2.0 * right);
}

fn step_slab(brick: u32, slab: u32) -> f32 {
  let half = slab & 1u;
  let y = slab >> 1u;
  let places = Places(
    place_at(brick, half, y + 6u),
    place_at(brick, half, y + 7u),
    place_at(brick, half, y + 8u),
    place_at(brick, half, y + 9u),
    place_at(brick, half, y + 10u),
  );
  var window = Window();
  var energy = 0.0;
  // Before the slab's own rows, those below it come into sight: four rounds of the loop that do nothing else take a
  // compiler half of the time that loads of their own before the loop do, and a step no longer.
  for (var shifted = 4u; shifted < 16u; shifted++) {
    let sight = sight_at(places, shifted);
    if (shifted >= 8u && !all(are_marked(window.own))) {
      let image = image_at(places, window, sight, shifted);
      energy += step_four(128u * brick + place_in_brick(places.own, shifted), window.own, image);
    }
    window = Window(
      window.below.here,
      line_of(window.own, window.own_beside),
      window.above,
      window.above_beside,
      sight.above_two,
      sight.above_two_beside,
      window.before,
      sight.before_above,
      window.after,
      sight.after_above,
      sight.cells,
      sight.before_cells,
    );
  }
  return energy;
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let thread = thread_index(group, groups, local, 64u);
  let brick = params.first + (thread >> 4u);
  if (brick >= params.end) {
    return;
  }
  let slab = thread & 15u;
  let energy = step_slab(brick, slab);
  if (params.measures == 1u) {
    energies[16u * (params.energy_offset + brick) + slab] = energy;
  }
}
