/** A mesh that goes along with its cloud: its places, its lengths, and all that is said of it. */
import { expect, it } from 'vitest';
import { DEFAULTS } from '../../../src/engine/options.ts';
import { placedAt, type Placing } from '../../../src/engine/math/placement.ts';
import type { Triple } from '../../../src/engine/math/triple.ts';
import type { PointCloud } from '../../../src/engine/cloud/point-cloud.ts';
import type { RunReport } from '../../../src/engine/report.ts';
import { heldCloud, type HeldCloud } from '../../../src/renderer/worker/open-cloud.ts';
import { moveRun } from '../../../src/renderer/worker/move-run.ts';
import { PlacedParts } from '../../../src/renderer/worker/placed-parts.ts';
import { placeHeld } from '../../../src/renderer/worker/place-held.ts';
import { PointEditor } from '../../../src/renderer/worker/point-edits.ts';
import { finishRun, type HeldRun } from '../../../src/renderer/worker/reconstruct-cloud.ts';

const { signal } = new AbortController();
/** Far from the origin, as surveyed places are. */
const SHIFT: Triple = [400_000, 5_000_000, 100];
const CORNERS = [0, 0, 0, 4, 0, 0, 0, 2, 0, 0, 0, 1];
const NOTHING = { removed: null, crop: null };

async function scene(): Promise<{ held: HeldCloud; run: HeldRun }> {
  const cloud: PointCloud = {
    positions: Float32Array.from(CORNERS),
    shift: SHIFT,
    stats: {
      pointCount: 4,
      finiteCount: 4,
      min: SHIFT,
      max: [SHIFT[0] + 4, SHIFT[1] + 2, SHIFT[2] + 1],
      warnings: [],
    },
  };
  const about = { id: 1, name: 'a.ply', fileCount: 1, fileBytes: 1, recipe: [] };
  const { held } = await heldCloud(cloud, about, { signal, onEvent: () => undefined }, () => undefined);
  const at = (x: number, y: number, z: number): Triple => [SHIFT[0] + x, SHIFT[1] + y, SHIFT[2] + z];
  const handle = { centre: at(1, 0, 0), length: 3 };
  const deviation = { mean: 1, share95: 2, maximum: 3 };
  const report = {
    shift: SHIFT,
    spacing: 1,
    lineGap: 2,
    noise: 0.5,
    voxel: 0.25,
    holeRadius: 3,
    topology: { triangles: 4, area: 6, signedVolume: 4 / 3 },
    noiseRegions: { noise: 0.3, share: 0.2 },
    layers: { offset: 0.1, share: 1 },
    alignment: null,
    holes: { closed: 1, open: 0, areaGuessed: 4, list: [{ ...handle, id: 1, area: 2, width: 1 }] },
    handles: { genusFound: 1, closed: 1, left: 0, list: [{ ...handle, state: 'closed', reason: null }] },
    trust: {
      median: 0.1,
      percentile95: null,
      areaGuessed: 2,
      shareGuessed: 0.5,
      places: [{ area: 1, centre: at(1, 1, 0), min: at(0, 0, 0), max: at(4, 2, 1) }],
    },
    finish: {
      trimmed: { triangles: 1, area: 3 },
      droppedPieces: [{ triangles: 1, area: 5, min: at(0, 0, 0), max: at(4, 2, 1), openEdges: 3 }],
      handles: { closed: [handle], left: [] },
      holes: { closed: [{ rim: 0, edges: 3, width: 2, area: 1, triangles: 1 }], left: [] },
      simplified: { stoppedBy: 'target', fromOriginal: deviation, toOriginal: deviation, lockedVertices: 0 },
    },
    proof: {
      area: 6,
      volume: 4 / 3,
      rims: { count: 1, edges: 3, length: 5, longest: [{ edges: 3, length: 5 }] },
      selfIntersections: { pairs: 1, isComplete: true, places: [at(0, 2, 0)] },
      min: SHIFT,
      max: at(4, 2, 1),
      thickness: null,
      buildVolume: { size: [1, 1, 1], fits: 'no' },
      faults: ['too-large'],
      isReadyToPrint: false,
    },
  } as unknown as RunReport;
  const { held: run } = finishRun({
    id: 2,
    held,
    leftOut: NOTHING,
    points: cloud,
    options: { ...DEFAULTS, noise: 0.5 },
    mesh: {
      positions: Float32Array.from(CORNERS),
      indices: Uint32Array.from([0, 2, 1, 0, 1, 3, 1, 2, 3, 0, 3, 2]),
      normals: Float32Array.from([0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 0, -1]),
      trust: { uncertainties: Float32Array.from([1, 2, 3, 4]), guessed: new Uint8Array(4) },
      shift: SHIFT,
    },
    report,
    measured: {
      distances: Float32Array.from([1, 2, 3, 4]),
      percentiles: [1, 4],
      signed: { points: Float32Array.from([-1, 4]), vertices: Float32Array.from([-1, 2, -3, 4]) },
      fit: {
        mean: 1,
        median: 2,
        percentile95: 3,
        max: 4,
        lost: { count: 1, beyond: 2, bounds: { min: at(0, 0, 0), max: at(4, 2, 1) } },
        sampleCount: 4,
      },
      lostPositions: Float32Array.from([4, 2, 1]),
    },
    trimLengths: Float32Array.from([1, 2, Infinity, 4]),
    steps: [{ trim: 2, choice: { simplifyWithin: 0.5, smooth: 5 } }],
    fine: { positions: Float64Array.from(CORNERS), indices: Uint32Array.from([0, 1, 2]) },
    cleaned: { positions: Float32Array.from(CORNERS), normals: Float32Array.from(CORNERS), shift: SHIFT },
  });
  return { held, run };
}

