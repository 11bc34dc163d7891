/**
 * Makes points of the decoded fields of a scan: world coordinates by the pose, colours of 0…255 by their limits, and
 * NaN for what the file marks as no place or no value. Fields are decoded straight into the collector's columns and
 * changed there, one loop a step.
 */
import type { AttributeName } from '../../../cloud/point-cloud.ts';
import { BATCH_SIZE, COLUMN, type ColumnName } from '../columns.ts';
import type { BitQueue } from './e57-bits.ts';
import type { E57Field, E57Pose, E57Scan } from './e57-scans.ts';
import type { RecordSink } from './e57-section.ts';
import type { PointCollector } from '../point-collector.ts';

const CARTESIAN = ['cartesianX', 'cartesianY', 'cartesianZ'] as const;
const SPHERICAL = ['sphericalRange', 'sphericalAzimuth', 'sphericalElevation'] as const;
const NORMAL = ['normalX', 'normalY', 'normalZ'] as const;
const COLOR = ['colorRed', 'colorGreen', 'colorBlue'] as const;
const SINGLE: readonly (readonly [AttributeName, string])[] = [
  ['intensity', 'intensity'],
  ['classification', 'classification'],
  ['returnNumber', 'returnIndex'],
  ['returnCount', 'returnCount'],
  ['time', 'timeStamp'],
];
/** A point without a colour where others have one, as of PTX; black is a colour that scans do have. */
const GREY = 128;
/** What a scan without the field has where others have it. */
const MISSING: Readonly<Partial<Record<ColumnName, number>>> = {
  red: GREY,
  green: GREY,
  blue: GREY,
  intensity: NaN,
  time: NaN,
};
/** Rounding of a colour beyond its limits is none. */
const CLAMPED = 255.5;

/** The fields of a scan by what they are for. */
export interface ScanLayout {
  readonly scan: E57Scan;
  readonly isSpherical: boolean;
  readonly columns: readonly { readonly column: number; readonly field: E57Field }[];
  readonly invalidState: E57Field | undefined;
  /** Fields that are not 0 where the value of some columns is none. */
  readonly flags: readonly { readonly field: E57Field; readonly columns: readonly number[]; readonly value: number }[];
  /** Takes red, green and blue to 0…255: least value and factor; undefined where the file gives no range. */
  readonly colorScale: readonly (readonly [low: number, factor: number])[] | undefined;
}

/** Undefined where the records have no coordinates. */
export function layoutOf(scan: E57Scan): ScanLayout | undefined {
  const field = (name: string): E57Field | undefined =>
    scan.fields.find((one) => one.isFirst && one.kind !== 'text' && one.name === name);
  const triple = (names: readonly string[], first: number): ScanLayout['columns'] => {
    const fields = names.flatMap((name) => field(name) ?? []);
    return fields.length === 3 ? fields.map((one, i) => ({ column: first + i, field: one })) : [];
  };
  const cartesian = triple(CARTESIAN, COLUMN.x);
  const places = cartesian.length > 0 ? cartesian : triple(SPHERICAL, COLUMN.x);
  if (places.length === 0) return undefined;
  const isSpherical = cartesian.length === 0;
  const colors = triple(COLOR, COLUMN.red);
  const single = SINGLE.flatMap(([name, inFile]) => {
    const found = field(inFile);
    return found ? [{ column: COLUMN[name], field: found }] : [];
  });
  const columns = [...places, ...triple(NORMAL, COLUMN.nx), ...colors, ...single];
  const flag = (name: string, value: number, ...marked: number[]): ScanLayout['flags'] => {
    const found = field(name);
    const used = marked.filter((column) => columns.some((one) => one.column === column));
    return found && used.length > 0 ? [{ field: found, columns: used, value }] : [];
  };
  return {
    scan,
    isSpherical,
    columns,
    invalidState: field(isSpherical ? 'sphericalInvalidState' : 'cartesianInvalidState'),
    flags: [
      ...flag('isColorInvalid', GREY, COLUMN.red, COLUMN.green, COLUMN.blue),
      ...flag('isIntensityInvalid', NaN, COLUMN.intensity),
      ...flag('isTimeStampInvalid', NaN, COLUMN.time),
    ],
    colorScale: colorScaleOf(scan, colors),
  };
}

function colorScaleOf(scan: E57Scan, colors: ScanLayout['columns']): ScanLayout['colorScale'] {
  const ranges = scan.colorLimits ?? colors.flatMap(({ field }) => (field.range ? [field.range] : []));
  if (colors.length === 0 || ranges.length !== 3 || ranges.some(([low, high]) => !(high > low))) return undefined;
  return ranges.map(([low, high]) => [low, 255 / (high - low)]);
}

/** Whether the records have this column. */
export function hasColumn(layout: ScanLayout, column: number): boolean {
  return layout.columns.some((one) => one.column === column);
}

/** What was found in the records of a scan. */
export interface RecordFindings {
  /** Records that the file marks as no place. */
  invalid: number;
  /** Points without a colour where others have one. */
  uncolored: number;
  /** Colours beyond their limits. */
  clamped: number;
}

export class ScanRecords implements RecordSink {
  readonly fields: readonly E57Field[];
  readonly findings: RecordFindings = { invalid: 0, uncolored: 0, clamped: 0 };
  readonly #layout: ScanLayout;
  readonly #collector: PointCollector;
  /** Columns that the cloud has and this scan has not, and what stands there instead. */
  readonly #fills: readonly (readonly [column: number, value: number])[];
  readonly #flag = new Float64Array(BATCH_SIZE);

