/**
 * What of a cloud can be seen from a place: a depth image of discs, as wide as the points lie apart, all round the
 * place or, from outside, of the cloud alone.
 *
 * A point is hidden by the nearest disc at its pixel where it lies behind the plane of that one, and that one before
 * its own plane. Depths alone do not tell: with a tolerance that a grazing plane needs, 2 cm boards pass for seen
 * through (41 % of a room's furniture on the wrong side, by planes 15 %).
 */
import { cross, type Triple, unit } from '../math/triple.ts';

export interface ViewedCloud {
  /** [3 × count], normalised. */
  readonly positions: Float32Array;
  /** [4 × count]: unit axes of the local planes, of any sign. */
  readonly axes: Float32Array;
  /** [count] how far apart the points lie about each, normalised. */
  readonly spacings: Float32Array;
  readonly noiseNorm: number;
}

/** Radius of a disc in spacings. */
const DISC_SPACINGS = 1.6;
/** No disc is wider than this, in pixels: what lies right before the place would cover all. */
const MOST_DISC_PIXELS = 20;
/** A point lies behind a plane from here on: spacings, but at least the length, and deviations of the noise on top. */
const BEHIND_SPACINGS = 0.5;
const BEHIND_LEAST = 0.01;
const BEHIND_DEVIATIONS = 3;
/** |cosine| between the axis and the view below which nothing is said of a point. */
export const GRAZING = 0.2;
/** The cloud lies within this of its middle: half the diagonal of the unit cube. */
const REACH = Math.sqrt(0.75);
/** From here on the window shows the cloud from outside; its half angle is 60° at the most. */
const OUTSIDE = REACH / Math.sin(Math.PI / 3);

export class CubeView {
  readonly #cloud: ViewedCloud;
  /** Pixels along the edge of a face of the cube. */
  readonly #edge: number;
  readonly #depths: Float32Array;
  readonly #nearest: Int32Array;
  /** [count] pixel of each point's own place. */
  readonly #pixels: Int32Array;
  #place: Triple = [0, 0, 0];
  #faceCount = 6;

  constructor(cloud: ViewedCloud, edge: number) {
    this.#cloud = cloud;
    this.#edge = edge;
    this.#depths = new Float32Array(6 * edge * edge);
    this.#nearest = new Int32Array(6 * edge * edge);
    this.#pixels = new Int32Array(cloud.spacings.length);
  }

  /** Draws what is seen from a place, normalised. */
  look(place: Triple): void {
    const { positions, spacings } = this.#cloud;
    const project = projectionFrom(place);
    this.#place = place;
    this.#faceCount = project.faceCount;
    this.#depths.fill(Infinity);
    const half = this.#edge / 2;
    for (let i = 0; i < spacings.length; i++) {
      const [x, y, z] = [
        positions[3 * i]! - place[0],
        positions[3 * i + 1]! - place[1],
        positions[3 * i + 2]! - place[2],
      ];
      const { face, u, v, along } = project.at(x, y, z);
      const [column, row] = [(u + 1) * half, (v + 1) * half];
      const radius = Math.min(MOST_DISC_PIXELS, ((DISC_SPACINGS * spacings[i]!) / along / project.tangent) * half);
      this.#pixels[i] = this.#pixelAt(face, Math.floor(column), Math.floor(row));
      this.#draw(i, { face, column, row, radius, depth: Math.hypot(x, y, z) });
    }
  }

