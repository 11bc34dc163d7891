/**
 * What a cloud shows once all of it is there: points that are no places (no return, no data) go, and whatever looks as
 * if the file were not what it says is told in a sentence each. Only what is certain is changed.
 */
import { formatError } from './format-error.ts';
import { gatherPoints } from '../../cloud/gather-points.ts';
import type { ChunkPart, PointChunk, Scan, StoredPoints } from '../../cloud/point-cloud.ts';
import { type ChunkTest, keptPoints } from '../../cloud/stored-points.ts';
import type { Triple } from '../../math/triple.ts';

export interface RawCloud {
  readonly count: number;
  readonly shift: Triple;
  /** World space. */
  readonly min: Triple;
  readonly max: Triple;
  readonly hasNormals: boolean;
  /** All points in their order, held or not. */
  chunks(parts?: readonly ChunkPart[]): Iterable<PointChunk>;
  /** @param parts what the test looks at besides positions */
  kept(isKept: ChunkTest, parts?: readonly ChunkPart[]): RawCloud;
  withoutNormals(): RawCloud;
  /** The points, where memory holds them. */
  readonly held?: PointChunk;
  /** The points, where it does not. */
  readonly all?: StoredPoints;
}

type Bounds = Pick<RawCloud, 'shift' | 'min' | 'max'>;

export function heldPoints(points: PointChunk & Bounds): RawCloud {
  const { shift, min, max, positions, normals } = points;
  return {
    shift,
    min,
    max,
    count: positions.length / 3,
    hasNormals: normals !== undefined,
    held: points,
    chunks: () => [points],
    kept: (isKept) => heldPoints(gatherPoints(points, (i) => isKept(points, i))),
    withoutNormals: () => heldPoints({ ...points, normals: undefined }),
  };
}

export function spooledPoints(all: StoredPoints, about: Bounds & Pick<RawCloud, 'hasNormals'>): RawCloud {
  return {
    ...about,
    count: all.count,
    all,
    chunks: (parts = []) => all.chunks(parts),
    kept(isKept, parts) {
      const { all: others, ...bounds } = keptPoints(all, about.shift, isKept, parts);
      return spooledPoints(others, { ...about, ...bounds });
    },
    withoutNormals: () => spooledPoints(all, { ...about, hasNormals: false }),
  };
}

/** Text, or the width of the binary numbers. */
export type NumberKind = 'text' | 'float32' | 'other';

export interface CheckInput {
  readonly name: string;
  /** What the coordinates are in the file. */
  readonly numbers: NumberKind;
  /** Receives a sentence for each finding. */
  readonly warnings: string[];
  readonly scans?: readonly Pick<Scan, 'sensor'>[] | undefined;
}

/** Written for a coordinate that is not known, by rasters and by scanners' programs. */
const NO_DATA = [-9999, -99999, -32768, -32767, -999999];
/** The largest floats mean that, too, and no place is that far away. */
const LARGEST_DATA = 3.4e38;
/** A coordinate that no unit explains; a file read with the wrong byte order is full of them. */
const ABSURD = 1e15;
const ABSURD_SHARE = 0.005;
/** Of fewer points nobody can tell what is far away. */
const FEWEST_OTHERS = 20;
/** Fewer points at 0 0 0 could be some of a shape about the origin. */
const FEWEST_NO_RETURNS = 10;
const NO_RETURN_SHARE = 0.01;

/** @throws ReconstructError `cloud-format` where the numbers cannot be coordinates, `cloud-empty` where none is left */
export function checkCloud(raw: RawCloud, input: CheckInput): RawCloud {
  const cloud = withoutNoData(withoutHuge(raw, input), input);
  const checked = withoutStations(withoutNoReturns(cloud, input), input);
  warnOfDegrees(checked, input);
  if (input.numbers === 'float32') warnOfRounding(checked, input);
  return withoutZeroNormals(checked, input);
}

