/**
 * Several clouds of one scene as one. Each keeps its own stations; a cloud without becomes one station of its own. What
 * only some of them know (normals, colours, attributes) is left out and said, since a made-up value would pass for a
 * measured one. Differences of unit or of coordinate system are pointed out and not mended: only a person knows which
 * is right.
 */
import { ReconstructError } from '../errors.ts';
import type { Scratch } from '../host/scratch.ts';
import type { Triple } from '../math/triple.ts';
import { shiftFor } from './frame.ts';
import {
  type AttributeName,
  type CloudStats,
  type PointChunk,
  type PointCloud,
  pointCountOf,
  type Scan,
} from './point-cloud.ts';
import { changedPoints, heldAsStored, joinedChunks, joinedPoints, shareOfPoints } from './stored-points.ts';

export interface NamedCloud {
  /** The file's name, for messages and for its station. */
  readonly name: string;
  readonly cloud: PointCloud;
  /** It was put together from files before: its stations have names of their own. */
  readonly isScene?: boolean;
}

/** `scan` is a 16-bit index. */
const MOST_SCANS = 1 << 16;
/** Millimetres beside metres are a thousand; two scans of one scene may well differ thirtyfold. */
const UNIT_RATIO = 300;
/** Clouds of one scene lie within a few of its sizes. */
const FAR_SIZES = 100;

/**
 * @param clouds at least one, that stand alike; a single one is given back as it is
 * @param scratch what of them memory may hold, where there are more than it holds of one
 * @throws ReconstructError `cloud-format` for more than 65,536 stations or points that memory cannot hold
 */
export function mergeClouds(clouds: readonly NamedCloud[], scratch?: Scratch): PointCloud {
  const [first] = clouds;
  if (!first) throw new Error('no clouds to merge');
  if (clouds.length === 1) return first.cloud;
  const of = clouds.map(({ cloud }) => cloud);
  const min = boundOf(
    of.map(({ stats }) => stats.min),
    Math.min,
  );
  const max = boundOf(
    of.map(({ stats }) => stats.max),
    Math.max,
  );
  const shift = shiftFor(min, max);
  const count = of.reduce((sum, cloud) => sum + pointCountOf(cloud), 0);
  const warnings = [...of.flatMap(({ stats }) => stats.warnings), ...differences(clouds)];
  const shared = sharedParts(clouds, warnings);
  const { scans, firsts } = mergedScans(clouds);
  const [crs] = of.flatMap((cloud) => cloud.crs ?? []);
  return {
    ...mergedPoints(of, shift, { shared, firsts, scratch }),
    shift,
    scans,
    ...(crs && { crs }),
    ...(first.cloud.placement && { placement: first.cloud.placement }),
    stats: {
      pointCount: of.reduce((sum, { stats }) => sum + stats.pointCount, 0),
      finiteCount: count,
      ...takenOut(of),
      min,
      max,
      warnings,
      imageCount: of.reduce((sum, { stats }) => sum + (stats.imageCount ?? 0), 0),
    },
  };
}

/** What was taken out of the clouds before. */
function takenOut(clouds: readonly PointCloud[]): Pick<CloudStats, 'removedCount' | 'croppedCount'> {
  const sumOf = (name: 'removedCount' | 'croppedCount'): number =>
    clouds.reduce((sum, { stats }) => sum + (stats[name] ?? 0), 0);
  const [removedCount, croppedCount] = [sumOf('removedCount'), sumOf('croppedCount')];
  return { ...(removedCount > 0 && { removedCount }), ...(croppedCount > 0 && { croppedCount }) };
}

function boundOf(corners: readonly Triple[], pick: (...values: number[]) => number): Triple {
  const along = (axis: 0 | 1 | 2): number => pick(...corners.map((corner) => corner[axis]));
  return [along(0), along(1), along(2)];
}

interface MergedParts {
  readonly shared: {
    readonly normals: boolean;
    readonly colors: boolean;
    readonly attributes: readonly AttributeName[];
  };
  /** Place of the first station of each cloud among all. */
  readonly firsts: readonly number[];
  readonly scratch: Scratch | undefined;
}

type MergedPoints = Pick<PointCloud, 'positions' | 'normals' | 'colors' | 'attributes' | 'all'>;

/** The points of all clouds about one shift; not held where those of any cloud are not. */
function mergedPoints(clouds: readonly PointCloud[], shift: Triple, parts: MergedParts): MergedPoints {
  const changes = clouds.map((cloud, at) => (chunk: PointChunk) => {
    return mergedChunk(chunk, { from: cloud.shift, shift }, parts.shared, parts.firsts[at]!);
  });
  const ofAny = clouds.find(({ all }) => all)?.all!.scratch;
  const scratch = ofAny && (parts.scratch ?? ofAny);
  if (!scratch) return pointsOf(joinedChunks(clouds.map((cloud, at) => changes[at]!(cloud))));
  const stored = clouds.map((cloud, at) =>
    changedPoints(cloud.all ?? { ...heldAsStored(cloud), scratch }, changes[at]!),
  );
  const all = { ...joinedPoints(stored), scratch };
  return { ...pointsOf(shareOfPoints(all)), ...(all.count > scratch.wholePoints && { all }) };
}

