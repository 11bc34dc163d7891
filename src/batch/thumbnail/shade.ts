/**
 * The light of each sample, as the viewport's surface has it (`renderer/viewport/layers/mesh-material.ts`, where its
 * choice is explained): a key from the upper left of the eye, a weak fill from the right, sky above and ground below in
 * the scene, rims a little darker. Fronts have the mesh's colours where it has some, backs are rust.
 */
import { STEP_MASK, type Steps } from '../../engine/hosting.ts';
import { NOTHING, type Seen } from './raster.ts';
import { AXES, type View } from './view.ts';

/** sRGB bytes of the viewport's light theme: the plain surface, and the back of all surfaces. */
const PLAIN = [196, 202, 210] as const;
const BACK = [186, 147, 122] as const;

/** Direction from the surface to the light, in the eye's axes (right, up, back); unit length. */
const KEY = [-0.38, 0.52, 0.765] as const;
const FILL = [0.84, -0.12, 0.53] as const;
/** Red, green, blue of each. */
const KEY_LIGHT = [0.86, 0.845, 0.815] as const;
const FILL_LIGHT = [0.075, 0.085, 0.1] as const;
const GROUND_LIGHT = [0.12, 0.112, 0.105] as const;
const SKY_LIGHT = [0.225, 0.245, 0.28] as const;
/** The highlight: its sharpness, and its strength on plain and on coloured surfaces. */
const GLOSS = { exponent: 42, plain: 0.085, colored: 0.03 } as const;

/** Linear light of each sRGB byte. */
const LINEAR = Float32Array.from({ length: 256 }, (_, byte) => {
  const part = byte / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
});

export interface ShadedMesh {
  readonly positions: Float32Array;
  readonly indices: Uint32Array;
  /** [3 × vertexCount] unit length, outward. */
  readonly normals: Float32Array;
  /** [3 × vertexCount] sRGB. */
  readonly colors?: Uint8Array;
}

/** @returns [4 × width × height] linear red green blue, and 1 where there is a surface; else zeros */
export function* shadeSteps(mesh: ShadedMesh, view: View, { triangles }: Seen): Steps<Float32Array<ArrayBuffer>> {
  const light = new Float32Array(4 * triangles.length);
  const spot = new Spot(mesh, view);
  for (let sample = 0; sample < triangles.length; sample++) {
    if ((sample & STEP_MASK) === 0) yield;
    const triangle = triangles[sample]!;
    if (triangle === NOTHING) continue;
    spot.move(triangle, (sample % view.width) + 0.5, Math.floor(sample / view.width) + 0.5);
    spot.shade(light, 4 * sample);
  }
  return light;
}

/** The place of the surface that a sample sees; one is moved about, so that a picture makes no garbage. */
class Spot {
  readonly #mesh: ShadedMesh;
  readonly #view: View;
  /** Offsets of the triangle's corners in arrays of three values a vertex, and their shares in the place. */
  readonly #corners = [0, 0, 0];
  readonly #shares = [0, 0, 0];
  #isFront = true;
  /** Unit vectors in the eye's axes: off the surface on the side that is seen, and towards the eye. */
  readonly #normal = [0, 0, 1];
  readonly #toEye = [0, 0, 1];
  /** How much of the sky it faces, 0…1. */
  #sky = 0;

  constructor(mesh: ShadedMesh, view: View) {
    this.#mesh = mesh;
    this.#view = view;
  }

  move(triangle: number, x: number, y: number): void {
    for (let corner = 0; corner < 3; corner++) this.#corners[corner] = 3 * this.#mesh.indices[3 * triangle + corner]!;
    this.#findShares(x, y);
    this.#findNormal();
  }

