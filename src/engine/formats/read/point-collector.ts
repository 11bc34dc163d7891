/**
 * Turns decoded records into a `PointCloud`. Every reader decodes into one small batch of float64 columns, whatever
 * the file's types are; here the batch is checked for finite coordinates, shifted in float64, rounded to float32 and
 * appended. Keeping the batch small (240 KB) lets the second pass run from cache, so that one code path costs little.
 *
 * The global shift must be known before the first rounding, so it is decided from the first batch that holds two
 * different points: from the 5–95 % box of its distinct positions, since one absurd point at the start of a file, or
 * rows of no-returns at 0 0 0, must not push all others out of float32. Batches before it wait. A batch is always the
 * same 2048 records, however the file arrives in chunks, so the shift depends on the file alone.
 */
import { ReconstructError } from '../../errors.ts';
import { shiftFor } from '../../cloud/frame.ts';
import type { AttributeName, CoordinateSystem, PointAttributes, PointCloud, Scan } from '../../cloud/point-cloud.ts';
import { isReturn, PointSampler, type ReadOptions } from '../../cloud/point-sample.ts';
import { scansOf, shareOfPoints } from '../../cloud/stored-points.ts';
import type { Scratch } from '../../host/scratch.ts';
import type { Triple } from '../../math/triple.ts';
import { checkCloud, heldPoints, type NumberKind, type RawCloud, spooledPoints } from './check-cloud.ts';
import { type ColorRange, ColorStore } from './color-store.ts';
import { ATTRIBUTE_ARRAYS, BATCH_SIZE, COLUMN, COLUMN_COUNT } from './columns.ts';
import { PointSpool } from './point-spool.ts';

const UNTRUSTED_CAPACITY = 1 << 16;
/** Batches that wait for a second place before the shift is decided by the one they have. */
const WAITING_BATCHES = 64;

export interface CollectorOptions {
  /** The file's name, for messages. */
  readonly name: string;
  readonly hasNormals: boolean;
  readonly colorRange: ColorRange | undefined;
  readonly attributes?: readonly AttributeName[];
  /** Points to make room for at once. Give only a number that the file's size bears out; 0 where there is none. */
  readonly trustedCount: number;
  /** What the coordinates are in the file. */
  readonly numbers: NumberKind;
  readonly options?: ReadOptions;
}

/** What a reader knows of the whole cloud. */
export interface CloudFacts {
  /** `pointCount` is left to the collector, where points know their scan. */
  readonly scans?: readonly Omit<Scan, 'pointCount'>[];
  readonly crs?: CoordinateSystem;
  /** Records that the file itself marks as no place, NaN in the batch: the reader says so, if there is need. */
  readonly placelessCount?: number;
  readonly imageCount?: number;
  readonly columns?: readonly string[];
}

type AttributeArray = NonNullable<PointAttributes[AttributeName]>;

export class PointCollector {
  /** [COLUMN_COUNT × BATCH_SIZE] the batch, one column after another in the order of `COLUMN`, world space. */
  columns = new Float64Array(COLUMN_COUNT * BATCH_SIZE);
  /** Records decoded into the batch; the reader adds to it and calls `flush` when it reaches BATCH_SIZE. */
  count = 0;
  readonly #options: CollectorOptions;
  #positions = new Float32Array(0);
  #normals: Float32Array | undefined;
  readonly #colors: ColorStore | undefined;
  readonly #attributes = new Map<AttributeName, AttributeArray>();
  #capacity = 0;
  #kept = 0;
  /** Points that are no longer in the arrays, where there are more than those may hold. */
  #spool: PointSpool | undefined;
  #seen = 0;
  /** Points that `ReadOptions` leave out. */
  #unwanted = 0;
  #shift: Triple | undefined;
  readonly #waiting: { readonly columns: Float64Array<ArrayBuffer>; readonly count: number }[] = [];
  readonly #sampler: PointSampler | undefined;
  readonly #min: [number, number, number] = [Infinity, Infinity, Infinity];
  readonly #max: [number, number, number] = [-Infinity, -Infinity, -Infinity];
  /** [count] places in the batch of those that are kept. */
  readonly #rows = new Uint16Array(BATCH_SIZE);

  constructor(options: CollectorOptions) {
    this.#options = options;
    this.#colors = options.colorRange && new ColorStore(options.colorRange);
    const onPoints = options.options?.onPoints;
    this.#sampler = onPoints && new PointSampler(onPoints);
  }

  /** Room left in the batch. */
  get room(): number {
    return BATCH_SIZE - this.count;
  }

  /** Records that were decoded, those of the batch included. */
  get seenCount(): number {
    return this.#seen + this.count + this.#waiting.reduce((sum, { count }) => sum + count, 0);
  }

