/**
 * A run's mesh moved with its cloud, which was turned, scaled or set on the ground since. A surface turned as a whole
 * is the surface of the points turned as a whole, so that nothing is computed anew but places and lengths. However
 * often a cloud is placed, its mesh is moved once, from where it was made: nothing adds up.
 */
import {
  boundsOf,
  type CleanedCloud,
  type MeshFit,
  type Motion,
  motionBetween,
  movedBox,
  movedPlaces,
  movedReport,
  type PointCloud,
  turnedDirections,
} from '../../engine/index.ts';
import { type TriangleMesh, type Triple, withScaledLengths, type WorldMesh } from '../../engine/vocabulary.ts';
import { shareable } from '../../engine/hosting.ts';
import type { FinishStep } from '../../batch/project/project.ts';
import type { LeftOut } from './engine-api.ts';
import { sharedMesh } from './mesh-geometry.ts';
import type { HeldCloud } from './open-cloud.ts';
import { finishRun, type HeldRun } from './reconstruct-cloud.ts';

export interface MoveCall {
  /** Of the moved run. */
  readonly id: number;
  readonly run: HeldRun;
  /** The cloud as it stands then, whole. */
  readonly cloud: HeldCloud;
  /** What of it the mesh was made without, and the points that are left. */
  readonly leftOut: LeftOut;
  readonly left: PointCloud;
}

/** A run of its own; the one that is given stays as it is. */
export function moveRun({ id, run, cloud, leftOut, left }: MoveCall): ReturnType<typeof finishRun> {
  const made = run.made ?? run;
  const { placement, shift } = cloud.cloud;
  const motion = motionBetween(made.points.placement, placement);
  const { scale } = motion;
  // Options are compared with those that are chosen, which were scaled act by act.
  const factor = (placement?.scale ?? 1) / (run.points.placement?.scale ?? 1);
  const mesh = sharedMesh(movedMesh(made.mesh, shift, motion));
  const { min, max } = boundsOf(mesh.positions);
  const bounds = { min: plus(min, shift), max: plus(max, shift) };
  const report = movedReport(made.finished.report, motion, cloud.cloud, bounds);
  const moved = finishRun({
    id,
    held: cloud,
    leftOut,
    points: report.alignment?.isApplied ? movedPoints(made.points, cloud.cloud, motion) : left,
    options: withScaledLengths(run.finished.options, factor),
    mesh,
    report,
    measured: movedFit(made, motion, shift),
    trimLengths: shareable(scaled(made.trimLengths, scale)),
    steps: run.steps.map((step) => scaledStep(step, factor)),
    ...(made.fine && { fine: movedFine(made.fine, made.mesh.shift, shift, motion) }),
    ...(made.cleaned && { cleaned: movedCleaned(made.cleaned, shift, motion) }),
  });
  return { ...moved, held: { ...moved.held, made } };
}

function movedMesh(mesh: TriangleMesh, shift: Triple, motion: Motion): TriangleMesh {
  const { positions, normals, trust } = mesh;
  return {
    ...mesh,
    positions: movedPlaces(positions, mesh.shift, shift, motion),
    ...(normals && { normals: turnedDirections(normals, motion.matrix) }),
    ...(trust && { trust: { ...trust, uncertainties: scaled(trust.uncertainties, motion.scale) } }),
    shift,
  };
}

/** What a mesh was simplified from lies in the space of the mesh that it was. */
function movedFine({ positions, indices }: WorldMesh, from: Triple, to: Triple, motion: Motion): WorldMesh {
  return { positions: movedPlaces(positions, from, to, motion), indices };
}

function movedCleaned(cleaned: CleanedCloud, shift: Triple, motion: Motion): CleanedCloud {
  const { positions, normals } = cleaned;
  return {
    ...cleaned,
    positions: movedPlaces(positions, cleaned.shift, shift, motion),
    ...(normals && { normals: turnedDirections(normals, motion.matrix) }),
    shift,
  };
}

/** Scans that a run brought together, as they then stand. */
function movedPoints(points: PointCloud, cloud: PointCloud, motion: Motion): PointCloud {
  const { normals, scans, stats } = points;
  const { crs: _crs, placement: _placement, ...rest } = points;
  const { shift, placement, crs } = cloud;
  return {
    ...rest,
    positions: movedPlaces(points.positions, points.shift, shift, motion),
    ...(normals && { normals: turnedDirections(normals, motion.matrix) }),
    ...(scans && { scans: cloud.scans ?? scans }),
    shift,
    ...(placement && { placement }),
    ...(crs && { crs }),
    stats: { ...stats, ...movedBox(stats, motion) },
  };
}

function movedFit({ distances, signed, finished, points, centre }: HeldRun, motion: Motion, shift: Triple): MeshFit {
  const { scale } = motion;
  const { fit, distancePercentiles, lostPoints } = finished;
  const { lost } = fit;
  return {
    distances: scaled(distances, scale),
    signed: { points: scaled(signed.points, scale), vertices: scaled(signed.vertices, scale) },
    percentiles: distancePercentiles.map((distance) => scale * distance),
    fit: {
      ...fit,
      mean: scale * fit.mean,
      median: scale * fit.median,
      percentile95: scale * fit.percentile95,
      max: scale * fit.max,
      lost: {
        ...lost,
        beyond: scale * lost.beyond,
        bounds: lost.bounds && movedBox(lost.bounds, motion),
      },
    },
    lostPositions: movedPlaces(Float32Array.from(lostPoints), plus(points.shift, centre), shift, motion),
  };
}

function scaledStep({ trim, choice }: FinishStep, factor: number): FinishStep {
  return {
    trim: trim === null ? null : factor * trim,
    choice: withScaledLengths(choice, factor),
  };
}

function scaled(values: Float32Array, factor: number): Float32Array<ArrayBuffer> {
  return Float32Array.from(values, (value) => factor * value);
}

function plus(a: Triple, b: Triple): Triple {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}
