/**
 * A cloud as the viewport draws it: in scene space, small types, and in an order of which any prefix is an even sample
 * of the whole, so that a slow machine draws the first million of ten and still shows all of the object.
 *
 * Files are coherent in space (a scanner's rows, tiles), so the order is a stride through the file: place i shows
 * point i·k mod n, with k coprime to n and near n/φ. Any m consecutive places then part the file into gaps of at most
 * three lengths within a factor of φ² of each other (the three-distance theorem), where random order leaves clumps.
 * A stride alone can fall into step with a file's rows, so points change places within blocks, each block its own way.
 */
import { allocateShareable, finishSteps, runSteps, type Steps } from '../../engine/hosting.ts';
import {
  isBoxNear,
  isNear,
  type NearRegion,
  nearRegion,
  PointBounds,
  type PointSample,
  type PointTest,
} from '../../engine/index.ts';
import type { PointCloud, Triple } from '../../engine/vocabulary.ts';
import { AttributeBytes } from './attribute-bytes.ts';
import type { CloudGeometry, CloudValues } from './engine-api.ts';

export interface PlacedGeometry {
  readonly geometry: CloudGeometry;
  /** [drawn] the place in the file of each point. */
  readonly order: Uint32Array;
  /** What the bytes of the attributes mean. */
  readonly values: CloudValues;
  /** World position of scene space's origin: shift and centre of the box. */
  readonly origin: Triple;
}

/** Points between two looks at the clock: a few milliseconds of scattered reads. */
const POINTS_PER_STEP = 1 << 14;
/** Sorting them costs a millisecond; the reader waits meanwhile. */
const SAMPLE_QUANTILE_POINTS = 4096;
const MOST_BLOCK_BITS = 14;
const GOLDEN = (1 + Math.sqrt(5)) / 2;

/**
 * Geometry of a read cloud; the cloud keeps its arrays. Points absurdly far away (`far-points.ts`), which the engine
 * leaves out too, are not drawn: they would take the digits, and the camera, from all others.
 * Lets the event loop turn every 40 ms; rejects with the signal's reason.
 */
export function cloudGeometry(cloud: PointCloud, signal: AbortSignal): Promise<PlacedGeometry> {
  return runSteps(geometrySteps(cloud), signal);
}

/** Geometry of a sample taken while reading: at once, since it is small, and with a coarser look for far points. */
export function sampleGeometry(sample: PointSample): PlacedGeometry {
  return finishSteps(geometrySteps(sample, SAMPLE_QUANTILE_POINTS));
}

type Points = Pick<PointCloud, 'positions' | 'shift' | 'normals' | 'colors' | 'attributes'>;

function* geometrySteps(points: Points, quantilePoints?: number): Steps<PlacedGeometry> {
  const { positions, shift } = points;
  const pointCount = positions.length / 3;
  const box = yield* nearBox(positions, quantilePoints);
  const placing = new Placing(points, box);
  for (let first = 0; first < pointCount; first += POINTS_PER_STEP) {
    yield;
    placing.place(Math.min(POINTS_PER_STEP, pointCount - first));
  }
  const { centre, placed, rgba, bytes, attributes, order } = placing;
  const inScene = (corner: Triple): Triple => [
    Math.fround(corner[0] - centre[0]),
    Math.fround(corner[1] - centre[1]),
    Math.fround(corner[2] - centre[2]),
  ];
  const geometry = {
    positions: placed,
    ...(rgba && { colors: rgba }),
    ...(bytes && { normals: bytes }),
    ...attributes.arrays,
    min: inScene(box.min),
    max: inScene(box.max),
  };
  const origin: Triple = [shift[0] + centre[0], shift[1] + centre[1], shift[2] + centre[2]];
  return { geometry, order, values: attributes.values, origin };
}

/** The arrays while they fill. The loop is a method of its own: inside the generator it took half as long again. */
class Placing {
  readonly centre: Triple;
  readonly placed: Float32Array<ArrayBuffer>;
  readonly rgba: Uint8Array<ArrayBuffer> | undefined;
  readonly bytes: Int8Array<ArrayBuffer> | undefined;
  readonly attributes: AttributeBytes;
  /** [count] the places in the file of the points placed. */
  readonly order: Uint32Array;
  readonly #points: Points;
  readonly #region: NearRegion | undefined;
  readonly #stride: number;
  #point = 0;
  #placedCount = 0;

