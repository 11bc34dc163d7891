// The position of a node in normalised space: the cube of every level starts at -0.55 on each axis (`resolutions.ts`).
const CUBE_ORIGIN = -0.55;

fn node_position(node: vec3u, voxel: f32) -> vec3f {
  return CUBE_ORIGIN + vec3f(node) * voxel;
}
