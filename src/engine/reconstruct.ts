/**
 * A run: a cloud and options in, a mesh and a report out (docs/algorithm.md, in its order).
 *
 * Clean, spacing and noise (`begin-run.ts`) → local planes → orientation → levels, coarse to fine → marching cubes →
 * trimming (`run-default.ts`). The preset `paper` replaces everything between the cleaned cloud and marching cubes by
 * GridPull as published.
 */
import { begin, resume } from './run/begin-run.ts';
import { noisyShare } from './run/regional-noise.ts';
import { type CleanedCloud, cleanedCloudOf } from './cleaned-cloud.ts';
import { coarseWarning } from './coarse-voxels.ts';
import { type CloudStats, isScanPlaced, type PointCloud, pointCountOf } from './cloud/point-cloud.ts';
import { ReconstructError } from './errors.ts';
import type { RunContext } from './events.ts';
import type { JudgedHoles } from './finish/judge-holes.ts';
import { type ClosableHoles, openFlags, withOpenHolesSteps } from './finish/open-holes.ts';
import { handleWarnings, reportHandles } from './methods/report-handles.ts';
import { holeWarnings, reportHoles } from './methods/report-holes.ts';
import { FINEST_REASONS } from './grid/plan-levels.ts';
import type { Host } from './host/host.ts';
import { runSteps } from './host/steps.ts';
import { type MeshTopology, measureTopology } from './mesh/topology.ts';
import type { TriangleMesh } from './mesh/triangle-mesh.ts';
import type { ReconstructOptions } from './options.ts';
import type { RunReport } from './report.ts';
import type { Run, RunSetting } from './run/run.ts';
import type { WorkingCloud } from './run/working-cloud.ts';
import type { SolvedTiles } from './tiles/tiles-plan.ts';
import type { RunControl } from './run/run-control.ts';
import { finishFound, withoutFalseHandles, withoutTouching } from './run-finish.ts';
import { feetOf, trustOf } from './run-trust.ts';
import { trustReport } from './trust/trust-report.ts';
import { placeCount } from './methods/sensors-of.ts';
import { chooseSide, toWorldMesh, wholeCloud } from './methods/surfacing.ts';
import type { TileSurface } from './finish/finish-mesh.ts';
import type { Surfaced } from './methods/method.ts';
import { METHODS } from './methods/methods.ts';
import { alignedSetting, withRun } from './run-setting.ts';

export interface Reconstruction {
  /** What the mesh is of: the cloud that was given, or that with its scans aligned. */
  readonly cloud: PointCloud;
  readonly mesh: TriangleMesh;
  readonly report: RunReport;
  readonly holes: ClosableHoles;
  /** Where the option `cleanedCloud` asks for it. */
  readonly cleaned?: CleanedCloud;
}

/**
 * Rejects with a `ReconstructError` (`cloud-…`, `option-invalid`, `gpu-…`, `field-not-finite`), or with
 * `context.signal.reason` when cancelled. However it ends, no GPU buffer of the run is left. `gpu-lost` comes as soon
 * as the device is lost, whatever the run is doing; `control` tells how to go on after it.
 */
export async function reconstruct(
  cloud: PointCloud,
  partialOptions: Partial<ReconstructOptions>,
  host: Host,
  context: RunContext,
  control: RunControl = {},
): Promise<Reconstruction> {
  return withRun({ cloud, options: partialOptions, control }, host, context, (setting) => runThrough(setting, cloud));
}

/** @param file the cloud as it was given */
async function runThrough(given: RunSetting, file: PointCloud): Promise<Reconstruction> {
  given.stage.context.signal.throwIfAborted();
  const { setting, alignment } = await alignedSetting(given);
  const { stage, cloud, options, control, clock } = setting;
  const method = METHODS[options.preset];
  stage.gpu.preload(method.kernels(pointCountOf(cloud)));
  const run = control.resumeFrom
    ? resume(setting, control.resumeFrom)
    : await begin(setting, { ...method, stages: method.stages() });
  const working = run.lines?.whole ?? run.working;
  const { worldPerNorm } = working.prepared.frame;
  const surfaced = await method.run(run);
  const { mesh: finished, evidence, isMirrored, tiles } = surfaced;
  refuseEmpty(finished, working.pointCount);
  const faced = chooseSide(finished, evidence, options.flip !== isMirrored);
  const { sound, holes: closable } = await soundMesh(run, setting, surfaced, faced);
  const { surface, topology: closedTopology } = sound;
  const opened = await openHoles(setting, surface.holes, { closable, closedTopology, worldPerNorm });
  const cleaned = options.cleanedCloud ? await cleanedCloudOf(run, surfaced, faced) : undefined;
  const { mesh, topology = opened.topology, ...done } = await finishFound(setting, opened.mesh);
  const trust = mesh.trust ? await trustReport(mesh, mesh.trust, stage.context) : null;
  const lengths = lengthsOf(run, surfaced, worldPerNorm);
  warnOfCoarse(lengths, surfaced, clock.context);
  // One that was asked for in the last stage.
  await clock.context.pause?.();
  clock.finish();
  return {
    cloud: alignment?.isApplied ? cloud : file,
    mesh,
    holes: opened.holes,
    ...(cleaned && { cleaned }),
    report: {
      preset: options.preset,
      device: stage.host.deviceLabel,
      seed: options.seed,
      points: pointCounts(cloud.stats, working, tiles?.dense),
      shift: cloud.shift,
      ...(cloud.crs && { crs: cloud.crs }),
      ...(cloud.placement && { placement: cloud.placement }),
      ...lengths,
      stoppedEarly: surfaced.stoppedEarly,
      tiles: tiles?.tileCount ?? 0,
      resumedAt: run.restored && !control.joined ? 2 * run.restored.start.frame.resolution : null,
      usedFileNormals: evidence === 'file',
      sides: sidesOf(file, surfaced),
      layers: layersOf(surfaced, worldPerNorm),
      alignment,
      topology,
      holes: reportHoles(surface.holes, working.prepared.frame, cloud.shift),
      handles: reportHandles(sound, working.prepared.frame, cloud.shift),
      trust,
      ...done,
      trimmedTriangles: finished.report.trimmedTriangles,
      droppedComponents: finished.report.droppedComponents + finished.report.clutterComponents,
      stages: clock.times,
      totalMs: clock.elapsedMs,
      peakGpuBytes: clock.peakGpuBytes,
      warnings: clock.warnings,
    },
  };
}

