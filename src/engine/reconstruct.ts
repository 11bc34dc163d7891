/**
 * A run: a cloud and options in, a mesh and a report out (docs/algorithm.md, in its order).
 *
 * Clean, spacing and noise (`begin-run.ts`) → local planes → orientation → levels, coarse to fine → marching cubes →
 * trimming (`run-default.ts`). The preset `paper` replaces everything between the cleaned cloud and marching cubes by
 * GridPull as published.
 */
import { begin, resume } from './run/begin-run.ts';
import { type CleanedCloud, cleanedCloudOf } from './cleaned-cloud.ts';
import { type PointCloud, pointCountOf } from './cloud/point-cloud.ts';
import type { RunContext } from './events.ts';
import type { JudgedHoles } from './finish/judge-holes.ts';
import { type ClosableHoles, openFlags, withOpenHolesSteps } from './finish/open-holes.ts';
import { handleWarnings, reportHandles } from './methods/report-handles.ts';
import { holeWarnings, reportHoles } from './methods/report-holes.ts';
import type { Host } from './host/host.ts';
import { runSteps } from './host/steps.ts';
import { type MeshTopology, measureTopology } from './mesh/topology.ts';
import type { TriangleMesh } from './mesh/triangle-mesh.ts';
import type { ReconstructOptions } from './options.ts';
import type { RunReport } from './report.ts';
import type { Run, RunSetting } from './run/run.ts';
import type { RunControl } from './run/run-control.ts';
import { inWorldUnits, refuseEmpty, statedReport, warnOfCoarse } from './run-report.ts';
import { finishFound, withoutFalseHandles, withoutTouching } from './run-finish.ts';
import { feetOf, trustOf } from './run-trust.ts';
import { trustReport } from './trust/trust-report.ts';
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
  const { mesh: finished, evidence, isMirrored } = surfaced;
  refuseEmpty(finished.indices.length, working.pointCount);
  const faced = chooseSide(finished, evidence, options.flip !== isMirrored);
  const { sound, holes: closable } = await soundMesh(run, setting, surfaced, faced);
  const { surface, topology: closedTopology } = sound;
  const opened = await openHoles(setting, surface.holes, { closable, closedTopology, worldPerNorm });
  const cleaned = options.cleanedCloud ? await cleanedCloudOf(run, surfaced, faced) : undefined;
  const { mesh, topology = opened.topology, ...done } = await finishFound(setting, opened.mesh);
  const trust = mesh.trust ? await trustReport(mesh, mesh.trust, stage.context) : null;
  warnOfCoarse(run, surfaced, clock.context);
  // One that was asked for in the last stage.
  await clock.context.pause?.();
  clock.finish();
  return {
    cloud: alignment?.isApplied ? cloud : file,
    mesh,
    holes: opened.holes,
    ...(cleaned && { cleaned }),
    report: {
      ...statedReport(setting, run, { ...surfaced, evidence: faced.evidence }, file),
      resumedAt: run.restored && !control.joined ? 2 * run.restored.start.frame.resolution : null,
      alignment,
      topology,
      holes: reportHoles(surface.holes, working.prepared.frame, cloud.shift),
      handles: reportHandles(sound, working.prepared.frame, cloud.shift),
      trust,
      ...done,
      trimmedTriangles: finished.report.trimmedTriangles,
      droppedComponents: finished.report.droppedComponents + finished.report.clutterComponents,
    },
  };
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
    const handleCloud = {
      points: run.working.prepared.positions,
      // Those of a share stand for others as well.
      each: (scale.spacingNorm / spacingNorm) ** 2,
      spacingNorm,
      noiseNorm: scale.noiseNorm,
    };
    const sound = await withoutFalseHandles(setting, whole, handleCloud, frame);
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
