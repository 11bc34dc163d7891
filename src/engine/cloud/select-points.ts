/** The part of a cloud that a person keeps: the points of some of its scans, or of some classes. */
import { ReconstructError } from '../errors.ts';
import { gatherPoints } from './gather-points.ts';
import type { ReturnChoice } from '../reading-choices.ts';
import { isReturn } from './point-sample.ts';
import { type ChunkTest, keptPoints, scansOf, withShare } from './stored-points.ts';
import type { CloudStats, PointAttributes, PointCloud, Scan, StoredPoints } from './point-cloud.ts';

export interface PointSelection {
  /** Numbers that `PointAttributes.scan` holds: indices into `PointCloud.scans` where that is there. */
  readonly scans?: readonly number[];
  /** Values of `PointAttributes.classification`. */
  readonly classes?: readonly number[];
  /** Returns of a pulse, as `Reading.returns`. */
  readonly returns?: ReturnChoice;
}

/**
 * A cloud of its own that shares nothing with `cloud`, in the same local space. Stations that are not kept leave the
 * list, and the points' indices count those that are left.
 * @throws ReconstructError `cloud-empty` where no point is kept
 */
export function selectPoints(cloud: PointCloud, selection: PointSelection): PointCloud {
  const kept = gatherCloud(cloud, isIn(cloud, selection), 'No point is left. Keep one of the scans.');
  const stations = selection.scans && cloud.scans ? keptScans(cloud.scans, selection.scans) : undefined;
  if (!stations) return { ...kept, stats: asIfNeverThere(cloud, kept) };
  const attributes = kept.attributes && renumbered(kept.attributes, stations.newIndex);
  return {
    ...kept,
    ...(attributes && { attributes }),
    scans: recounted(stations.scans, attributes?.scan && [attributes.scan], kept.stats.finiteCount),
    stats: asIfNeverThere(cloud, kept),
  };
}

/** What is not kept was never read. */
function asIfNeverThere({ stats }: PointCloud, kept: PointCloud): CloudStats {
  const goneCount = stats.finiteCount - kept.stats.finiteCount;
  return { ...kept.stats, pointCount: stats.pointCount - goneCount };
}

/**
 * The points for which `isKept` holds, as a cloud of its own in the same local space. Its file still has as many
 * points.
 * @throws ReconstructError `cloud-empty` with the message `whyNone` where no point is kept
 */
export function gatherCloud(cloud: PointCloud, isKept: (point: number) => boolean, whyNone: string): PointCloud {
  const { positions, normals, colors, attributes, min, max } = gatherPoints(cloud, isKept);
  const count = positions.length / 3;
  if (count === 0) throw new ReconstructError('cloud-empty', whyNone, {});
  return {
    ...cloud,
    positions,
    ...(normals && { normals }),
    ...(colors && { colors }),
    ...(cloud.attributes && { attributes }),
    ...(cloud.scans && { scans: recounted(cloud.scans, attributes.scan && [attributes.scan], count) }),
    stats: { ...cloud.stats, min, max, finiteCount: count },
  };
}

/** The same of a cloud that memory does not hold. @throws ReconstructError as `gatherCloud` does */
export function keepStored(cloud: PointCloud, all: StoredPoints, isKept: ChunkTest, whyNone: string): PointCloud {
  const { all: kept, min, max } = keptPoints(all, cloud.shift, isKept);
  if (kept.count === 0) throw new ReconstructError('cloud-empty', whyNone, {});
  const scanOf = cloud.attributes?.scan && scansOf(kept);
  return {
    ...withShare(cloud, kept),
    ...(cloud.scans && { scans: recounted(cloud.scans, scanOf, kept.count) }),
    stats: { ...cloud.stats, min, max, finiteCount: kept.count },
  };
}

function isIn({ attributes }: PointCloud, { scans, classes, returns }: PointSelection): (point: number) => boolean {
  const isOneOf = (values: Uint8Array | Uint16Array | undefined, wanted: readonly number[] | undefined) => {
    if (!wanted) return () => true;
    if (!values) return () => false;
    const set = new Set(wanted);
    return (point: number) => set.has(values[point]!);
  };
  const [isScan, isClass] = [isOneOf(attributes?.scan, scans), isOneOf(attributes?.classification, classes)];
  const { returnNumber, returnCount } = attributes ?? {};
  const isKept = (point: number): boolean =>
    !returns || !returnNumber || !returnCount || isReturn(returns, returnNumber[point]!, returnCount[point]!);
  return (point) => isScan(point) && isClass(point) && isKept(point);
}

function renumbered(attributes: PointAttributes, newIndex: ReadonlyMap<number, number>): PointAttributes {
  const { scan } = attributes;
  return scan ? { ...attributes, scan: scan.map((index) => newIndex.get(index)!) } : attributes;
}

function keptScans(
  scans: readonly Scan[],
  wanted: readonly number[],
): { readonly scans: readonly Scan[]; readonly newIndex: ReadonlyMap<number, number> } {
  const set = new Set(wanted);
  const indices = scans.flatMap((_, index) => (set.has(index) ? [index] : []));
  return {
    scans: indices.map((index) => scans[index]!),
    newIndex: new Map(indices.map((index, place) => [index, place])),
  };
}

/** The stations with the points that are left of each. */
function recounted(
  scans: readonly Scan[],
  scanOf: Iterable<Uint16Array> | undefined,
  pointCount: number,
): readonly Scan[] {
  const counts = new Uint32Array(scans.length);
  if (scanOf) for (const chunk of scanOf) for (const index of chunk) counts[index]!++;
  else counts[0] = pointCount;
  return scans.map((one, index) => ({ ...one, pointCount: counts[index]! }));
}