function pointsOf({ positions, normals, colors, attributes }: PointChunk): MergedPoints {
  return { positions, ...(normals && { normals }), ...(colors && { colors }), ...(attributes && { attributes }) };
}

interface Shifts {
  readonly from: Triple;
  readonly shift: Triple;
}

function mergedChunk(
  { positions, normals, colors, attributes }: PointChunk,
  { from, shift }: Shifts,
  shared: MergedParts['shared'],
  firstScan: number,
): PointChunk {
  const [moveX, moveY, moveZ] = from.map((value, axis) => value - shift[axis]!) as unknown as Triple;
  const moved = new Float32Array(positions.length);
  for (let i = 0; i < positions.length; i += 3) {
    moved[i] = positions[i]! + moveX;
    moved[i + 1] = positions[i + 1]! + moveY;
    moved[i + 2] = positions[i + 2]! + moveZ;
  }
  const count = positions.length / 3;
  const scan = new Uint16Array(count).fill(firstScan);
  if (attributes?.scan) for (let i = 0; i < count; i++) scan[i] = firstScan + attributes.scan[i]!;
  const kept = shared.attributes.flatMap((name) => (attributes?.[name] ? [[name, attributes[name]] as const] : []));
  return {
    positions: moved,
    ...(shared.normals && normals && { normals }),
    ...(shared.colors && colors && { colors }),
    attributes: { ...Object.fromEntries(kept), scan },
  };
}

/** What every cloud has; tells of the rest. */
function sharedParts(clouds: readonly NamedCloud[], warnings: string[]): MergedParts['shared'] {
  const isShared = (word: string, has: (cloud: PointCloud) => unknown): boolean => {
    const without = clouds.filter(({ cloud }) => has(cloud) === undefined);
    if (without.length > 0 && without.length < clouds.length) {
      const [name, others] = [without[0]!.name, without.length - 1];
      const who = others > 0 ? `${name} and ${others} more have` : `${name} has`;
      warnings.push(`${who} no ${word}, so those of the other files are left out.`);
    }
    return without.length === 0;
  };
  const names: readonly (readonly [AttributeName, string])[] = [
    ['intensity', 'intensity'],
    ['classification', 'classes'],
    ['returnNumber', 'return numbers'],
    ['returnCount', 'numbers of returns'],
    ['time', 'times'],
  ];
  const attributes = names.flatMap(([name, word]) =>
    isShared(word, ({ attributes: of }) => of?.[name]) ? [name] : [],
  );
  return {
    normals: isShared('normals', ({ normals }) => normals),
    colors: isShared('colours', ({ colors }) => colors),
    attributes,
  };
}

function mergedScans(clouds: readonly NamedCloud[]): {
  readonly scans: readonly Scan[];
  readonly firsts: readonly number[];
} {
  const scans: Scan[] = [];
  const firsts: number[] = [];
  for (const { name, cloud, isScene } of clouds) {
    const pointCount = pointCountOf(cloud);
    const own = cloud.scans ?? [{ name, pointCount }];
    const first = scans.length;
    if (first + own.length > MOST_SCANS) {
      const message = `${name}: there are more than ${MOST_SCANS} scans in all. Reconstruct them in parts.`;
      throw new ReconstructError('cloud-format', message, { file: name, scans: first + own.length });
    }
    scans.push(...own.map((one) => (cloud.scans && !isScene ? { ...one, name: `${name}: ${one.name}` } : one)));
    firsts.push(first);
  }
  return { scans, firsts };
}

/** Sentences on what does not fit together. */
function differences(clouds: readonly NamedCloud[]): string[] {
  const found: string[] = [];
  const [first] = clouds;
  const sizeOf = ({ stats }: PointCloud): number =>
    Math.hypot(...stats.max.map((value, axis) => value - stats.min[axis]!));
  const sized = clouds.map(({ name, cloud }) => ({ name, cloud, size: sizeOf(cloud) })).filter(({ size }) => size > 0);
  sized.sort((a, b) => a.size - b.size);
  const [smallest, largest] = [sized[0], sized.at(-1)];
  if (smallest && largest && largest.size > UNIT_RATIO * smallest.size) {
    found.push(
      `${largest.name} is ${Math.round(largest.size / smallest.size)} times as large as ${smallest.name}: check that both are in one unit.`,
    );
  }
  if (largest) {
    const centreOf = ({ stats }: PointCloud): Triple => boundOf([stats.min, stats.max], (a, b) => (a + b) / 2);
    const middle = centreOf(largest.cloud);
    const far = clouds.find(
      ({ cloud }) =>
        Math.hypot(...centreOf(cloud).map((value, axis) => value - middle[axis]!)) > FAR_SIZES * largest.size,
    );
    if (far) {
      found.push(
        `${far.name} and ${largest.name} lie more than ${FAR_SIZES} times their size apart: check that both are in one coordinate system.`,
      );
    }
  }
  const systems = clouds.filter(({ cloud }) => cloud.crs?.epsg !== undefined);
  const other = systems.find(({ cloud }) => cloud.crs?.epsg !== systems[0]!.cloud.crs?.epsg);
  if (other && first) {
    found.push(
      `${systems[0]!.name} is in EPSG:${systems[0]!.cloud.crs!.epsg}, ${other.name} in EPSG:${other.cloud.crs!.epsg}: transform one of them first.`,
    );
  }
  return found;
}
