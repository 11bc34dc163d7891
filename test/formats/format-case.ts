/** What a case of the collection of cloud files is: a file made in code, and what the reader must answer. */
import { randomBits } from '../../src/engine/math/random.ts';
import { torus } from '../shapes/meshes.ts';
import { sampleCloud } from '../shapes/sampled-cloud.ts';

/** What reading gives. */
export interface Reading {
  /** Points in the file, whether finite or not. */
  readonly points: number;
  /** [3 × finite points] world, in the file's order. */
  readonly positions: ArrayLike<number>;
  /** [3 × finite points] */
  readonly normals?: ArrayLike<number>;
  /** [3 × finite points] 0…255 */
  readonly colors?: ArrayLike<number>;
  /** Whether the reader says that something is odd. */
  readonly isOdd?: boolean;
}

/** How reading fails. */
export interface Refusal {
  readonly code: 'cloud-format' | 'cloud-empty';
  readonly message: RegExp;
  /** Where the size of the file is not known, and the fault so found later. */
  readonly messageUnsized?: RegExp;
}

export interface FormatCase {
  readonly name: string;
  readonly make: () => Uint8Array;
  readonly reading?: Reading;
  readonly refusal?: Refusal;
}

export type Readable = FormatCase & { readonly reading: Reading };
export type Refused = FormatCase & { readonly refusal: Refusal };

/**
 * A cloud that most cases hold: points of a waved torus, stretched and moved so that no two axes have the same bounds.
 */
export interface Body {
  readonly count: number;
  /** [3 × count] exact in float32. */
  readonly positions: Float32Array;
  /** [3 × count] */
  readonly normals: Float32Array;
  /** [3 × count] */
  readonly colors: Uint8Array;
}

const COUNT = 3000;
const STRETCH = [0.4, 0.33, 0.55];
const OFFSET = [1.21, 0.07, -0.13];

function makeBody(): Body {
  const { positions, normals } = sampleCloud(torus(90, 40, 0.4, 0.04), { points: COUNT, seed: 5, normals: 'outward' });
  return {
    count: COUNT,
    positions: positions.map((value, i) => STRETCH[i % 3]! * value + OFFSET[i % 3]!),
    // Any vectors do: a reader takes them as they are.
    normals: normals!,
    colors: Uint8Array.from({ length: 3 * COUNT }, (_, i) => randomBits(9, 0, i) % 256),
  };
}

export const BODY: Body = makeBody();

export const BODY_READING: Reading = { points: COUNT, positions: BODY.positions };

/** The numbers of one point. */
export function rowOf(values: ArrayLike<number>, point: number): [number, number, number] {
  return [values[3 * point]!, values[3 * point + 1]!, values[3 * point + 2]!];
}

/** `make(point)` for every point of the body. */
export function forPoints<T>(make: (point: number) => T, count = COUNT): T[] {
  return Array.from({ length: count }, (_, point) => make(point));
}

/** The body where a map of UTM coordinates would have it: float32 cannot hold that. */
export const UTM: readonly number[] = forPoints((point) => rowOf(BODY.positions, point)).flatMap(([x, y, z]) => [
  x + 500_000,
  y + 4_649_776,
  z + 250,
]);

/** Both after one another. */
export function joinBytes(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat(parts));
}

/** The bytes with the first `from` in them as `to`: a header that says what is not so. */
export function withText(bytes: Uint8Array, from: string, to: string): Uint8Array<ArrayBuffer> {
  const at = Buffer.from(bytes).indexOf(from, 0, 'latin1');
  if (at < 0) throw new Error(`${from} is not in the file`);
  return joinBytes(bytes.subarray(0, at), Buffer.from(to, 'latin1'), bytes.subarray(at + from.length));
}

export function textBytes(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
