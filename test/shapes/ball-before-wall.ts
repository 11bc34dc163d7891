/** What a camera sees of a ball before a wall, ray by ray. */
export type Vector = readonly [number, number, number];

export interface SeenBall {
  /** [3 × count], within the unit cube about 0 0 0. */
  readonly positions: Float32Array<ArrayBuffer>;
  /** [3 × count]: towards the camera. */
  readonly normals: Float32Array<ArrayBuffer>;
  /** [count]: side of the square of the surface that a ray stands for, all rays having the same solid angle. */
  readonly spacings: Float32Array<ArrayBuffer>;
}

const CENTRE: Vector = [0.1, 0.05, 0.1];
const RADIUS = 0.25;
const WALL = -0.4;
/** Rays each way, and how wide each is. */
const RAYS = 40;
const ANGLE = 0.02;

/** @param place of the camera, above the wall z = −.4 and out of the ball */
export function ballBeforeWall(place: Vector): SeenBall {
  const [positions, normals, spacings]: [number[], number[], number[]] = [[], [], []];
  for (let row = 0; row < RAYS; row++) {
    for (let column = 0; column < RAYS; column++) {
      const aim: Vector = [(column - RAYS / 2) / 45, (row - RAYS / 2) / 45, WALL];
      const ray = unitOf(minus(aim, place));
      const { at, normal } = hit(place, ray);
      positions.push(...at);
      normals.push(...normal);
      spacings.push((ANGLE * Math.hypot(...minus(place, at))) / Math.sqrt(-dot(ray, normal)));
    }
  }
  return {
    positions: Float32Array.from(positions),
    normals: Float32Array.from(normals),
    spacings: Float32Array.from(spacings),
  };
}

function hit(place: Vector, ray: Vector): { readonly at: Vector; readonly normal: Vector } {
  const from = minus(place, CENTRE);
  const along = dot(from, ray);
  const root = along * along - dot(from, from) + RADIUS * RADIUS;
  const length = root >= 0 ? -along - Math.sqrt(root) : (WALL - place[2]) / ray[2];
  const at: Vector = [place[0] + length * ray[0], place[1] + length * ray[1], place[2] + length * ray[2]];
  return { at, normal: root >= 0 ? unitOf(minus(at, CENTRE)) : [0, 0, 1] };
}

function minus(a: Vector, b: Vector): Vector {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function unitOf(a: Vector): Vector {
  const length = Math.hypot(...a);
  return [a[0] / length, a[1] / length, a[2] / length];
}