async function move({ held, run }: { held: HeldCloud; run: HeldRun }, placing: Placing, id = 3) {
  const placed = await placeHeld(id, held, placing, signal);
  const { held: cloud } = placed;
  const moved = moveRun({ id: id + 10, run, cloud, leftOut: NOTHING, left: cloud.cloud });
  return { held: cloud, run: moved.held };
}

const near = (values: readonly number[]): unknown[] => values.map((value): unknown => expect.closeTo(value, 6));

it('lies where the points of it lie, in places of the world', async () => {
  const first = await scene();
  const { held, run } = await move(first, { up: '+y', turn: [0, 0, 30], scale: 2, unit: 'mm' });
  expect(run.mesh.shift).toEqual(held.cloud.shift);
  // Corners and points are the same places: each goes the same way, to the last digit of float32.
  expect([...run.mesh.positions]).toEqual([...held.cloud.positions]);
  expect([...run.fine!.positions]).toEqual(near([...held.cloud.positions]));
  expect([...run.cleaned!.positions]).toEqual([...held.cloud.positions]);
  // Up in the file, +y, is up: (0, 1, 0) → (0, 0, 1); (1, 0, 0) turns by 30 degrees about it.
  const [x, y, z] = [run.mesh.normals!.subarray(3, 6), run.mesh.normals!.subarray(6, 9), run.mesh.normals!.length];
  expect([...x, ...y, z]).toEqual([...near([Math.sqrt(3) / 2, 0.5, 0, 0, 0, 1]), 12]);
  const { geometry, lostPoints, cloudId, options } = run.finished;
  const drawn = held.centre.map((value, axis) => run.mesh.positions[3 + axis]! - value);
  expect([...geometry.positions.subarray(3, 6)]).toEqual(near(drawn));
  const lost = placedAt(held.cloud.placement!, [SHIFT[0] + 4, SHIFT[1] + 2, SHIFT[2] + 1]);
  expect([...lostPoints]).toEqual(near(lost.map((value, axis) => value - held.info.origin[axis]!)));
  expect([cloudId, options.noise]).toEqual([3, 1]);
  expect(run.points).toBe(held.cloud);
});

