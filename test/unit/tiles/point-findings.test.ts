/** What tiles find out about their points, kept by blocks: the same however it is brought together. */
import { expect, it } from 'vitest';
import { orderDense, pointsOfTile } from '../../../src/engine/tiles/dense-cloud.ts';
import { heldPoints } from '../../../src/engine/tiles/dense-points.ts';
import { PointFindings } from '../../../src/engine/tiles/point-findings.ts';
import type { UnitBox } from '../../../src/engine/tiles/unit-box.ts';
import { uniform } from '../../gpu/orientation/shapes.ts';

const COUNT = 3000;
const positions = Float32Array.from({ length: 3 * COUNT }, (_, i) => uniform(5, i) - 0.5);
const { cloud } = orderDense({ positions, frame: { centre: [0, 0, 0], worldPerNorm: 1 }, resolution: 256 });
const BOXES: readonly UnitBox[] = [
  { low: [0, 0, 0], high: [13, 32, 32] },
  { low: [13, 0, 0], high: [32, 20, 32] },
  { low: [13, 20, 0], high: [32, 32, 32] },
];
const everyPoint = Uint32Array.from({ length: cloud.pointCount }, (_, i) => i);
/** Of a point by its number in the cloud. */
const isStray = (point: number): boolean => point % 7 === 3;
const radiusOf = (point: number): number => Math.fround(0.001 * point);

/** As tiles do it: with their surroundings, of which they know less than those whose they are. */
function find(findings: PointFindings, box: UnitBox): void {
  const points = pointsOfTile(cloud, box, 5);
  const { indices, isOwn } = points;
  findings.markOutliers(points, (i) => isOwn[i] === 0 || isStray(indices[i]!));
  findings.keepRadii(
    points,
    Float32Array.from(indices, (point, i) => (isOwn[i] === 1 ? radiusOf(point) : -1)),
  );
}

const expected = {
  isOutlier: Uint8Array.from(everyPoint, (point) => (isStray(point) ? 1 : 0)),
  radii: Float32Array.from(everyPoint, radiusOf),
};

it('are those of each tile about its own points', () => {
  const findings = new PointFindings(cloud);
  expect(findings.of(everyPoint)).toEqual({ isOutlier: new Uint8Array(COUNT), radii: new Float32Array(COUNT) });
  for (const box of BOXES) find(findings, box);
  expect(findings.of(everyPoint)).toEqual(expected);
  expect(findings.outlierCount).toBe(everyPoint.filter(isStray).length);
  const some = everyPoint.filter((point) => point % 11 === 4);
  expect([...findings.of(some).radii]).toEqual([...some].map(radiusOf));
});

it('are the same from tiles that were solved apart, in any order', () => {
  const together = new PointFindings(cloud);
  for (const box of BOXES.toReversed()) {
    const apart = new PointFindings(cloud);
    find(apart, box);
    together.add(box, apart.ofTile(box));
  }
  expect(together.of(everyPoint)).toEqual(expected);
});

it('points in memory are given by their numbers, with the colours of where they come from', async () => {
  const colors = Uint8Array.from({ length: 3 * COUNT }, (_, i) => i % 251);
  const held = heldPoints(cloud, colors);
  const some = everyPoint.filter((point) => point % 13 === 6);
  const [places, seen] = [await held.positions(some), await held.colors!(some)];
  for (const [i, point] of some.entries()) {
    const source = 3 * cloud.sourceIndices[point]!;
    expect([...places.subarray(3 * i, 3 * i + 3)]).toEqual([...positions.subarray(source, source + 3)]);
    expect([...seen.subarray(3 * i, 3 * i + 3)]).toEqual([...colors.subarray(source, source + 3)]);
  }
  expect(heldPoints(cloud).colors).toBeUndefined();
});
