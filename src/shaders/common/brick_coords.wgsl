// A brick's place among bricks, ten bits an axis, as stored in `brick_coords` [brickCount].
fn pack_brick(brick: vec3u) -> u32 {
  return brick.x | (brick.y << 10u) | (brick.z << 20u);
}

fn unpack_brick(packed: u32) -> vec3u {
  return vec3u(packed & 1023u, (packed >> 10u) & 1023u, packed >> 20u);
}
