/**
 * Several clouds of one scene as one. Each keeps its own stations; a cloud without becomes one station of its own. What
 * only some of them know (normals, colours, attributes) is left out and said, since a made-up value would pass for a
 * measured one. Differences of unit or of coordinate system are pointed out and not mended: only a person knows which
 * is right.
 */
import { ReconstructError } from '../errors.ts';
import { joined } from '../math/joined.ts';
import type { Triple } from '../math/triple.ts';
import { shiftFor } from './frame.ts';
import type { CloudStats, AttributeName, PointAttributes, PointCloud, Scan } from './point-cloud.ts';

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
 * @throws ReconstructError `cloud-format` for more than 65,536 stations or points that memory cannot hold
 */
export function mergeClouds(clouds: readonly NamedCloud[]): PointCloud {
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
  const count = of.reduce((sum, { positions }) => sum + positions.length / 3, 0);
  const warnings = [...of.flatMap(({ stats }) => stats.warnings), ...differences(clouds)];
  const shared = sharedParts(clouds, warnings);
  const { scans, scan } = mergedScans(clouds, count);
  const [crs] = of.flatMap((cloud) => cloud.crs ?? []);
  return {
    positions: movedPositions(of, shift, count),
    shift,
    ...(shared.normals && { normals: joined(of.map(({ normals }) => normals!)) }),
    ...(shared.colors && { colors: joined(of.map(({ colors }) => colors!)) }),
    attributes: { ...shared.attributes, scan },
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

function movedPositions(clouds: readonly PointCloud[], shift: Triple, count: number): Float32Array {
  const positions = new Float32Array(3 * count);
  let at = 0;
  for (const cloud of clouds) {
    const move = cloud.shift.map((value, axis) => value - shift[axis]!);
    for (let i = 0; i < cloud.positions.length; i++) positions[at++] = cloud.positions[i]! + move[i % 3]!;
  }
  return positions;
}

/** What every cloud has; tells of the rest. */
function sharedParts(
  clouds: readonly NamedCloud[],
  warnings: string[],
): { readonly normals: boolean; readonly colors: boolean; readonly attributes: PointAttributes } {
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
    isShared(word, ({ attributes: of }) => of?.[name])
      ? [[name, joined(clouds.map(({ cloud }) => cloud.attributes![name] as Float32Array))] as const]
      : [],
  );
  return {
    normals: isShared('normals', ({ normals }) => normals),
    colors: isShared('colours', ({ colors }) => colors),
    attributes: Object.fromEntries(attributes),
  };
}

function mergedScans(
  clouds: readonly NamedCloud[],
  count: number,
): { readonly scans: readonly Scan[]; readonly scan: Uint16Array } {
  const scans: Scan[] = [];
  const scan = new Uint16Array(count);
  let at = 0;
  for (const { name, cloud, isScene } of clouds) {
    const pointCount = cloud.positions.length / 3;
    const own = cloud.scans ?? [{ name, pointCount }];
    const first = scans.length;
    if (first + own.length > MOST_SCANS) {
      const message = `${name}: there are more than ${MOST_SCANS} scans in all. Reconstruct them in parts.`;
      throw new ReconstructError('cloud-format', message, { file: name, scans: first + own.length });
    }
    scans.push(...own.map((one) => (cloud.scans && !isScene ? { ...one, name: `${name}: ${one.name}` } : one)));
    const of = cloud.attributes?.scan;
    for (let i = 0; i < pointCount; i++) scan[at++] = first + (of?.[i] ?? 0);
  }
  return { scans, scan };
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
