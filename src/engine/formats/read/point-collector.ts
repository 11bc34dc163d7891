/**
 * Turns decoded records into a `PointCloud`. Every reader decodes into one small batch of float64 columns, whatever
 * the file's types are; here the batch is checked for finite coordinates, shifted in float64, rounded to float32 and
 * appended. Keeping the batch small (144 KB) lets the second pass run from cache, so that one code path costs little.
 *
 * The global shift must be known before the first rounding, so it is decided from the first batch that holds a finite
 * point: from its 5–95 % box, since one absurd point at the start of a file must not push all others out of float32.
 * A batch is always the same 2048 records, however the file arrives in chunks, so the shift depends on the file alone.
 */
import { ReconstructError } from '../../errors.ts';
import { COLUMN } from './columns.ts';
import { shiftFor } from '../../cloud/frame.ts';
import type { Triple } from '../../math/triple.ts';
import type { PointCloud } from '../../cloud/point-cloud.ts';
import { PointSampler, type ReadHooks } from '../../cloud/point-sample.ts';

/** Records a batch holds. */
export const BATCH_SIZE = 2048;
const UNTRUSTED_CAPACITY = 1 << 16;

/** How a file's colours become 0…255: as they are, from 16 bits, or from floats (0…1, else taken as 0…255). */
export type ColorRange = 'byte' | 'short' | 'float';

export interface CollectorOptions {
  /** The file's name, for messages. */
  readonly name: string;
  readonly hasNormals: boolean;
  readonly colorRange: ColorRange | undefined;
  /** Points to make room for at once. Give only a number that the file's size bears out; 0 where there is none. */
  readonly trustedCount: number;
  readonly hooks?: ReadHooks;
}

export class PointCollector {
  /** [9 × BATCH_SIZE] the batch, one column after another in the order of `COLUMN`, world space. */
  readonly columns = new Float64Array(9 * BATCH_SIZE);
  /** Records decoded into the batch; the reader adds to it and calls `flush` when it reaches BATCH_SIZE. */
  count = 0;
  readonly #options: CollectorOptions;
  #positions = new Float32Array(0);
  #normals: Float32Array | undefined;
  #colors: Uint8ClampedArray | undefined;
  #capacity = 0;
  #kept = 0;
  #seen = 0;
  #shift: Triple | undefined;
  #colorScale: number;
  readonly #sampler: PointSampler | undefined;
  readonly #min: [number, number, number] = [Infinity, Infinity, Infinity];
  readonly #max: [number, number, number] = [-Infinity, -Infinity, -Infinity];

  constructor(options: CollectorOptions) {
    this.#options = options;
    this.#colorScale = options.colorRange === 'short' ? 1 / 257 : options.colorRange === 'float' ? NaN : 1;
    const onPoints = options.hooks?.onPoints;
    this.#sampler = onPoints && new PointSampler(onPoints);
  }

  /** Room left in the batch. */
  get room(): number {
    return BATCH_SIZE - this.count;
  }

