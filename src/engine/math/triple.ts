/** Three numbers of one kind: a place, a direction, the extents or the cells of three axes. */
export type Triple = readonly [x: number, y: number, z: number];

export function cross(a: Triple, b: Triple): Triple {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

export function dot(a: Triple, b: Triple): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

export function distance(a: Triple, b: Triple): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

/** Of length 1; zeros stay zeros. */
export function unit(vector: Triple): Triple {
  const length = Math.max(Math.hypot(...vector), Number.MIN_VALUE);
  return [vector[0] / length, vector[1] / length, vector[2] / length];
}
