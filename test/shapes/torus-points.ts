/**
 * A torus of radius 2 about the z axis as a cloud: [3 × count]. @param tilt turns it about the x axis, so that one is
 * unlike another
 */
export function torusPoints(count: number, { minor = 0.7, tilt = 0 } = {}): [number, number, number][] {
  return Array.from({ length: count }, (_, i) => {
    // Golden angles: even enough, and no two rows of points in line.
    const [u, v] = [i * 2.399963229728653, (2 * Math.PI * i) / count];
    const ring = 2 + minor * Math.cos(v);
    const [x, y, z] = [ring * Math.cos(u), ring * Math.sin(u), minor * Math.sin(v)];
    return [x, y * Math.cos(tilt) - z * Math.sin(tilt), y * Math.sin(tilt) + z * Math.cos(tilt)];
  });
}