  /** Appends the batch and empties it. */
  flush(): void {
    const { count } = this;
    if (count === 0) return;
    this.#makeRoom(this.#kept + count);
    const shift = (this.#shift ??= headShift(this.columns, count));
    if (Number.isNaN(this.#colorScale)) this.#colorScale = floatColorScale(this.columns, count);
    this.#seen += count;
    if (shift) this.#append(shift, count);
    this.count = 0;
    if (shift && this.#sampler?.isDue()) this.#showSample(shift, this.#sampler);
  }

  #showSample(shift: Triple, sampler: PointSampler): void {
    const [positions, colors, min, max] = [this.#positions, this.#colors, this.#min, this.#max];
    sampler.show({ pointCount: this.#kept, positions, ...(colors && { colors }), shift, min, max });
  }

  #append(shift: Triple, count: number): void {
    const { columns } = this;
    const [shiftX, shiftY, shiftZ] = shift;
    const positions = this.#positions;
    const normals = this.#normals;
    const colors = this.#colors;
    const scale = this.#colorScale;
    let [minX, minY, minZ] = this.#min;
    let [maxX, maxY, maxZ] = this.#max;
    let out = 3 * this.#kept;
    for (let i = 0; i < count; i++) {
      const x = columns[i]!;
      const y = columns[BATCH_SIZE + i]!;
      const z = columns[2 * BATCH_SIZE + i]!;
      const localX = Math.fround(x - shiftX);
      const localY = Math.fround(y - shiftY);
      const localZ = Math.fround(z - shiftZ);
      // Zero times a number is zero, zero times NaN or infinity is NaN: one comparison for all three.
      if (localX * 0 + localY * 0 + localZ * 0 !== 0) continue;
      positions[out] = localX;
      positions[out + 1] = localY;
      positions[out + 2] = localZ;
      if (normals) {
        normals[out] = columns[COLUMN.nx * BATCH_SIZE + i]!;
        normals[out + 1] = columns[COLUMN.ny * BATCH_SIZE + i]!;
        normals[out + 2] = columns[COLUMN.nz * BATCH_SIZE + i]!;
      }
      if (colors) {
        colors[out] = columns[COLUMN.red * BATCH_SIZE + i]! * scale;
        colors[out + 1] = columns[COLUMN.green * BATCH_SIZE + i]! * scale;
        colors[out + 2] = columns[COLUMN.blue * BATCH_SIZE + i]! * scale;
      }
      out += 3;
      if (x < minX) minX = x;
      if (x > maxX) maxX = x;
      if (y < minY) minY = y;
      if (y > maxY) maxY = y;
      if (z < minZ) minZ = z;
      if (z > maxZ) maxZ = z;
    }
    this.#kept = out / 3;
    this.#min.splice(0, 3, minX, minY, minZ);
    this.#max.splice(0, 3, maxX, maxY, maxZ);
  }

  /**
   * Closes the cloud; the collector is used up.
   * @throws ReconstructError `cloud-empty` without a finite point.
   */
  finish(readerWarnings: readonly string[]): PointCloud {
    this.flush();
    const { name } = this.#options;
    const details = { file: name, pointCount: this.#seen };
    if (this.#seen === 0) {
      const message = `${name}: the file is well formed but holds no points. Export it again with its vertices.`;
      throw new ReconstructError('cloud-empty', message, details);
    }
    if (this.#kept === 0 || !this.#shift) {
      const message = `${name}: none of the ${this.#seen} points has finite coordinates (all are NaN or infinite). Check the export's settings for invalid points.`;
      throw new ReconstructError('cloud-empty', message, details);
    }
    const dropped = this.#seen - this.#kept;
    const warnings = [...readerWarnings];
    if (dropped > 0) {
      warnings.push(
        `${name}: ${dropped} of ${this.#seen} points were dropped: a coordinate is NaN, infinite or too large for a 32-bit float.`,
      );
    }
    const length = 3 * this.#kept;
    const positions = trimmed(this.#positions, length);
    const normals = this.#normals && trimmed(this.#normals, length);
    const colors = this.#colors && trimmed(this.#colors, length);
    return {
      positions,
      shift: this.#shift,
      ...(normals && { normals }),
      ...(colors && { colors: new Uint8Array(colors.buffer) }),
      stats: { pointCount: this.#seen, finiteCount: this.#kept, min: this.#min, max: this.#max, warnings },
    };
  }

  #makeRoom(wanted: number): void {
    if (wanted <= this.#capacity) return;
    const { hasNormals, colorRange, trustedCount, name } = this.#options;
    const capacity = Math.max(wanted, this.#capacity === 0 ? trustedCount || UNTRUSTED_CAPACITY : 2 * this.#capacity);
    try {
      this.#positions = grown(this.#positions, new Float32Array(3 * capacity));
      if (hasNormals) this.#normals = grown(this.#normals, new Float32Array(3 * capacity));
      if (colorRange) this.#colors = grown(this.#colors, new Uint8ClampedArray(3 * capacity));
    } catch (cause) {
      const message = `${name}: no memory for ${capacity} points. Thin the cloud out, or read it where more memory is free.`;
      throw new ReconstructError('cloud-format', message, { file: name, pointCount: capacity }, { cause });
    }
    this.#capacity = capacity;
  }
}

function grown<T extends Float32Array | Uint8ClampedArray>(old: T | undefined, wider: T): T {
  if (old) wider.set(old);
  return wider;
}

function trimmed<T extends Float32Array | Uint8ClampedArray>(array: T, length: number): T {
  return (array.length === length ? array : array.slice(0, length)) as T;
}

/** The shift that suits the 5–95 % box of a batch; undefined where it has no point that float32 can hold. */
function headShift(columns: Float64Array, count: number): Triple | undefined {
  const finite: number[] = [];
  for (let i = 0; i < count; i++) {
    const [x, y, z] = [columns[i]!, columns[BATCH_SIZE + i]!, columns[2 * BATCH_SIZE + i]!];
    if (Math.fround(x) * 0 + Math.fround(y) * 0 + Math.fround(z) * 0 === 0) finite.push(i);
  }
  if (finite.length === 0) return undefined;
  const low = Math.floor(0.05 * (finite.length - 1));
  const sorted = [0, 1, 2].map((axis) => Float64Array.from(finite, (i) => columns[axis * BATCH_SIZE + i]!).sort());
  const at = (index: number) => sorted.map((values) => values[index]!) as unknown as Triple;
  return shiftFor(at(low), at(finite.length - 1 - low));
}

/** Floats up to 1 are shares of full intensity; some exporters write 0…255 as floats, which the first batch shows. */
function floatColorScale(columns: Float64Array, count: number): number {
  for (let column = COLUMN.red; column <= COLUMN.blue; column++) {
    for (let i = 0; i < count; i++) if (columns[column * BATCH_SIZE + i]! > 1) return 1;
  }
  return 255;
}
