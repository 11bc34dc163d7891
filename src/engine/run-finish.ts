/**
 * The end of a run: the surface that was found as a manifold for every program, and what the options ask to be done to
 * the mesh before it is handed out (`finish/finish-surface.ts`).
 */
import type { Frame } from './cloud/frame.ts';
import { ReconstructError } from './errors.ts';
import type { RunContext, RunEvent } from './events.ts';
import type { MeshCheck } from './finish/check/mesh-check.ts';
import { proveMesh } from './finish/check/prove-mesh.ts';
import type { FinishReport } from './finish/finish-report.ts';
import { finishSurface, isFinishing } from './finish/finish-surface.ts';
import { closeFalseHandles, type FalseHandles, type HandleCloud } from './finish/handles/false-handles.ts';
import { measureTopology, type MeshTopology } from './mesh/topology.ts';
import type { TriangleMesh } from './mesh/triangle-mesh.ts';
import type { TileSurface } from './finish/finish-mesh.ts';
import { partTouching } from './methods/surfacing.ts';
import type { RunSetting } from './run/run.ts';

export interface FoundMesh {
  readonly mesh: TriangleMesh;
  /** Left out where nothing was asked for. */
  readonly finish?: FinishReport;
  readonly topology?: MeshTopology;
  /**
   * Of a mesh as it was found only where it is asked for: a tenth of a run in software (koala-50k, 206,036 triangles:
   * 4.0 of 42 s), more on a graphics card. What is done to a mesh costs more than its proof.
   */
  readonly proof?: MeshCheck;
}

/** `found` as it is, where nothing was asked for. */
export async function finishFound(setting: RunSetting, found: TriangleMesh): Promise<FoundMesh> {
  const { stage, cloud, options, clock } = setting;
  if (!isFinishing(options)) return { mesh: found, ...(options.certify && { proof: await prove(setting, found) }) };
  const { host, context } = stage;
  const done = await clock.run('finish', () => withinMemory(() => finishSurface(found, options, host, context, cloud)));
  if (done instanceof ReconstructError) {
    // What was found is not lost.
    context.onEvent({ type: 'warning', message: `The mesh is as it was found: ${done.message}.` });
    return { mesh: found, ...(options.certify && { proof: await prove(setting, found) }) };
  }
  const { mesh, report } = done;
  const topology = await measureTopology(mesh.positions, mesh.indices, context);
  return { mesh, finish: report, topology, proof: await prove(setting, mesh) };
}

/** The refusal of what memory does not suffice for; rejects as `work` does otherwise. */
async function withinMemory<T>(work: () => Promise<T>): Promise<T | ReconstructError> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ReconstructError && error.details['needBytes'] !== undefined) return error;
    throw error;
  }
}

function prove({ stage, clock }: RunSetting, mesh: TriangleMesh): Promise<MeshCheck> {
  return clock.run('check', () => proveMesh(mesh, stage.host, stageOf(stage.context)));
}

/** The context of a stage of a run: what a check alone tells as the whole is a part here. */
function stageOf(context: RunContext): RunContext {
  const onEvent = (event: RunEvent): void => {
    if (event.type === 'progressed') context.onEvent({ type: 'stage-progressed', share: event.share });
    else if (event.type !== 'stage-started') context.onEvent(event);
  };
  return { ...context, onEvent };
}

export interface MeasuredMesh {
  readonly surface: TileSurface;
  readonly topology: MeshTopology;
}

/**
 * No two parts of the surface touch in a vertex: then it is a manifold for every program.
 * @param known its topology, where that was measured before
 */
export async function withoutTouching(
  surface: TileSurface,
  context: RunContext,
  known?: MeshTopology,
): Promise<MeasuredMesh> {
  const topology = known ?? (await measureTopology(surface.positions, surface.indices, context));
  if (topology.nonManifoldVertices === 0) return { surface, topology };
  const parted = await partTouching(surface, context);
  return { surface: parted, topology: await measureTopology(parted.positions, parted.indices, context) };
}

export interface SoundMesh extends MeasuredMesh {
  /** Of the surface as it was found; null where it is no surface whose handles could be counted. */
  readonly genusFound: number | null;
  readonly handles: FalseHandles;
}

/**
 * Without handles that the points say nothing of, where the options leave that to us: costs nothing where there are
 * none.
 */
export async function withoutFalseHandles(
  { stage, options }: RunSetting,
  { surface, topology }: MeasuredMesh,
  cloud: HandleCloud,
  frame: Frame,
): Promise<SoundMesh> {
  const { genus: genusFound } = topology;
  const { host, context } = stage;
  if (options.handles !== 'auto' || genusFound === null || genusFound === 0) {
    return { surface, topology, genusFound, handles: { closed: [], left: [] } };
  }
  const found = await closeFalseHandles(surface, cloud, frame, host, context);
  const handles = { closed: found.closed, left: found.left };
  if (found.closed.length === 0) return { surface, topology, genusFound, handles };
  const { positions, indices } = found.surface;
  return {
    surface: found.surface,
    topology: await measureTopology(positions, indices, context),
    genusFound,
    handles,
  };
}