  constructor(points: Points, { min, max, count, region }: NearBox) {
    this.#points = points;
    this.#region = region;
    this.#stride = coprimeStride(points.positions.length / 3);
    this.centre = [(min[0] + max[0]) / 2, (min[1] + max[1]) / 2, (min[2] + max[2]) / 2];
    this.placed = new Float32Array(3 * count);
    // Tasks read it.
    this.order = new Uint32Array(allocateShareable(4 * count));
    this.rgba = points.colors && new Uint8Array(4 * count);
    this.bytes = points.normals && new Int8Array(4 * count);
    this.attributes = new AttributeBytes(points.attributes ?? {}, count);
  }

  /** Goes on by `count` points of the file, at most `POINTS_PER_STEP`. */
  place(count: number): void {
    const { positions, colors, normals } = this.#points;
    const { placed, rgba, bytes } = this;
    const [centreX, centreY, centreZ] = this.centre;
    const region = this.#region;
    const stride = this.#stride;
    const { order } = this;
    const pointCount = positions.length / 3;
    const blockBits = blockBitsOf(pointCount);
    const shuffledEnd = (pointCount >>> blockBits) << blockBits;
    let point = this.#point;
    const first = this.#placedCount;
    let to = first;
    for (let i = 0; i < count; i++) {
      const from = 3 * shuffled(point, blockBits, shuffledEnd);
      point += stride;
      if (point >= pointCount) point -= pointCount;
      const x = positions[from]!;
      const y = positions[from + 1]!;
      const z = positions[from + 2]!;
      if (region && !isNear(region, x, y, z)) continue;
      placed[3 * to] = x - centreX;
      placed[3 * to + 1] = y - centreY;
      placed[3 * to + 2] = z - centreZ;
      if (rgba && colors) {
        rgba[4 * to] = colors[from]!;
        rgba[4 * to + 1] = colors[from + 1]!;
        rgba[4 * to + 2] = colors[from + 2]!;
        rgba[4 * to + 3] = 255;
      }
      if (bytes && normals) putNormal(bytes, 4 * to, normals[from]!, normals[from + 1]!, normals[from + 2]!);
      order[to++] = from / 3;
    }
    this.attributes.place(order.subarray(first, to), to - first, first);
    this.#point = point;
    this.#placedCount = to;
  }
}

/** Puts signed bytes of unit length; no direction (zero, not finite) stays zero. */
function putNormal(bytes: Int8Array, at: number, x: number, y: number, z: number): void {
  const length = Math.sqrt(x * x + y * y + z * z);
  if (!(length > 0 && length < Infinity)) return;
  const scale = 127 / length;
  bytes[at] = Math.round(x * scale);
  bytes[at + 1] = Math.round(y * scale);
  bytes[at + 2] = Math.round(z * scale);
}

/** The points to draw: their box, and which they are. */
interface NearBox extends Pick<PointBounds, 'min' | 'max' | 'count'> {
  /** Undefined where all points are drawn. */
  readonly region?: NearRegion;
}

/** The box of the points that are not far. The second pass is for clouds that have such points. */
function* nearBox(positions: Float32Array, quantilePoints?: number): Steps<NearBox> {
  const all = yield* boxOf(positions);
  const region = nearRegion(positions, quantilePoints);
  if (!region || isBoxNear(region, all.min, all.max)) return all;
  const { min, max, count } = yield* boxOf(positions, (x, y, z) => isNear(region, x, y, z));
  return { min, max, count, region };
}

function* boxOf(positions: Float32Array, test?: PointTest): Steps<PointBounds> {
  const bounds = new PointBounds();
  for (let first = 0; first < positions.length; first += 3 * POINTS_PER_STEP) {
    yield;
    bounds.add(positions.subarray(first, first + 3 * POINTS_PER_STEP), test);
  }
  return bounds;
}

/** Sixteen blocks at least, so that the stride still spreads over the file; at most as long as several rows. */
function blockBitsOf(pointCount: number): number {
  return Math.min(Math.max(Math.floor(Math.log2(pointCount / 16)), 0), MOST_BLOCK_BITS);
}

/**
 * One to one: within a block by exclusive or with a hash of the block; the rest of the file after the last whole block
 * stays.
 */
function shuffled(point: number, blockBits: number, shuffledEnd: number): number {
  // A shift by 32 is one by 0, so blocks of one point must not get there.
  if (blockBits === 0 || point >= shuffledEnd) return point;
  const mixed = Math.imul((point >>> blockBits) + 1, 0x9e3779b1);
  return point ^ (Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b) >>> (32 - blockBits));
}

/** A number coprime to `count`, as near to count/φ as there is one. */
export function coprimeStride(count: number): number {
  const wanted = Math.round(count / GOLDEN);
  for (let away = 0; away < count; away++) {
    for (const stride of [wanted - away, wanted + away]) {
      if (stride >= 1 && stride < count && greatestCommonDivisor(stride, count) === 1) return stride;
    }
  }
  return 1;
}

function greatestCommonDivisor(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}
