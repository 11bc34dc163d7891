/**
 * What a run's report says of a mesh that was moved with its cloud after the run: the same in the places and lengths
 * that it then has. Sentences (warnings, why a level was taken) stay as they were said.
 */
import type { PointCloud } from './cloud/point-cloud.ts';
import type { Deviation } from './measure/deviation.ts';
import type { FinishReport } from './finish/finish-report.ts';
import type { MeshCheck } from './finish/check/mesh-check.ts';
import { inverseOf, joined, placedAt } from './math/placement.ts';
import type { Motion } from './math/motion.ts';
import type { Triple } from './math/triple.ts';
import type { AlignmentReport, RunReport, TrustReport } from './report.ts';

interface Box {
  readonly min: Triple;
  readonly max: Triple;
}

/**
 * @param cloud as it stands then
 * @param bounds of the mesh as it stands then, world space
 */
export function movedReport(report: RunReport, motion: Motion, cloud: PointCloud, bounds: Box): RunReport {
  const { scale } = motion;
  const { topology, noiseRegions, layers, alignment, holes, handles, trust, finish, proof } = report;
  const at = <T extends { readonly centre: Triple; readonly length: number }>(thing: T): T => ({
    ...thing,
    centre: placedAt(motion, thing.centre),
    length: scale * thing.length,
  });
  const { crs: _of, placement: _as, ...rest } = report;
  return {
    ...rest,
    shift: cloud.shift,
    ...(cloud.crs && { crs: cloud.crs }),
    ...(cloud.placement && { placement: cloud.placement }),
    spacing: scale * report.spacing,
    lineGap: report.lineGap === null ? null : scale * report.lineGap,
    noise: scale * report.noise,
    voxel: scale * report.voxel,
    holeRadius: scale * report.holeRadius,
    topology: {
      ...topology,
      area: scale ** 2 * topology.area,
      // Of a closed mesh the same wherever it lies; of an open one nobody asks.
      signedVolume: scale ** 3 * topology.signedVolume,
    },
    noiseRegions: noiseRegions && { ...noiseRegions, noise: scale * noiseRegions.noise },
    layers: layers && { ...layers, offset: scale * layers.offset },
    alignment: alignment && movedAlignment(alignment, motion),
    holes: {
      ...holes,
      areaGuessed: scale ** 2 * holes.areaGuessed,
      list: holes.list.map((hole) => ({ ...at(hole), area: scale ** 2 * hole.area, width: scale * hole.width })),
    },
    handles: { ...handles, list: handles.list.map(at) },
    trust: trust && movedTrust(trust, motion),
    ...(finish && { finish: movedFinish(finish, motion) }),
    ...(proof && { proof: movedProof(proof, motion, bounds) }),
  };
}

function movedAlignment(alignment: AlignmentReport, { matrix, scale }: Motion): AlignmentReport {
  const back = inverseOf(matrix);
  return {
    ...alignment,
    before: scale * alignment.before,
    after: scale * alignment.after,
    scans: alignment.scans.map((scan) => ({
      ...scan,
      shift: scale * scan.shift,
      matrix: joined(matrix, joined(scan.matrix, back)),
    })),
  };
}

function movedTrust(trust: TrustReport, motion: Motion): TrustReport {
  const { scale } = motion;
  const length = (value: number | null): number | null => (value === null ? null : scale * value);
  return {
    ...trust,
    median: length(trust.median),
    percentile95: length(trust.percentile95),
    areaGuessed: scale ** 2 * trust.areaGuessed,
    places: trust.places.map((place) => ({
      area: scale ** 2 * place.area,
      centre: placedAt(motion, place.centre),
      ...movedBox(place, motion),
    })),
  };
}

function movedFinish(finish: FinishReport, motion: Motion): FinishReport {
  const { scale } = motion;
  const { trimmed, droppedPieces, handles, holes, relaxed, simplified } = finish;
  const handle = <T extends { readonly centre: Triple; readonly length: number }>(loop: T): T => ({
    ...loop,
    centre: placedAt(motion, loop.centre),
    length: scale * loop.length,
  });
  const hole = <T extends { readonly width: number; readonly area: number }>(rim: T): T => ({
    ...rim,
    width: scale * rim.width,
    area: scale ** 2 * rim.area,
  });
  const deviations = <T extends { readonly fromOriginal: Deviation; readonly toOriginal: Deviation }>(of: T): T => ({
    ...of,
    fromOriginal: scaledDeviation(of.fromOriginal, scale),
    toOriginal: scaledDeviation(of.toOriginal, scale),
  });
  return {
    ...finish,
    ...(trimmed && { trimmed: { ...trimmed, area: scale ** 2 * trimmed.area } }),
    ...(droppedPieces && {
      droppedPieces: droppedPieces.map((piece) => ({
        ...piece,
        area: scale ** 2 * piece.area,
        ...movedBox(piece, motion),
      })),
    }),
    ...(handles && { handles: { closed: handles.closed.map(handle), left: handles.left.map(handle) } }),
    ...(holes && { holes: { closed: holes.closed.map(hole), left: holes.left.map(hole) } }),
    ...(relaxed && { relaxed: deviations(relaxed) }),
    ...(simplified && { simplified: deviations(simplified) }),
  };
}

function scaledDeviation({ mean, share95, maximum }: Deviation, scale: number): Deviation {
  return { mean: scale * mean, share95: scale * share95, maximum: scale * maximum };
}

/** A space of a printer was asked about for the mesh as it lay: of one that lies otherwise nothing is said. */
function movedProof(proof: MeshCheck, motion: Motion, bounds: Box): MeshCheck {
  const { scale } = motion;
  const { rims, selfIntersections, volume, thickness } = proof;
  const faults = proof.faults.filter((fault) => fault !== 'too-large');
  return {
    ...proof,
    ...bounds,
    rims: {
      ...rims,
      length: scale * rims.length,
      longest: rims.longest.map((rim) => ({ ...rim, length: scale * rim.length })),
    },
    selfIntersections: {
      ...selfIntersections,
      places: selfIntersections.places.map((place) => placedAt(motion, place)),
    },
    area: scale ** 2 * proof.area,
    volume: volume === null ? null : scale ** 3 * volume,
    thickness: thickness && {
      ...thickness,
      thinnerThan: scale * thickness.thinnerThan,
      thinnest: thickness.thinnest && {
        thickness: scale * thickness.thinnest.thickness,
        place: placedAt(motion, thickness.thinnest.place),
      },
    },
    buildVolume: null,
    faults,
    isReadyToPrint: faults.length === 0,
  };
}

/** The box round a box: of what turned by other than quarters it is not the least. */
export function movedBox({ min, max }: Box, motion: Motion): Box {
  const ends = [min, max];
  const corners = Array.from({ length: 8 }, (_, i) =>
    placedAt(motion, [ends[i & 1]![0], ends[(i >> 1) & 1]![1], ends[i >> 2]![2]]),
  );
  const reach = (of: (...values: number[]) => number): Triple => [
    of(...corners.map(([x]) => x)),
    of(...corners.map(([, y]) => y)),
    of(...corners.map(([, , z]) => z)),
  ];
  return { min: reach(Math.min), max: reach(Math.max) };
}
