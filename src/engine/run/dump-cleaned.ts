/** The cloud that a run works on, and why the other points of the file are not in it, for a dump. */
import { toNormalised } from '../cloud/frame.ts';
import type { PointCloud } from '../cloud/point-cloud.ts';
import type { PreparedCloud } from '../cloud/prepare-cloud.ts';
import type { Host } from '../host/host.ts';
import { gatherTriples } from '../math/gather-triples.ts';
import { boundsOf } from '../math/point-bounds.ts';

const REASONS = ['a duplicate, or left to the tiles', 'far from all others', 'an outlier'] as const;
const [DUPLICATE, FAR, OUTLIER] = [0, 1, 2];
/** A place on the box of the points that stay may be rounded out of it. */
const SLACK = 1e-5;

/** @param first the points of the file that the search for outliers began with */
export async function dumpCleaned(
  { dump }: Host,
  cloud: PointCloud,
  first: Uint32Array,
  { positions, sourceIndices, frame }: PreparedCloud,
): Promise<void> {
  if (!dump) return;
  dump.place(frame, cloud.shift);
  const { pointCount, finiteCount } = cloud.stats;
  dump.numbers('clean', { pointsInFile: pointCount, notFinite: pointCount - finiteCount, used: sourceIndices.length });
  await dump.points('clean', 'points used', { positions });

  const fates = new Uint8Array(cloud.positions.length / 3);
  for (const source of first) fates[source] = 1;
  for (const source of sourceIndices) fates[source] = 2;
  const left = new Uint32Array(fates.length).map((_, point) => point).filter((point) => fates[point] !== 2);
  const leftPositions = toNormalised(gatherTriples(cloud.positions, left, new Float32Array(3 * left.length)), frame);
  const { min, max } = boundsOf(positions);
  const isFar = (i: number): boolean =>
    [0, 1, 2].some((axis) => {
      const place = leftPositions[3 * i + axis]!;
      return place < min[axis]! - SLACK || place > max[axis]! + SLACK;
    });
  const reasons = Uint8Array.from(left, (point, i) => (fates[point] === 1 ? OUTLIER : isFar(i) ? FAR : DUPLICATE));
  const values = { reason: { values: reasons, kinds: REASONS } };
  await dump.points('clean', 'points left out', { positions: leftPositions, values });
}