  /** Appends the batch and empties it. */
  flush(): void {
    const { count } = this;
    if (count === 0) return;
    this.count = 0;
    if (!this.#shift) {
      this.#shift = headShift(this.columns, count, this.#waiting.length >= WAITING_BATCHES);
      if (!this.#shift) {
        this.#waiting.push({ columns: this.columns, count });
        this.columns = new Float64Array(COLUMN_COUNT * BATCH_SIZE);
        return;
      }
    }
    this.#takeWaiting(this.#shift);
    this.#append(this.#shift, this.columns, count);
    if (this.#sampler?.isDue()) this.#showSample(this.#shift, this.#sampler);
  }

  #takeWaiting(shift: Triple): void {
    for (const { columns, count } of this.#waiting.splice(0)) this.#append(shift, columns, count);
  }

  #showSample(shift: Triple, sampler: PointSampler): void {
    const [positions, min, max] = [this.#positions, this.#min, this.#max];
    const colors = this.#colors?.soFar();
    sampler.show({ pointCount: this.#kept, positions, colorScale: 1, ...colors, shift, min, max });
  }

  #append(shift: Triple, columns: Float64Array, count: number): void {
    this.#makeRoom(this.#heldCount + count);
    this.#seen += count;
    const isWanted = this.#filter(columns);
    const [shiftX, shiftY, shiftZ] = shift;
    const positions = this.#positions;
    const rows = this.#rows;
    let [minX, minY, minZ] = this.#min;
    let [maxX, maxY, maxZ] = this.#max;
    const first = this.#heldCount;
    let out = 3 * first;
    let rowCount = 0;
    for (let i = 0; i < count; i++) {
      const x = columns[i]!;
      const y = columns[BATCH_SIZE + i]!;
      const z = columns[2 * BATCH_SIZE + i]!;
      const localX = Math.fround(x - shiftX);
      const localY = Math.fround(y - shiftY);
      const localZ = Math.fround(z - shiftZ);
      // Zero times a number is zero, zero times NaN or infinity is NaN: one comparison for all three.
      if (localX * 0 + localY * 0 + localZ * 0 !== 0) continue;
      if (isWanted && !isWanted(i)) {
        this.#unwanted++;
        continue;
      }
      positions[out] = localX;
      positions[out + 1] = localY;
      positions[out + 2] = localZ;
      out += 3;
      rows[rowCount++] = i;
      if (x < minX) minX = x;
      if (x > maxX) maxX = x;
      if (y < minY) minY = y;
      if (y > maxY) maxY = y;
      if (z < minZ) minZ = z;
      if (z > maxZ) maxZ = z;
    }
    if (this.#normals) copyTriples(columns, COLUMN.nx, rows, rowCount, this.#normals, first);
    this.#colors?.append(columns, rows, rowCount, first);
    for (const [name, array] of this.#attributes) {
      const column = COLUMN[name] * BATCH_SIZE;
      for (let i = 0; i < rowCount; i++) array[first + i] = columns[column + rows[i]!]!;
    }
    this.#kept += rowCount;
    this.#min.splice(0, 3, minX, minY, minZ);
    this.#max.splice(0, 3, maxX, maxY, maxZ);
  }

  /** Whether a record is asked for; undefined where all are. */
  #filter(columns: Float64Array): ((row: number) => boolean) | undefined {
    const { attributes = [], options } = this.#options;
    const { classes, returns } = options ?? {};
    const tests: ((row: number) => boolean)[] = [];
    const at = (name: AttributeName, row: number): number => columns[COLUMN[name] * BATCH_SIZE + row]!;
    if (classes && attributes.includes('classification')) {
      tests.push((row) => classes.includes(at('classification', row)));
    }
    if (returns && attributes.includes('returnNumber') && attributes.includes('returnCount')) {
      tests.push((row) => isReturn(returns, at('returnNumber', row), at('returnCount', row)));
    }
    return tests.length === 0 ? undefined : (row) => tests.every((test) => test(row));
  }

  /**
   * Closes the cloud; the collector is used up.
   * @throws ReconstructError `cloud-empty` without a point, `cloud-format` where the numbers cannot be coordinates.
   */
  finish(readerWarnings: readonly string[], facts: CloudFacts = {}): PointCloud {
    this.flush();
    const { name, numbers } = this.#options;
    const [held] = this.#waiting;
    if (held) {
      this.#shift = headShift(held.columns, held.count, true) ?? [0, 0, 0];
      this.#takeWaiting(this.#shift);
    }
    const shift = this.#shift;
    this.#refuseEmpty();
    if (!shift) throw new Error('points without a shift');
    const dropped = this.#seen - this.#kept - this.#unwanted - (facts.placelessCount ?? 0);
    const warnings = [...readerWarnings];
    if (dropped > 0) {
      warnings.push(
        `${name}: ${dropped} of ${this.#seen} points were dropped: a coordinate is NaN, infinite or too large for a 32-bit float.`,
      );
    }
    const bounds = { shift, min: this.#min as Triple, max: this.#max as Triple };
    const raw = this.#spool ? this.#spooled(this.#spool, bounds) : this.#held(bounds);
    const checked = checkCloud(raw, { name, numbers, warnings, scans: facts.scans });
    return this.#close(checked, facts, warnings);
  }

  #held(bounds: Pick<RawCloud, 'shift' | 'min' | 'max'>): RawCloud {
    const length = 3 * this.#kept;
    return heldPoints({
      ...bounds,
      positions: trimmed(this.#positions, length),
      normals: this.#normals && trimmed(this.#normals, length),
      colors: this.#colors?.finish(length),
      attributes: Object.fromEntries([...this.#attributes].map(([key, array]) => [key, trimmed(array, this.#kept)])),
    });
  }

  #spooled(spool: PointSpool, bounds: Pick<RawCloud, 'shift' | 'min' | 'max'>): RawCloud {
    this.#spill(spool);
    const colors = this.#colors;
    const all = spool.stored((values) =>
      values instanceof Uint8ClampedArray
        ? new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
        : colors!.bytesOf(values),
    );
    return spooledPoints(all, { ...bounds, hasNormals: this.#normals !== undefined });
  }

  /** Points in the arrays. */
  get #heldCount(): number {
    return this.#kept - (this.#spool?.count ?? 0);
  }

  /** Empties the arrays into the spool. */
  #spill(spool: PointSpool): void {
    const arrays = new Map<string, Float32Array | AttributeArray | Uint8ClampedArray>([['positions', this.#positions]]);
    if (this.#normals) arrays.set('normals', this.#normals);
    if (this.#colors) arrays.set('colors', this.#colors.forSpool());
    for (const [name, array] of this.#attributes) arrays.set(name, array);
    spool.append(arrays, this.#heldCount);
  }

  /** Asks for room on the disk for as many points as the file seems to have, and in order once more. */
  #openSpool(scratch: Scratch): PointSpool {
    const { hasNormals, colorRange, attributes = [], trustedCount } = this.#options;
    const colorBytes = { byte: 3, short: 6, float: 12, text: 12 };
    const bytes =
      (hasNormals ? 24 : 12) +
      (colorRange ? colorBytes[colorRange] : 0) +
      attributes.reduce((sum, name) => sum + new ATTRIBUTE_ARRAYS[name](0).BYTES_PER_ELEMENT, 0) +
      scratch.copies * (colorRange ? 15 : 12);
    scratch.reserve(bytes * Math.max(trustedCount, this.#kept));
    return new PointSpool(scratch);
  }

  #refuseEmpty(): void {
    const { name } = this.#options;
    const details = { file: name, pointCount: this.#seen };
    if (this.#seen === 0) {
      const message = `${name}: the file is well formed but holds no points. Export it again with its vertices.`;
      throw new ReconstructError('cloud-empty', message, details);
    }
    if (this.#kept > 0) return;
    const message =
      this.#unwanted > 0
        ? `${name}: none of the ${this.#seen} points is of the classes and returns asked for. Ask for others; gridpull info counts them.`
        : `${name}: none of the ${this.#seen} points has coordinates that can be used (all are NaN, infinite or too large for a 32-bit float). Check the export's settings for invalid points.`;
    throw new ReconstructError('cloud-empty', message, details);
  }

  #close(checked: ReturnType<typeof checkCloud>, facts: CloudFacts, warnings: readonly string[]): PointCloud {
    const { shift, min, max, all, count } = checked;
    const { crs, imageCount, columns } = facts;
    const { positions, normals, colors, attributes = {} } = all ? shareOfPoints(all) : checked.held!;
    const isShare = all !== undefined && all.count > all.scratch.wholePoints;
    const scanOf = attributes.scan && (all ? scansOf(all) : [attributes.scan]);
    const scans = facts.scans && countedScans(facts.scans, scanOf, count);
    return {
      positions,
      shift,
      ...(normals && checked.hasNormals && { normals }),
      ...(colors && { colors }),
      ...(isShare && { all }),
      ...(Object.keys(attributes).length > 0 && { attributes }),
      ...(scans && { scans }),
      ...(crs && { crs }),
      stats: {
        pointCount: this.#seen,
        finiteCount: count,
        min,
        max,
        warnings,
        ...(imageCount !== undefined && { imageCount }),
        ...(columns && { columns }),
      },
    };
  }

  #makeRoom(wanted: number): void {
    if (wanted <= this.#capacity) return;
    const { hasNormals, attributes = [], trustedCount, name, options } = this.#options;
    const scratch = options?.scratch;
    const held = this.#heldCount;
    if (scratch && held > 0 && wanted > scratch.wholePoints) {
      this.#spool ??= this.#openSpool(scratch);
      this.#spill(this.#spool);
      this.#makeRoom(wanted - held);
      return;
    }
    const most = scratch ? Math.max(wanted, scratch.wholePoints) : Infinity;
    const asked = Math.max(wanted, this.#capacity === 0 ? trustedCount || UNTRUSTED_CAPACITY : 2 * this.#capacity);
    const capacity = Math.min(asked, most);
    try {
      this.#positions = grown(this.#positions, new Float32Array(3 * capacity));
      if (hasNormals) this.#normals = grown(this.#normals, new Float32Array(3 * capacity));
      this.#colors?.grow(3 * capacity);
      for (const attribute of attributes) {
        const old = this.#attributes.get(attribute);
        this.#attributes.set(attribute, grown(old, new ATTRIBUTE_ARRAYS[attribute](capacity)));
      }
    } catch (cause) {
      const message = `${name}: no memory for ${capacity} points. Thin the cloud out, or read it where more memory is free.`;
      throw new ReconstructError('cloud-format', message, { file: name, pointCount: capacity }, { cause });
    }
    this.#capacity = capacity;
  }
}

/** Three columns of the batch's rows, from place `first` on. */
function copyTriples(
  columns: Float64Array,
  column: number,
  rows: Uint16Array,
  rowCount: number,
  target: Float32Array,
  first: number,
): void {
  const [a, b, c] = [column * BATCH_SIZE, (column + 1) * BATCH_SIZE, (column + 2) * BATCH_SIZE];
  for (let i = 0, out = 3 * first; i < rowCount; i++, out += 3) {
    const row = rows[i]!;
    target[out] = columns[a + row]!;
    target[out + 1] = columns[b + row]!;
    target[out + 2] = columns[c + row]!;
  }
}

function countedScans(
  scans: readonly Omit<Scan, 'pointCount'>[],
  scanOf: Iterable<Uint16Array> | undefined,
  pointCount: number,
): Scan[] {
  const counts = new Array<number>(scans.length).fill(0);
  if (scanOf) for (const chunk of scanOf) for (const scan of chunk) counts[scan] = (counts[scan] ?? 0) + 1;
  else if (scans.length === 1) counts[0] = pointCount;
  return scans.map((scan, i) => ({ ...scan, pointCount: counts[i]! }));
}

function grown<T extends Float32Array | AttributeArray>(old: AttributeArray | undefined, wider: T): T {
  if (old) wider.set(old);
  return wider;
}

function trimmed<T extends Float32Array | AttributeArray>(array: T, length: number): T {
  return (array.length === length ? array : array.slice(0, length)) as T;
}

/**
 * The shift that suits the 5–95 % box of a batch's distinct points; undefined where it has no point that float32 can
 * hold, or only one place unless that is enough.
 */
function headShift(columns: Float64Array, count: number, oneIsEnough: boolean): Triple | undefined {
  const finite: number[] = [];
  const places = new Map<string, number>();
  for (let i = 0; i < count; i++) {
    const [x, y, z] = [columns[i]!, columns[BATCH_SIZE + i]!, columns[2 * BATCH_SIZE + i]!];
    if (Math.fround(x) * 0 + Math.fround(y) * 0 + Math.fround(z) * 0 !== 0) continue;
    finite.push(i);
    const key = `${x} ${y} ${z}`;
    places.set(key, (places.get(key) ?? 0) + 1);
  }
  if (finite.length === 0 || (places.size === 1 && count === BATCH_SIZE && !oneIsEnough)) return undefined;
  // A place that a tenth of the records have is no sample of a surface.
  const often = Math.max(100, count / 10);
  const single = finite.filter((i) => {
    const [x, y, z] = [columns[i]!, columns[BATCH_SIZE + i]!, columns[2 * BATCH_SIZE + i]!];
    return places.get(`${x} ${y} ${z}`)! < often;
  });
  const used = single.length > 0 ? single : finite;
  const low = Math.floor(0.05 * (used.length - 1));
  const sorted = [0, 1, 2].map((axis) => Float64Array.from(used, (i) => columns[axis * BATCH_SIZE + i]!).sort());
  const at = (index: number) => sorted.map((values) => values[index]!) as unknown as Triple;
  return shiftFor(at(low), at(used.length - 1 - low));
}