function withoutHuge(cloud: RawCloud, { name, warnings, numbers }: CheckInput): RawCloud {
  const largest = Math.max(...cloud.min.map(Math.abs), ...cloud.max.map(Math.abs));
  if (largest < ABSURD) return cloud;
  const { count } = cloud;
  const isHuge = ({ positions }: PointChunk, i: number, limit: number): boolean =>
    Math.max(Math.abs(positions[3 * i]!), Math.abs(positions[3 * i + 1]!), Math.abs(positions[3 * i + 2]!)) >= limit;
  let [absurd, noData] = [0, 0];
  for (const chunk of cloud.chunks()) {
    for (let i = 0; 3 * i < chunk.positions.length; i++) {
      if (isHuge(chunk, i, LARGEST_DATA)) noData++;
      else if (isHuge(chunk, i, ABSURD)) absurd++;
    }
  }
  if (numbers !== 'text' && absurd > ABSURD_SHARE * count) {
    const what = `coordinates reach ${largest.toExponential(1)}, which no unit explains`;
    const hint = 'The byte order or the type of the numbers looks wrong: export the file again.';
    throw formatError(name, what, hint, { largest });
  }
  if (noData === 0 || noData === count) return cloud;
  warnings.push(
    `${name}: ${noData} of ${count} points were dropped: a coordinate is the largest float, which stands for no data.`,
  );
  return cloud.kept((chunk, i) => !isHuge(chunk, i, LARGEST_DATA));
}

/** Drops points with −9999 and its like in a coordinate, where the others are all far from that. */
function withoutNoData(cloud: RawCloud, { name, warnings, numbers }: CheckInput): RawCloud {
  if (Math.min(...cloud.min) > -9999) return cloud;
  const { shift, count } = cloud;
  for (const value of NO_DATA) {
    for (let axis = 0; axis < 3; axis++) {
      const local = Math.fround(value - shift[axis]!);
      let [found, low, high] = [0, Infinity, -Infinity];
      for (const { positions } of cloud.chunks()) {
        for (let at = axis; at < positions.length; at += 3) {
          const here = positions[at]!;
          if (here === local) found++;
          else if (here < low) low = here;
          else if (here > high) high = here;
        }
      }
      if (found < 2 || count - found < FEWEST_OTHERS || !(local < low - (high - low))) continue;
      warnings.push(
        `${name}: ${found} of ${count} points were dropped: ${'xyz'[axis]} is ${value}, which stands for no data.`,
      );
      return withoutNoData(
        cloud.kept(({ positions }, i) => positions[3 * i + axis] !== local),
        { name, warnings, numbers },
      );
    }
  }
  return cloud;
}

/** Drops repeated points at 0 0 0, where scanners put pulses that did not return. */
function withoutNoReturns(cloud: RawCloud, { name, warnings }: CheckInput): RawCloud {
  const { shift, min, max, count } = cloud;
  if ([0, 1, 2].some((axis) => min[axis]! > 0 || max[axis]! < 0)) return cloud;
  const [x, y, z] = shift.map((value) => Math.fround(-value)) as unknown as Triple;
  const isZero = ({ positions }: PointChunk, i: number): boolean =>
    positions[3 * i] === x && positions[3 * i + 1] === y && positions[3 * i + 2] === z;
  let found = 0;
  for (const chunk of cloud.chunks())
    for (let i = 0; 3 * i < chunk.positions.length; i++) if (isZero(chunk, i)) found++;
  if (found < FEWEST_NO_RETURNS || count - found < FEWEST_OTHERS) return cloud;
  const others = cloud.kept((chunk, i) => !isZero(chunk, i));
  const isOutside = [0, 1, 2].some((axis) => others.min[axis]! > 0 || others.max[axis]! < 0);
  if (!isOutside && found < NO_RETURN_SHARE * count) return cloud;
  warnings.push(
    `${name}: ${found} of ${count} points were dropped: they are at 0 0 0, where scanners put pulses that did not return.`,
  );
  return others;
}