  /** Writes linear red green blue and 1. */
  shade(light: Float32Array, to: number): void {
    const [normal, toEye] = [this.#normal, this.#toEye];
    const { colors } = this.#mesh;
    // Smooth normals may turn away from the eye at a silhouette.
    const facing = clamp(dot(normal, toEye));
    // A wide source wraps around: no hard line between light and shade.
    const key = clamp(dot(normal, KEY) * 0.8 + 0.2) ** 1.25;
    const fill = clamp(dot(normal, FILL) * 0.6 + 0.4);
    const rim = 0.68 + 0.32 * smooth(facing / 0.5);
    const strength = !this.#isFront ? 0 : colors ? GLOSS.colored : GLOSS.plain;
    const gloss = strength > 0 ? strength * this.#mirrored() ** GLOSS.exponent : 0;
    for (let channel = 0; channel < 3; channel++) {
      const dome = GROUND_LIGHT[channel]! + (SKY_LIGHT[channel]! - GROUND_LIGHT[channel]!) * this.#sky;
      const sum = (KEY_LIGHT[channel]! * key + FILL_LIGHT[channel]! * fill + dome) * rim;
      light[to + channel] = this.#base(channel) * sum + gloss;
    }
    light[to + 3] = 1;
  }

  /** The colour of the surface itself, linear. */
  #base(channel: number): number {
    const { colors } = this.#mesh;
    if (!this.#isFront) return LINEAR[BACK[channel]!]!;
    if (!colors) return LINEAR[PLAIN[channel]!]!;
    let sum = 0;
    for (let corner = 0; corner < 3; corner++) {
      sum += this.#shares[corner]! * LINEAR[colors[this.#corners[corner]! + channel]!]!;
    }
    return sum;
  }

  /** Cosine between the normal and the middle of eye and key. */
  #mirrored(): number {
    const [x, y, z] = [KEY[0] + this.#toEye[0]!, KEY[1] + this.#toEye[1]!, KEY[2] + this.#toEye[2]!];
    return clamp(dot(this.#normal, [x, y, z]) / Math.sqrt(x * x + y * y + z * z));
  }

  /** Shares in space, not in the picture: what is near takes more room there. */
  #findShares(x: number, y: number): void {
    const { seen } = this.#view;
    const [a, b, c] = this.#corners as [number, number, number];
    const [toBX, toBY] = [seen[b]! - seen[a]!, seen[b + 1]! - seen[a + 1]!];
    const [toCX, toCY] = [seen[c]! - seen[a]!, seen[c + 1]! - seen[a + 1]!];
    const [toX, toY] = [x - seen[a]!, y - seen[a + 1]!];
    const area = toBX * toCY - toBY * toCX;
    const inB = (toX * toCY - toY * toCX) / area;
    const inC = (toBX * toY - toBY * toX) / area;
    const ofA = (1 - inB - inC) * seen[a + 2]!;
    const ofB = inB * seen[b + 2]!;
    const ofC = inC * seen[c + 2]!;
    const sum = ofA + ofB + ofC;
    this.#shares[0] = ofA / sum;
    this.#shares[1] = ofB / sum;
    this.#shares[2] = ofC / sum;
    // Rows go down: what turns left in space turns right in the picture.
    this.#isFront = area < 0;
  }

  #findNormal(): void {
    const { positions, normals } = this.#mesh;
    const { eye } = this.#view;
    const side = this.#isFront ? 1 : -1;
    const normal = unit([this.#mean(normals, 0), this.#mean(normals, 1), this.#mean(normals, 2)]) ?? this.#flatNormal();
    for (let axis = 0; axis < 3; axis++) normal[axis] = side * normal[axis]!;
    this.#sky = 0.5 + 0.5 * normal[2]!;
    intoEye(this.#normal, normal);
    const place = [0, 1, 2].map((axis) => eye[axis]! - this.#mean(positions, axis));
    intoEye(this.#toEye, unit(place) ?? AXES.back);
  }

  #mean(values: ArrayLike<number>, axis: number): number {
    const [a, b, c] = this.#corners as [number, number, number];
    const [ofA, ofB, ofC] = this.#shares as [number, number, number];
    return ofA * values[a + axis]! + ofB * values[b + axis]! + ofC * values[c + axis]!;
  }

  /** The triangle's own, outward. */
  #flatNormal(): number[] {
    const { positions } = this.#mesh;
    const [a, b, c] = this.#corners as [number, number, number];
    const edge = (to: number, axis: number): number => positions[to + axis]! - positions[a + axis]!;
    const cross = (i: number, j: number): number => edge(b, i) * edge(c, j) - edge(b, j) * edge(c, i);
    return unit([cross(1, 2), cross(2, 0), cross(0, 1)]) ?? [...AXES.back];
  }
}

/** Turns a vector of the mesh's space into the eye's axes. */
function intoEye(result: number[], vector: ArrayLike<number>): void {
  result[0] = dot(vector, AXES.right);
  result[1] = dot(vector, AXES.up);
  result[2] = dot(vector, AXES.back);
}

/** Undefined where it has no direction. */
function unit(vector: number[]): number[] | undefined {
  const length = Math.sqrt(dot(vector, vector));
  if (!(length > 1e-12 && length < Infinity)) return undefined;
  for (let axis = 0; axis < 3; axis++) vector[axis] = vector[axis]! / length;
  return vector;
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return a[0]! * b[0]! + a[1]! * b[1]! + a[2]! * b[2]!;
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}

/** GLSL's `smoothstep` of a share. */
function smooth(share: number): number {
  const inside = clamp(share);
  return inside * inside * (3 - 2 * inside);
}