it('has lengths, areas and a volume of its new size, and no crop of a printer', async () => {
  const { run, held } = await move(await scene(), { turn: [0, 0, 90], scale: 2 });
  const at = (x: number, y: number, z: number): unknown[] =>
    near(placedAt(held.cloud.placement!, [SHIFT[0] + x, SHIFT[1] + y, SHIFT[2] + z]));
  expect([...run.trimLengths, ...run.distances]).toEqual([2, 4, Infinity, 8, 2, 4, 6, 8]);
  expect([...run.mesh.trust!.uncertainties]).toEqual([2, 4, 6, 8]);
  expect(run.steps).toEqual([{ trim: 4, choice: { simplifyWithin: 1, smooth: 5 } }]);
  const { fit, distancePercentiles, pointDistances, geometry, report } = run.finished;
  expect(fit).toMatchObject({ mean: 2, median: 4, percentile95: 6, max: 8, lost: { count: 1, beyond: 4 } });
  expect(distancePercentiles).toEqual([2, 8]);
  expect([...pointDistances]).toEqual([-2, 8]);
  expect([...geometry.distances!]).toEqual([-2, 4, -6, 8]);
  // A quarter turn takes y to −x: the box reaches from where y was greatest.
  const box = { min: at(0, 2, 0), max: at(4, 0, 1) };
  expect(fit.lost.bounds).toEqual(box);
  expect(report).toMatchObject({
    placement: held.cloud.placement,
    shift: held.cloud.shift,
    spacing: 2,
    lineGap: 4,
    noise: 1,
    voxel: 0.5,
    holeRadius: 6,
    topology: { triangles: 4, area: 24, signedVolume: expect.closeTo(32 / 3, 9) as number },
    noiseRegions: { noise: 0.6, share: 0.2 },
    layers: { offset: 0.2, share: 1 },
    alignment: null,
    holes: { areaGuessed: 16, list: [{ area: 8, width: 2, length: 6, centre: at(1, 0, 0) }] },
    handles: { list: [{ length: 6, centre: at(1, 0, 0) }] },
    trust: { median: 0.2, percentile95: null, areaGuessed: 8, shareGuessed: 0.5 },
    finish: {
      trimmed: { triangles: 1, area: 12 },
      droppedPieces: [{ area: 20, ...box }],
      handles: { closed: [{ length: 6, centre: at(1, 0, 0) }] },
      holes: { closed: [{ width: 4, area: 4 }] },
      simplified: { fromOriginal: { mean: 2, share95: 4, maximum: 6 }, toOriginal: { mean: 2 } },
    },
    proof: {
      area: 24,
      volume: expect.closeTo(32 / 3, 9) as number,
      rims: { length: 10, longest: [{ edges: 3, length: 10 }] },
      selfIntersections: { places: [at(0, 2, 0)] },
      ...box,
      buildVolume: null,
      faults: [],
      isReadyToPrint: true,
    },
  });
  expect(report.trust!.places).toEqual([{ area: 4, centre: at(1, 1, 0), ...box }]);
});

it('is moved from where it was made, however often, and back to the same bytes', async () => {
  const first = await scene();
  const tilted = await move(first, { up: [1, 2, 3], scale: 0.1 });
  const turned = await move(tilted, { turn: [0, 0, 37], scale: 3 }, 4);
  const once = await move(first, { turn: [0, 0, 37], scale: 3 }, 5);
  expect(turned.run.mesh).toEqual(once.run.mesh);
  expect(turned.run.finished.options.noise).toBeCloseTo(1.5, 12);
  const back = await move(turned, {}, 6);
  expect(back.run.mesh).toEqual(first.run.mesh);
  expect(back.run.trimLengths).toEqual(first.run.trimLengths);
});

it('was made without the same points, whichever way they are left out then', async () => {
  const { held } = await scene();
  const { held: after } = await placeHeld(2, held, { up: '+y' }, signal);
  const points = new PointEditor(() => 9);
  const parts = new PlacedParts(points, held, after);
  const crop = { centre: [-1, 0, 0] as const, size: [3, 9, 9] as const, turn: 0 };
  const leaning = parts.of({ removed: null, crop });
  expect(leaning).toEqual({ removed: { id: 9, count: 1 }, crop: null });
  expect(parts.of({ removed: null, crop: { ...crop } })).toBe(leaning);
  expect(parts.of(points.setsOf({ removed: 9, crop: null }))).toEqual(leaning);
});
