/** The part of a cloud that a person keeps: the points of some of its scans, or of some classes. */
import { ReconstructError } from '../errors.ts';
import type { Triple } from '../math/triple.ts';
import type { PointAttributes, PointCloud, Scan } from './point-cloud.ts';

export interface PointSelection {
  /** Numbers that `PointAttributes.scan` holds: indices into `PointCloud.scans` where that is there. */
  readonly scans?: readonly number[];
  /** Values of `PointAttributes.classification`. */
  readonly classes?: readonly number[];
}

type Values = Float32Array | Float64Array | Uint8Array | Uint16Array;

/**
 * A cloud of its own that shares nothing with `cloud`, in the same local space. Stations that are not kept leave the
 * list, and the points' indices count those that are left.
 * @throws ReconstructError `cloud-empty` where no point is kept
 */
export function selectPoints(cloud: PointCloud, selection: PointSelection): PointCloud {
  const kept = keptIndices(cloud, selection);
  if (kept.length === 0) throw new ReconstructError('cloud-empty', 'No point is left. Keep one of the scans.', {});
  const { positions, normals, colors, attributes, stats } = cloud;
  const places = pick(positions, kept, 3);
  const stations = selection.scans && cloud.scans ? keptScans(cloud.scans, selection.scans) : undefined;
  const selected = attributes && pickAttributes(attributes, kept, stations?.newIndex);
  const bounds = boundsOf(places, cloud.shift);
  const scans = stations?.scans ?? cloud.scans;
  return {
    ...cloud,
    positions: places,
    ...(normals && { normals: pick(normals, kept, 3) }),
    ...(colors && { colors: pick(colors, kept, 3) }),
    ...(selected && { attributes: selected }),
    ...(scans && { scans: recounted(scans, selected?.scan, kept.length) }),
    stats: {
      ...stats,
      ...bounds,
      pointCount: stats.pointCount - (stats.finiteCount - kept.length),
      finiteCount: kept.length,
    },
  };
}

function keptIndices({ positions, attributes }: PointCloud, { scans, classes }: PointSelection): Uint32Array {
  const pointCount = positions.length / 3;
  const isIn = (values: Values | undefined, wanted: readonly number[] | undefined): ((point: number) => boolean) => {
    if (!wanted) return () => true;
    if (!values) return () => false;
    const set = new Set(wanted);
    return (point) => set.has(values[point]!);
  };
  const isScan = isIn(attributes?.scan, scans);
  const isClass = isIn(attributes?.classification, classes);
  const kept = new Uint32Array(pointCount);
  let count = 0;
  for (let point = 0; point < pointCount; point++) if (isScan(point) && isClass(point)) kept[count++] = point;
  return kept.subarray(0, count);
}

function pick<T extends Values>(values: T, kept: Uint32Array, width: 1 | 3): T {
  const picked = new (values.constructor as new (length: number) => T)(width * kept.length);
  for (let i = 0, at = 0; i < kept.length; i++) {
    for (let part = 0; part < width; part++) picked[at++] = values[width * kept[i]! + part]!;
  }
  return picked;
}

function pickAttributes(
  attributes: PointAttributes,
  kept: Uint32Array,
  newIndex: ReadonlyMap<number, number> | undefined,
): PointAttributes {
  const picked = Object.fromEntries(
    Object.entries(attributes as Record<string, Values>).map(([name, values]) => [name, pick(values, kept, 1)]),
  ) as PointAttributes;
  const { scan } = picked;
  if (scan && newIndex) for (let i = 0; i < scan.length; i++) scan[i] = newIndex.get(scan[i]!)!;
  return picked;
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
function recounted(scans: readonly Scan[], scan: Uint16Array | undefined, pointCount: number): readonly Scan[] {
  const counts = new Uint32Array(scans.length);
  if (scan) for (const index of scan) counts[index]!++;
  else counts[0] = pointCount;
  return scans.map((one, index) => ({ ...one, pointCount: counts[index]! }));
}

function boundsOf(positions: Float32Array, shift: Triple): { readonly min: Triple; readonly max: Triple } {
  const min = [Infinity, Infinity, Infinity];
  const max = [-Infinity, -Infinity, -Infinity];
  for (let i = 0; i < positions.length; i++) {
    const axis = i % 3;
    const value = positions[i]! + shift[axis]!;
    if (value < min[axis]!) min[axis] = value;
    if (value > max[axis]!) max[axis] = value;
  }
  return { min: min as unknown as Triple, max: max as unknown as Triple };
}