  /** @param names the columns that the cloud has besides coordinates */
  constructor(layout: ScanLayout, scanIndex: number, names: readonly ColumnName[], collector: PointCollector) {
    const { columns, flags, invalidState } = layout;
    this.#layout = layout;
    this.#collector = collector;
    this.fields = [...columns, ...flags].map(({ field }) => field).concat(invalidState ?? []);
    this.#fills = names
      .filter((name) => !hasColumn(layout, COLUMN[name]))
      .map((name) => [COLUMN[name], name === 'scan' ? scanIndex : (MISSING[name] ?? 0)]);
  }

  get room(): number {
    return this.#collector.room;
  }

  take(count: number, queues: readonly BitQueue[]): void {
    const { columns, flags, invalidState, isSpherical, colorScale, scan } = this.#layout;
    const { columns: batch, count: at } = this.#collector;
    columns.forEach(({ column }, i) => queues[i]!.take(batch, column * BATCH_SIZE + at, count));
    for (const [column, value] of this.#fills) {
      batch.fill(value, column * BATCH_SIZE + at, column * BATCH_SIZE + at + count);
    }
    if (isSpherical) toCartesian(batch, at, count);
    if (scan.pose && !scan.pose.isIdentity) this.#place(scan.pose, at, count);
    if (colorScale) this.#scaleColors(colorScale, at, count);
    if (hasColumn(this.#layout, COLUMN.returnNumber)) {
      // The format counts a pulse's returns from 0.
      const from = COLUMN.returnNumber * BATCH_SIZE + at;
      for (let i = from; i < from + count; i++) batch[i]!++;
    }
    flags.forEach((flag, i) => {
      queues[columns.length + i]!.take(this.#flag, 0, count);
      const marked = mark(this.#flag, count, batch, at, flag.columns, flag.value);
      if (flag.columns[0] === COLUMN.red) this.findings.uncolored += marked;
    });
    if (invalidState) {
      queues[columns.length + flags.length]!.take(this.#flag, 0, count);
      this.findings.invalid += mark(this.#flag, count, batch, at, [COLUMN.x], NaN);
    }
    this.#collector.count += count;
    if (this.#collector.room === 0) this.#collector.flush();
  }

  #place({ rotation, translation }: E57Pose, at: number, count: number): void {
    const { columns } = this.#collector;
    transform(columns, COLUMN.x * BATCH_SIZE + at, count, rotation, translation);
    if (hasColumn(this.#layout, COLUMN.nx)) transform(columns, COLUMN.nx * BATCH_SIZE + at, count, rotation, [0, 0, 0]);
  }

  #scaleColors(scale: NonNullable<ScanLayout['colorScale']>, at: number, count: number): void {
    const { columns } = this.#collector;
    scale.forEach(([low, factor], channel) => {
      const from = (COLUMN.red + channel) * BATCH_SIZE + at;
      let clamped = 0;
      for (let i = from; i < from + count; i++) {
        const value = (columns[i]! - low) * factor;
        columns[i] = value;
        if (value > CLAMPED) clamped++;
      }
      this.findings.clamped += clamped;
    });
  }
}

/** Puts `value` into the columns of those rows whose flag is not 0; returns how many they are. */
function mark(
  flags: Float64Array,
  count: number,
  batch: Float64Array,
  at: number,
  columns: readonly number[],
  value: number,
): number {
  let marked = 0;
  for (let i = 0; i < count; i++) {
    if (flags[i] === 0) continue;
    marked++;
    for (const column of columns) batch[column * BATCH_SIZE + at + i] = value;
  }
  return marked;
}

/** Range, azimuth and elevation, in place (ASTM E2807-11). */
function toCartesian(batch: Float64Array, at: number, count: number): void {
  const [x, y, z] = [COLUMN.x * BATCH_SIZE, COLUMN.y * BATCH_SIZE, COLUMN.z * BATCH_SIZE];
  for (let i = at; i < at + count; i++) {
    const range = batch[x + i]!;
    const azimuth = batch[y + i]!;
    const elevation = batch[z + i]!;
    const plan = range * Math.cos(elevation);
    batch[x + i] = plan * Math.cos(azimuth);
    batch[y + i] = plan * Math.sin(azimuth);
    batch[z + i] = range * Math.sin(elevation);
  }
}

/** Turns and moves the triples of three columns, the first of which begins at `first`. */
function transform(
  batch: Float64Array,
  first: number,
  count: number,
  rotation: readonly number[],
  [moveX, moveY, moveZ]: readonly [number, number, number],
): void {
  const [xx, xy, xz, yx, yy, yz, zx, zy, zz] = rotation as [
    ...[number, number, number],
    ...[number, number, number],
    ...[number, number, number],
  ];
  for (let i = first; i < first + count; i++) {
    const x = batch[i]!;
    const y = batch[i + BATCH_SIZE]!;
    const z = batch[i + 2 * BATCH_SIZE]!;
    batch[i] = xx * x + xy * y + xz * z + moveX;
    batch[i + BATCH_SIZE] = yx * x + yy * y + yz * z + moveY;
    batch[i + 2 * BATCH_SIZE] = zx * x + zy * y + zz * z + moveZ;
  }
}
