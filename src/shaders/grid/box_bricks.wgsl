// Flags bricks round a node. The file that includes this one declares
//   brick_table [bricks_per_axis³] atomic: 1 where a brick is wanted (x fastest).

// Flags every brick that meets the box of nodes node - below … node + above, as far as it lies inside the grid.
// Each of them holds at least one node of the box: bricks are empty only where nodes are taken away afterwards.
fn flag_box(node: vec3i, below: i32, above: i32, resolution: u32, bricks_per_axis: u32) {
  let border = vec3i(i32(resolution));
  let first = vec3u(clamp(node - below, vec3i(0), border)) >> vec3u(3u);
  let last = vec3u(clamp(node + above, vec3i(0), border)) >> vec3u(3u);
  for (var z = first.z; z <= last.z; z++) {
    for (var y = first.y; y <= last.y; y++) {
      for (var x = first.x; x <= last.x; x++) {
        atomicStore(&brick_table[x + bricks_per_axis * (y + bricks_per_axis * z)], 1u);
      }
    }
  }
}
