// The paper's dense grid: 128 nodes an axis, z fastest. A normalised point p of [−½, ½]³ lies at p · 63.5 + 63.5, so
// the cloud spans half of the grid, as in the published code.
const NODES = 128u;
const NODES_PER_NORM = 63.5; // (NODES − 1) / 2

fn node_index(node: vec3u) -> u32 {
  return (node.x * NODES + node.y) * NODES + node.z;
}

fn node_of(index: u32) -> vec3u {
  return vec3u(index / (NODES * NODES), (index / NODES) % NODES, index % NODES);
}

fn to_voxel(position: vec3f) -> vec3f {
  return position * NODES_PER_NORM + NODES_PER_NORM;
}