/** Drops repeated points where their scanner stands: pulses that did not return, moved by the scan's pose. */
function withoutStations(cloud: RawCloud, { name, warnings, scans = [] }: CheckInput): RawCloud {
  const { shift, count } = cloud;
  if (!scans.some(({ sensor }) => sensor)) return cloud;
  const [first] = cloud.chunks(['attributes']);
  if (scans.length > 1 && !first?.attributes?.scan) return cloud;
  const places = Float32Array.from(
    scans.flatMap(({ sensor = [NaN, NaN, NaN] }) => sensor.map((value, axis) => value - shift[axis]!)),
  );
  const scanAt = ({ attributes }: PointChunk, i: number): number => attributes?.scan?.[i] ?? 0;
  const isStation = (chunk: PointChunk, i: number): boolean => {
    const { positions } = chunk;
    const place = 3 * scanAt(chunk, i);
    return (
      positions[3 * i] === places[place] &&
      positions[3 * i + 1] === places[place + 1] &&
      positions[3 * i + 2] === places[place + 2]
    );
  };
  const counts = scans.map(() => 0);
  for (const chunk of cloud.chunks(['attributes'])) {
    for (let i = 0; 3 * i < chunk.positions.length; i++) if (isStation(chunk, i)) counts[scanAt(chunk, i)]!++;
  }
  const found = counts.reduce((sum, value) => sum + (value < FEWEST_NO_RETURNS ? 0 : value), 0);
  if (found === 0 || count - found < FEWEST_OTHERS) return cloud;
  warnings.push(
    `${name}: ${found} of ${count} points were dropped: they are where their scanner stands, as pulses are that did not return.`,
  );
  return cloud.kept(
    (chunk, i) => counts[scanAt(chunk, i)]! < FEWEST_NO_RETURNS || !isStation(chunk, i),
    ['attributes'],
  );
}

/** Longitude and latitude with a height in metres make needles of any shape. */
function warnOfDegrees({ min, max }: RawCloud, { name, warnings }: CheckInput): void {
  const size = max.map((value, axis) => value - min[axis]!) as unknown as Triple;
  const plan = Math.max(size[0], size[1]);
  const isOnGlobe =
    Math.abs(min[0]) <= 180 && Math.abs(max[0]) <= 180 && Math.abs(min[1]) <= 90 && Math.abs(max[1]) <= 90;
  // A hundredth of a degree is a kilometre, over which heights differ by metres; no scan in metres is so thin a needle.
  const isFar = Math.max(Math.abs(min[0]), Math.abs(min[1])) > 20 * plan;
  if (!isOnGlobe || !isFar || plan === 0 || size[2] < 50 * plan) return;
  // Its reader knows it from the names of the columns.
  if (warnings.some((warning) => warning.includes('in degrees'))) return;
  warnings.push(
    `${name}: x and y look like degrees (${min[0].toFixed(4)}, ${min[1].toFixed(4)}) while z does not. Project the points to metres first; else the surface is a needle.`,
  );
}

/** Tells where float32 has rounded places to steps as wide as their distances. */
function warnOfRounding({ count, min, max }: RawCloud, { name, warnings }: CheckInput): void {
  [0, 1, 2].some((axis) => {
    const largest = Math.max(Math.abs(min[axis]!), Math.abs(max[axis]!));
    const step = 2 ** (Math.floor(Math.log2(largest || 1)) - 23);
    const size = Math.hypot(...max.map((value, i) => value - min[i]!));
    if (size === 0 || step < (0.1 * size) / Math.sqrt(count)) return false;
    warnings.push(
      `${name}: its coordinates are 32-bit floats near ${Math.round(largest)}, so ${'xyz'[axis]} goes in steps of ${Number(step.toPrecision(2))}. Export them as double, or less an offset.`,
    );
    return true;
  });
}

function withoutZeroNormals(cloud: RawCloud, { name, warnings }: CheckInput): RawCloud {
  if (!cloud.hasNormals || cloud.count < FEWEST_OTHERS) return cloud;
  for (const { normals } of cloud.chunks(['normals'])) if (normals!.some((value) => value !== 0)) return cloud;
  warnings.push(`${name}: all normals are zero, so the file has none.`);
  return cloud.withoutNormals();
}
