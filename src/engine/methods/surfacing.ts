/**
 * Turns a level's field into the mesh that is handed out: marching cubes, trimming, the side that faces outward, and
 * what a mesh carries besides its triangles. The last level's is the result, the others' are previews.
 */
import type { PlaneFit } from '../analysis/fit-planes.ts';
import type { RunContext } from '../events.ts';
import type { SensorFindings } from '../analysis/point-sensors.ts';
import type { OrientedRun } from '../run/checkpoint.ts';
import { toWorld } from '../cloud/frame.ts';
import type { LevelField } from '../grid/upsample-field.ts';
import { colourVertices } from '../finish/colours.ts';
import { faceUp, flipped } from '../mesh/facing.ts';
import {
  finishMesh,
  type FinishedMesh,
  type FinishedSurface,
  type TileSurface,
  withVertices,
} from '../finish/finish-mesh.ts';
import { keepWhereClosed, openFlags } from '../finish/open-holes.ts';
import { compactMesh } from '../mesh/compact.ts';
import { partFanSteps } from '../mesh/part-fans.ts';
import { vertexNormalSteps } from '../mesh/normals.ts';
import { runSteps } from '../host/steps.ts';
import type { TriangleMesh } from '../mesh/triangle-mesh.ts';
import type { SideEvidence } from '../report.ts';
import type { Run } from '../run/run.ts';
import type { WorkingCloud } from '../run/working-cloud.ts';
import { extractSurface } from '../surface/marching-cubes.ts';
import { gatherTriples } from '../math/gather-triples.ts';
import type { Surfaced } from './method.ts';
import { weldParts } from '../tiles/extract-tiles.ts';
import type { MeasuredSurface } from '../tiles/join-parts.ts';
import type { SolvedTiles } from '../tiles/tiles-plan.ts';

/** What of the points a surface is trimmed by. */
export interface SeenPoints {
  readonly planes: PlaneFit;
  readonly sensors: SensorFindings;
}

type FoundSurface = Pick<Surfaced, 'mesh' | 'topology'>;

export async function extractAndTrim(run: Run, level: LevelField, seen: SeenPoints): Promise<FoundSurface> {
  const surface = await run.clock.run('extract', () => extractSurface(run.stage, level));
  const { voxelNorm } = level.grid.frame;
  const { topology, ...mesh } = await run.clock.run('trim', () => finish(run, voxelNorm, surface, seen, true));
  return { mesh, ...(topology && { topology }) };
}

/** The surface of a level that was solved in tiles. */
export async function extractAndTrimTiles(run: Run, tiles: SolvedTiles, seen: SeenPoints): Promise<FoundSurface> {
  const { stage } = run;
  const surface = await run.clock.run('extract', () => weldParts(stage, tiles.parts(stage), tiles.frame));
  const { voxelNorm } = tiles.frame;
  const { topology, ...mesh } = await run.clock.run('trim', () => finish(run, voxelNorm, surface, seen, true));
  const measured = topology && { topology };
  const { colors } = surface;
  if (!colors) return { mesh, ...measured };
  const { sources } = mesh;
  return { mesh: { ...mesh, colors: gatherTriples(colors, sources, new Uint8Array(3 * sources.length)) }, ...measured };
}

async function finish(
  { stage, working, scale, plan, options }: Run,
  voxelNorm: number,
  surface: MeasuredSurface,
  { planes, sensors: { beams } }: SeenPoints,
  measuresTopology: boolean,
): Promise<FinishedSurface> {
  const { positions, indices, support } = surface;
  await stage.host.dump?.mesh('extract', 'surface before trimming', surface);
  return finishMesh(stage, {
    surface: { positions, indices },
    ...(support && { support }),
    tree: working.gpuTree,
    points: working.prepared.positions,
    planes,
    scale,
    deviations: working.deviations,
    voxelNorm,
    holeRadiusNorm: plan.holeRadiusNorm,
    isAutoHoles: options.holeRadius === 'auto',
    openHoles: options.openHoles,
    measuresTopology,
    beams,
  });
}

/** A mesh with the side that is its front, and what decided that. */
export type Faced<M> = M & { readonly evidence: SideEvidence | null };

/**
 * Open sheets and what is open above face up, unless something is known of the side; `flip` turns whatever would come
 * out.
 */
export function chooseSide<M extends FinishedMesh>(
  finished: M,
  evidence: SideEvidence | null,
  flip: boolean,
): Faced<M> {
  const { positions, indices } = finished;
  const faced = isSideKnown(evidence) ? { indices, isByLevels: false } : faceUp(positions, indices);
  return {
    ...finished,
    indices: flip ? flipped(faced.indices) : faced.indices,
    evidence: faced.isByLevels && evidence ? 'open' : evidence,
  };
}

/** Whether something but the surface itself tells its side. */
export function isSideKnown(evidence: SideEvidence | null): boolean {
  return evidence !== null && evidence !== 'open' && evidence !== 'closed';
}

/** The surface with each vertex at which two parts of it touch in copies that lie apart. */
export async function partTouching<M extends TileSurface>(surface: M, context: RunContext): Promise<M> {
  const parted = await runSteps(partFanSteps(surface.positions, surface.indices), context.signal, context.pause);
  return withVertices(surface, parted);
}

/** All points of a run, of which it may work on an even share (`scan lines`); its frame is that of the surface. */
export function wholeCloud({ working, lines }: Run): WorkingCloud {
  return lines?.whole ?? working;
}

/** World positions, normals and colours for the finished surface, all its holes closed. */
export async function toWorldMesh(run: Run, finished: TileSurface): Promise<TriangleMesh> {
  const { stage, cloud } = run;
  const { context } = stage;
  const { indices } = finished;
  const working = wholeCloud(run);
  const positions = toWorld(finished.positions, working.prepared.frame) as Float32Array<ArrayBuffer>;
  const normals = await runSteps(vertexNormalSteps(positions, indices), context.signal, context.pause);
  if (finished.colors) return { positions, indices, normals, colors: finished.colors, shift: cloud.shift };
  if (!cloud.colors) return { positions, indices, normals, shift: cloud.shift };
  const pointColours = gatherTriples(
    cloud.colors,
    working.prepared.sourceIndices,
    new Uint8Array(3 * working.pointCount),
  );
  const colors = await colourVertices(stage, {
    tree: working.gpuTree,
    pointColours,
    positions: finished.positions,
  });
  return { positions, indices, normals, colors, shift: cloud.shift };
}

/** Sends the level's surface. Where none can be had the run goes on without: the levels to come may have one. */
export async function preview(run: Run, level: LevelField, oriented: OrientedRun): Promise<void> {
  const { stage, options, working } = run;
  const { gpu, context } = stage;
  try {
    const { voxelNorm } = level.grid.frame;
    const finished = await finish(run, voxelNorm, await extractSurface(stage, level), oriented, false);
    if (finished.indices.length === 0) return;
    const faced = chooseSide(finished, oriented.evidence, options.flip !== oriented.isMirrored);
    const isKept = keepWhereClosed(faced, faced.holes.patches, openFlags(faced.holes));
    const { positions, indices } = compactMesh(faced.positions, faced.indices, isKept);
    const world = toWorld(positions, working.prepared.frame) as Float32Array<ArrayBuffer>;
    const normals = await runSteps(vertexNormalSteps(world, indices), context.signal, context.pause);
    const mesh = { positions: world, indices, normals };
    context.onEvent({ type: 'level-ready', level: level.grid.frame.resolution, mesh });
  } catch {
    // Whatever else went wrong: if it matters, the result's own extraction will say so.
    context.signal.throwIfAborted();
    gpu.check();
  }
}
