// Which thread of a folded dispatch this is: groups run along x first, then along y (at most 65,535 a row).
// The last row may reach past the end: guard with the thread count.
fn thread_index(group: vec3u, groups: vec3u, local_index: u32, workgroup_size: u32) -> u32 {
  return (group.y * groups.x + group.x) * workgroup_size + local_index;
}
