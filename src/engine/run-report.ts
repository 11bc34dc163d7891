/** What a run tells of itself whatever became of its mesh, and what it warns of at its end. */
import { type CloudStats, isScanPlaced, type PointCloud } from './cloud/point-cloud.ts';
import { coarseWarning } from './coarse-voxels.ts';
import { ReconstructError } from './errors.ts';
import type { RunContext } from './events.ts';
import { FINEST_REASONS } from './grid/plan-levels.ts';
import type { MeshTopology } from './mesh/topology.ts';
import type { Surfaced } from './methods/method.ts';
import { placeCount } from './methods/sensors-of.ts';
import { wholeCloud } from './methods/surfacing.ts';
import type { RunReport } from './report.ts';
import { noisyShare } from './run/regional-noise.ts';
import type { Run, RunSetting } from './run/run.ts';
import type { WorkingCloud } from './run/working-cloud.ts';
import type { SolvedTiles } from './tiles/tiles-plan.ts';

type Found = Omit<Surfaced, 'mesh' | 'topology'>;

/** What is known before the mesh is, and the times. @param file the cloud as it was given */
export function statedReport({ stage, cloud, options, clock }: RunSetting, run: Run, found: Found, file: PointCloud) {
  const { tiles } = found;
  const { worldPerNorm } = wholeCloud(run).prepared.frame;
  return {
    preset: options.preset,
    device: stage.host.deviceLabel,
    seed: options.seed,
    points: pointCounts(cloud.stats, wholeCloud(run), tiles?.dense),
    shift: cloud.shift,
    ...(cloud.crs && { crs: cloud.crs }),
    ...(cloud.placement && { placement: cloud.placement }),
    ...lengthsOf(run, found, worldPerNorm),
    stoppedEarly: found.stoppedEarly,
    tiles: tiles?.tileCount ?? 0,
    usedFileNormals: found.evidence === 'file',
    sides: sidesOf(file, found),
    layers: layersOf(found, worldPerNorm),
    stages: clock.times,
    totalMs: clock.elapsedMs,
    peakGpuBytes: clock.peakGpuBytes,
    warnings: clock.warnings,
  };
}

/** Where the device refused a level, a warning says so already. */
export function warnOfCoarse(run: Run, found: Found, context: RunContext): void {
  const { worldPerNorm } = wholeCloud(run).prepared.frame;
  const message = coarseWarning(lengthsOf(run, found, worldPerNorm));
  if (message && found.plan.finestReason !== 'refused') context.onEvent({ type: 'warning', message });
}

/** @throws ReconstructError `cloud-degenerate` where there are no triangles */
export function refuseEmpty(triangles: number, points: number): void {
  if (triangles > 0) return;
  const message = 'no surface was found near the points; try a smaller --noise, a larger --hole-radius, or more points';
  throw new ReconstructError('cloud-degenerate', message, { points });
}

/** How far apart the points lie, how fine the surface is, and why. */
function lengthsOf(run: Run, { frame, plan, scale, stoppedEarly, coarse }: Found, worldPerNorm: number) {
  return {
    spacing: (run.dense ?? scale).spacingNorm * worldPerNorm,
    lineGap: run.lines ? run.lines.gapNorm * worldPerNorm : null,
    noise: scale.noiseNorm * worldPerNorm,
    noiseRegions: noiseRegionsOf(run, worldPerNorm),
    resolution: frame.resolution,
    voxel: frame.voxelNorm * worldPerNorm,
    holeRadius: plan.holeRadiusNorm * worldPerNorm,
    resolutionReason: stoppedEarly ? 'the run was stopped early' : FINEST_REASONS[plan.finestReason],
    coarse: stoppedEarly ? null : coarse,
  };
}

function noiseRegionsOf({ scale, working }: Run, worldPerNorm: number): RunReport['noiseRegions'] {
  const { noisyNorm } = scale;
  const { deviations } = working;
  if (noisyNorm === undefined || !deviations) return null;
  return { noise: noisyNorm * worldPerNorm, share: noisyShare(deviations) };
}

function sidesOf({ scans = [] }: PointCloud, { evidence, isDoubtful, sensors }: Found): RunReport['sides'] {
  const knownSensors = scans.filter(isScanPlaced).length;
  const owners = scans.flatMap((scan, at) => new Array<number>(placeCount(scan)).fill(at));
  const usedSensors = new Set(owners.filter((_, sensor) => (sensors.uses[sensor] ?? 'none') !== 'none')).size;
  return { evidence, knownSensors, usedSensors, foundPlaces: sensors.foundCount, isDoubtful };
}

function layersOf({ layers }: Found, worldPerNorm: number): RunReport['layers'] {
  return layers ? { offset: layers.offsetNorm * worldPerNorm, share: layers.share } : null;
}

/** `dense`: what tiles of all points used and left out, where `working` is a share of them. */
function pointCounts(
  { pointCount, finiteCount, removedCount, croppedCount }: CloudStats,
  working: WorkingCloud,
  dense: SolvedTiles['dense'],
): RunReport['points'] {
  return {
    inFile: pointCount,
    used: dense?.usedCount ?? working.pointCount,
    notFinite: pointCount - finiteCount - (removedCount ?? 0) - (croppedCount ?? 0),
    ...(removedCount !== undefined && { removed: removedCount }),
    ...(croppedCount !== undefined && { cropped: croppedCount }),
    duplicate: dense?.duplicateCount ?? working.duplicateCount,
    far: working.farCount,
    outlier: dense?.outlierCount ?? working.outlierCount,
  };
}

/** Area and volume of the normalised mesh in the unit of the file. */
export function inWorldUnits(topology: MeshTopology, worldPerNorm: number): MeshTopology {
  const { area, signedVolume } = topology;
  return { ...topology, area: area * worldPerNorm ** 2, signedVolume: signedVolume * worldPerNorm ** 3 };
}