/** Where the device refused a level, a warning says so already. */
function warnOfCoarse(lengths: ReturnType<typeof lengthsOf>, { plan }: Surfaced, context: RunContext): void {
  const message = coarseWarning(lengths);
  if (message && plan.finestReason !== 'refused') context.onEvent({ type: 'warning', message });
}

function refuseEmpty({ indices }: Surfaced['mesh'], points: number): void {
  if (indices.length > 0) return;
  const message = 'no surface was found near the points; try a smaller --noise, a larger --hole-radius, or more points';
  throw new ReconstructError('cloud-degenerate', message, { points });
}

/**
 * A manifold without handles that no points show, in all its holes' fills, and the same in the unit of the file, with
 * its trust.
 */
async function soundMesh(run: Run, setting: RunSetting, surfaced: Surfaced, faced: TileSurface) {
  const { stage, clock } = setting;
  const { scale } = surfaced;
  const whole = await withoutTouching(
    faced,
    stage.context,
    surfaced.mesh.indices === faced.indices ? surfaced.topology : undefined,
  );
  const { spacingNorm } = run.dense ?? scale;
  const made = await clock.run('trim', async () => {
    const { frame } = wholeCloud(run).prepared;
    const sound = await withoutFalseHandles(setting, whole, spacingNorm, frame);
    await stage.host.dump?.mesh('trim', 'final mesh', sound.surface);
    const { positions, holes } = sound.surface;
    const { patches } = holes;
    if (setting.control.trust === false) {
      return { sound, holes: { closed: await toWorldMesh(run, sound.surface), patches } };
    }
    const [closed, feet] = await Promise.all([toWorldMesh(run, sound.surface), feetOf(run, positions)]);
    const { boundaryEdges } = sound.topology;
    const trust = await trustOf(run, surfaced, { closed, patches, positions, feet, boundaryEdges });
    return { sound, holes: { closed: { ...closed, trust }, patches } };
  });
  for (const message of handleWarnings(made.sound)) clock.context.onEvent({ type: 'warning', message });
  return made;
}

interface ClosedMesh {
  readonly closable: ClosableHoles;
  /** Of the normalised mesh. */
  readonly closedTopology: MeshTopology;
  readonly worldPerNorm: number;
}

/**
 * The mesh in which holes are open that are to be, what opens and closes them, and its topology in the unit of the
 * file.
 */
async function openHoles(
  { stage: { context }, options }: RunSetting,
  judged: JudgedHoles,
  { closable, closedTopology, worldPerNorm }: ClosedMesh,
): Promise<Pick<Reconstruction, 'mesh' | 'holes'> & { readonly topology: MeshTopology }> {
  const { closed } = closable;
  const isOpen = openFlags(judged);
  const mesh = await runSteps(withOpenHolesSteps(closable, isOpen), context.signal, context.pause);
  const topology =
    mesh === closed
      ? inWorldUnits(closedTopology, worldPerNorm)
      : await measureTopology(mesh.positions, mesh.indices, context);
  for (const message of holeWarnings(judged, topology.area / worldPerNorm ** 2, options.openHoles)) {
    context.onEvent({ type: 'warning', message });
  }
  return { mesh, holes: closable, topology };
}

/** How far apart the points lie, how fine the surface is, and why. */
function lengthsOf(run: Run, { frame, plan, scale, stoppedEarly, coarse }: Surfaced, worldPerNorm: number) {
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

function sidesOf({ scans = [] }: PointCloud, { evidence, isDoubtful, sensors }: Surfaced): RunReport['sides'] {
  const knownSensors = scans.filter(isScanPlaced).length;
  const owners = scans.flatMap((scan, at) => new Array<number>(placeCount(scan)).fill(at));
  const usedSensors = new Set(owners.filter((_, sensor) => (sensors.uses[sensor] ?? 'none') !== 'none')).size;
  return { evidence, knownSensors, usedSensors, foundPlaces: sensors.foundCount, isDoubtful };
}

function layersOf({ layers }: Surfaced, worldPerNorm: number): RunReport['layers'] {
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
function inWorldUnits(topology: MeshTopology, worldPerNorm: number): MeshTopology {
  const { area, signedVolume } = topology;
  return { ...topology, area: area * worldPerNorm ** 2, signedVolume: signedVolume * worldPerNorm ** 3 };
}