  distance(i: number): number {
    const { positions } = this.#cloud;
    return Math.hypot(...this.#place.map((value, axis) => value - positions[3 * i + axis]!));
  }

  /** Cosine between the axis and the way to the place; positive where the axis faces it. */
  cosine(i: number): number {
    const { positions, axes } = this.#cloud;
    let [sum, squared] = [0, 0];
    for (let axis = 0; axis < 3; axis++) {
      const way = this.#place[axis]! - positions[3 * i + axis]!;
      sum += way * axes[4 * i + axis]!;
      squared += way * way;
    }
    return squared === 0 ? 0 : sum / Math.sqrt(squared);
  }

  /** Whether nothing lies before the point; at grazing angles that is not to be believed (`GRAZING`). */
  isSeen(i: number): boolean {
    const pixel = this.#pixels[i]!;
    const other = this.#nearest[pixel]!;
    if (this.#depths[pixel] === Infinity || other === i) return true;
    const { spacings, noiseNorm } = this.#cloud;
    const spacing = Math.min(spacings[i]!, spacings[other]!);
    const tolerance = Math.max(BEHIND_SPACINGS * spacing, BEHIND_LEAST) + BEHIND_DEVIATIONS * noiseNorm;
    // The second: what lies in the point's own plane is not before it.
    return -this.#height(i, other) <= tolerance || this.#height(other, i) <= tolerance;
  }

  /** Share of the directions, by solid angle, in which there is something; of every fourth pixel each way. */
  surround(): number {
    const edge = this.#edge;
    let [all, filled] = [0, 0];
    for (let face = 0; face < this.#faceCount; face++) {
      for (let row = 2; row < edge; row += 4) {
        for (let column = 2; column < edge; column += 4) {
          const [u, v] = [(2 * (column + 0.5)) / edge - 1, (2 * (row + 0.5)) / edge - 1];
          const angle = (1 + u * u + v * v) ** -1.5;
          all += angle;
          if (this.#depths[this.#pixelAt(face, column, row)]! < Infinity) filled += angle;
        }
      }
    }
    return filled / all;
  }

  /** Whether nothing drawn lies between the place and a point of space. */
  reaches([x, y, z]: Triple): boolean {
    const way: Triple = [x - this.#place[0], y - this.#place[1], z - this.#place[2]];
    const { face, u, v } = projectionFrom(this.#place).at(...way);
    const half = this.#edge / 2;
    const length = Math.hypot(...way);
    const [column, row] = [Math.floor((u + 1) * half), Math.floor((v + 1) * half)];
    for (let down = -1; down <= 1; down++) {
      for (let right = -1; right <= 1; right++) {
        if (this.#depths[this.#pixelAt(face, column + right, row + down)]! <= length) return false;
      }
    }
    return true;
  }

  /** How high a point lies above the plane of another, on the side of the place. */
  #height(i: number, plane: number): number {
    const { positions, axes } = this.#cloud;
    let [above, facing] = [0, 0];
    for (let axis = 0; axis < 3; axis++) {
      const normal = axes[4 * plane + axis]!;
      above += (positions[3 * i + axis]! - positions[3 * plane + axis]!) * normal;
      facing += (this.#place[axis]! - positions[3 * plane + axis]!) * normal;
    }
    return facing < 0 ? -above : above;
  }

  #pixelAt(face: number, column: number, row: number): number {
    const last = this.#edge - 1;
    const [x, y] = [Math.min(last, Math.max(0, column)), Math.min(last, Math.max(0, row))];
    return (face * this.#edge + y) * this.#edge + x;
  }

  #draw(i: number, { face, column, row, radius, depth }: Disc): void {
    const last = this.#edge - 1;
    // The pixel whose middle is nearest is always within it.
    const squared = Math.max(radius * radius, 0.5);
    const [depths, nearest, edge] = [this.#depths, this.#nearest, this.#edge];
    const bottom = Math.min(last, Math.floor(row + radius));
    for (let y = Math.max(0, Math.floor(row - radius)); y <= bottom; y++) {
      const left = squared - (y + 0.5 - row) ** 2;
      if (left < 0) continue;
      const reach = Math.sqrt(left);
      const first = (face * edge + y) * edge;
      const end = first + Math.min(last, Math.floor(column + reach - 0.5));
      for (let pixel = first + Math.max(0, Math.ceil(column - reach - 0.5)); pixel <= end; pixel++) {
        if (depth >= depths[pixel]!) continue;
        depths[pixel] = depth;
        nearest[pixel] = i;
      }
    }
  }
}

interface Disc {
  readonly face: number;
  readonly column: number;
  readonly row: number;
  /** In pixels. */
  readonly radius: number;
  readonly depth: number;
}

interface Projected {
  readonly face: number;
  /** From -1 to 1. */
  readonly u: number;
  readonly v: number;
  /** How far off along the face's axis. */
  readonly along: number;
}

interface Projection {
  readonly faceCount: number;
  /** Of half the angle that a face shows. */
  readonly tangent: number;
  at(x: number, y: number, z: number): Projected;
}

/** All round from inside the cloud; from outside one window that shows all of it. */
function projectionFrom(place: Triple): Projection {
  const distance = Math.hypot(...place);
  if (distance < OUTSIDE) return { faceCount: 6, tangent: 1, at: onCube };
  const forward = place.map((value) => -value / distance) as unknown as Triple;
  const sideways = Math.abs(forward[0]) < 0.6 ? ([1, 0, 0] as const) : ([0, 1, 0] as const);
  const right = unit(cross(forward, sideways));
  const up = cross(right, forward);
  const tangent = REACH / Math.sqrt(distance * distance - REACH * REACH);
  const at = (x: number, y: number, z: number): Projected => {
    const along = x * forward[0] + y * forward[1] + z * forward[2];
    const scale = 1 / (along * tangent);
    const u = (x * right[0] + y * right[1] + z * right[2]) * scale;
    const v = (x * up[0] + y * up[1] + z * up[2]) * scale;
    return { face: 0, u, v, along };
  };
  return { faceCount: 1, tangent, at };
}

function onCube(x: number, y: number, z: number): Projected {
  const [a, b, c] = [Math.abs(x), Math.abs(y), Math.abs(z)];
  if (a >= b && a >= c) return { face: x > 0 ? 0 : 1, u: y / a, v: z / a, along: a };
  if (b >= c) return { face: y > 0 ? 2 : 3, u: x / b, v: z / b, along: b };
  return { face: z > 0 ? 4 : 5, u: x / c, v: y / c, along: c };
}
