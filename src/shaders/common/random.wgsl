// Counter-based random numbers: a pure function of (seed, step, index), the same integers as `math/random.ts`.
// The mixing function is the 32-bit finaliser "lowbias32" (C. Wellons, hash-prospector), applied once a word.
fn mix_bits(word: u32) -> u32 {
  var x = word;
  x ^= x >> 16u;
  x *= 0x7feb352du;
  x ^= x >> 15u;
  x *= 0x846ca68bu;
  x ^= x >> 16u;
  return x;
}

fn random_bits(seed: u32, step: u32, index: u32) -> u32 {
  return mix_bits(index ^ mix_bits(step ^ mix_bits(seed + 0x9e3779b9u)));
}

// Uniform in (0, 1): the upper 24 bits plus a half, exact in float32.
fn unit_float(bits: u32) -> f32 {
  return (f32(bits >> 8u) + 0.5) * 5.9604644775390625e-8; // 2^-24
}

// Two independent standard normal numbers (Box and Muller, 1958).
fn normal_pair(a: u32, b: u32) -> vec2f {
  let radius = sqrt(-2.0 * log(unit_float(a)));
  let angle = 6.283185307179586 * unit_float(b);
  return radius * vec2f(cos(angle), sin(angle));
}
