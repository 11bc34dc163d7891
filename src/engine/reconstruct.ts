/**
 * The pipeline on one screen: a cloud in, a mesh out (docs/algorithm.md, in its order).
 *
 * Clean → spacing and noise → local planes → orientation → levels, coarse to fine → marching cubes → trimming.
 * The preset `paper` replaces everything between the cleaned cloud and marching cubes by GridPull as published.
 */
import { estimateScale } from './analysis/estimate-scale.ts';
import { fitPlanes } from './analysis/fit-planes.ts';
import type { ScaleEstimate } from './analysis/measure-scale.ts';
import { toWorld } from './cloud/frame.ts';
import type { PointCloud } from './cloud/point-cloud.ts';
import { ReconstructError } from './errors.ts';
import type { RunContext } from './events.ts';
import { BufferScope } from './gpu/buffer-scope.ts';
import { Gpu } from './gpu/gpu.ts';
import { planLevels, type LevelPlan } from './grid/plan-levels.ts';
import type { LevelField } from './grid/upsample-field.ts';
import type { Host } from './host.ts';
import { colourVertices } from './mesh/colours.ts';
import { faceUp, flipped } from './mesh/facing.ts';
import { finishMesh, type FinishedMesh } from './mesh/finish-mesh.ts';
import { vertexNormalSteps } from './mesh/normals.ts';
import { runSteps } from './mesh/steps.ts';
import { type MeshTopology, measureTopology } from './mesh/topology.ts';
import type { TriangleMesh } from './mesh/triangle-mesh.ts';
import { findNearest } from './neighbours/find-nearest.ts';
import { AUTO_MAX_RESOLUTION, type ReconstructOptions, validateOptions } from './options.ts';
import { orientNormals } from './orientation/orient-normals.ts';
import { sharpenedNormals } from './orientation/sharpen-normals.ts';
import { PAPER } from './paper/paper-options.ts';
import { reconstructPaper } from './paper/reconstruct-paper.ts';
import type { RunReport } from './report.ts';
import { solveLevels } from './solve-levels.ts';
import { StageClock } from './stage-clock.ts';
import { extractSurface } from './surface/marching-cubes.ts';
import { gatherTriples, makeWorkingCloud, type WorkingCloud } from './working-cloud.ts';

export interface Reconstruction {
  readonly mesh: TriangleMesh;
  readonly report: RunReport;
}

/** The vote among neighbours looks at twelve besides the point itself. */
const NEIGHBOURS = 13;

/**
 * Rejects with a `ReconstructError` (`cloud-…`, `option-invalid`, `gpu-…`, `field-not-finite`), or with
 * `context.signal.reason` when cancelled. However it ends, no GPU buffer of the run is left.
 */
export async function reconstruct(
  cloud: PointCloud,
  partialOptions: Partial<ReconstructOptions>,
  host: Host,
  context: RunContext,
): Promise<Reconstruction> {
  const options = validateOptions(partialOptions);
  using gpu = new Gpu(host.device, host.deviceLabel);
  const clock = new StageClock(gpu, context);
  using scope = new BufferScope(gpu, 'run');
  const working = await makeWorkingCloud(gpu, scope, host, cloud, clock);
  const { worldPerNorm } = working.prepared.frame;

  const noise = typeof options.noise === 'number' ? options.noise / worldPerNorm : options.noise;
  const scale = await clock.run('analyse', (stage) =>
    estimateScale(working.prepared.positions, working.tree, noise, host, stage),
  );
  const plan = planLevels(scale, {
    resolution: options.resolution,
    holeRadiusNorm: options.holeRadius === 'auto' ? 'auto' : options.holeRadius / worldPerNorm,
    maxResolution: AUTO_MAX_RESOLUTION,
  });
  const run = { gpu, scope, host, cloud, options, working, scale, plan, clock };
  const {
    level,
    mesh: finished,
    usedFileNormals,
  } = options.preset === 'paper' ? await runPaper(run) : await runDefault(run);
  if (finished.indices.length === 0) {
    throw new ReconstructError(
      'cloud-degenerate',
      'no surface was found near the points; try a smaller --noise, a larger --hole-radius, or more points',
      { points: working.pointCount },
    );
  }
  const faced = chooseSide(finished, usedFileNormals, options.flip);
  const mesh = await clock.run('trim', (stage) => dress(run, faced, stage));
  const topology = await measureTopology(faced.positions, faced.indices, clock.context);
  clock.finish();
  const { frame } = level.grid;
  return {
    mesh,
    report: {
      preset: options.preset,
      device: host.deviceLabel,
      seed: options.seed,
      points: {
        inFile: cloud.stats.pointCount,
        used: working.pointCount,
        notFinite: cloud.stats.pointCount - cloud.stats.finiteCount,
        duplicate: working.duplicateCount,
        far: working.farCount,
        outlier: working.outlierCount,
      },
      shift: cloud.shift,
      spacing: scale.spacingNorm * worldPerNorm,
      noise: scale.noiseNorm * worldPerNorm,
      resolution: frame.resolution,
      voxel: frame.voxelNorm * worldPerNorm,
      holeRadius: plan.holeRadiusNorm * worldPerNorm,
      resolutionReason: plan.finestReason,
      usedFileNormals,
      topology: inWorldUnits(topology, worldPerNorm),
      trimmedTriangles: finished.report.trimmedTriangles,
      droppedComponents: finished.report.droppedComponents + finished.report.clutterComponents,
      stages: clock.times,
      totalMs: clock.elapsedMs,
      peakGpuBytes: gpu.peakBytes,
      warnings: clock.warnings,
    },
  };
}

/** Open sheets face up, unless the file's normals state the side; `flip` turns whatever would come out. */
function chooseSide(finished: FinishedMesh, usedFileNormals: boolean, flip: boolean): FinishedMesh {
  const { positions, indices } = finished;
  const faced = usedFileNormals ? indices : faceUp(positions, indices);
  return { ...finished, indices: flip ? flipped(faced) : faced };
}

/** Area and volume of the normalised mesh in the unit of the file. */
function inWorldUnits(topology: MeshTopology, worldPerNorm: number): MeshTopology {
  const { area, signedVolume } = topology;
  return { ...topology, area: area * worldPerNorm ** 2, signedVolume: signedVolume * worldPerNorm ** 3 };
}

/** What the stages share. */
interface Run {
  readonly gpu: Gpu;
  readonly scope: BufferScope;
  readonly host: Host;
  readonly cloud: PointCloud;
  readonly options: ReconstructOptions;
  readonly working: WorkingCloud;
  readonly scale: ScaleEstimate;
  readonly plan: LevelPlan;
  readonly clock: StageClock;
}

interface Surfaced {
  readonly level: LevelField;
  readonly mesh: FinishedMesh;
  readonly usedFileNormals: boolean;
}

/** Orient first, then a convex pull on sparse levels. */
async function runDefault(run: Run): Promise<Surfaced> {
  const { gpu, scope, host, cloud, options, working, scale, plan, clock } = run;
  const { points, pointCount, gpuTree, prepared } = working;
  clock.plan([
    { stage: 'analyse', weight: 10 },
    { stage: 'orient', weight: 40 },
    ...plan.levels.map(({ frame }) => ({
      stage: 'level' as const,
      weight: frame.resolution / 12,
      level: frame.resolution,
    })),
    { stage: 'extract', weight: plan.levels.length },
    { stage: 'trim', weight: 2 * plan.levels.length },
  ]);
  const planes = await clock.run('analyse', (context) =>
    fitPlanes(gpu, scope, gpuTree, points, pointCount, scale, context),
  );
  const { normals, sharpened, winding, usedFileNormals } = await clock.run('orient', async (context) => {
    using own = new BufferScope(gpu, 'neighbours');
    const neighbours = await findNearest(gpu, own, gpuTree, points, pointCount, NEIGHBOURS, context);
    const fileNormals =
      options.fileNormals === 'use' && cloud.normals
        ? gatherTriples(cloud.normals, prepared.sourceIndices, new Float32Array(3 * pointCount))
        : undefined;
    const orientation = await orientNormals(
      gpu,
      scope,
      host,
      {
        positions: prepared.positions,
        points,
        neighbours,
        planes,
        scale,
        seed: options.seed,
        ...(fileNormals ? { fileNormals } : {}),
      },
      context,
    );
    const sharp = await sharpenedNormals(gpu, scope, gpuTree, points, orientation.normals, scale, context);
    return { ...orientation, sharpened: sharp };
  });
  const oriented = { points, pointCount, normals, tree: gpuTree, scale };
  const level = await solveLevels(gpu, scope, oriented, sharpened, winding, scale, plan, clock);
  return { level, mesh: await extractAndTrim(run, level, planes), usedFileNormals };
}

/** GridPull as published. */
async function runPaper(run: Run): Promise<Surfaced> {
  const { gpu, scope, options, working, scale, clock } = run;
  const { points, pointCount, gpuTree } = working;
  clock.plan([
    { stage: 'level', weight: 90, level: 128 },
    { stage: 'extract', weight: 5 },
    { stage: 'trim', weight: 5 },
  ]);
  const planes = await clock.run('analyse', (context) =>
    fitPlanes(gpu, scope, gpuTree, points, pointCount, scale, context),
  );
  const level = await clock.run(
    'level',
    async (context) => {
      using own = new BufferScope(gpu, 'neighbours');
      const neighbours = await findNearest(gpu, own, gpuTree, points, pointCount, PAPER.neighbours, context);
      const { seed, paperSteps: steps } = options;
      return await reconstructPaper(gpu, scope, { points, pointCount, neighbours, steps, seed }, context);
    },
    PAPER.nodes,
  );
  return { level, mesh: await extractAndTrim(run, level, planes), usedFileNormals: false };
}

async function extractAndTrim(run: Run, level: LevelField, planes: Awaited<ReturnType<typeof fitPlanes>>) {
  const { gpu, host, working, scale, plan, clock } = run;
  const surface = await clock.run('extract', (context) => extractSurface(gpu, level.grid, level.field, context));
  return clock.run('trim', (context) =>
    finishMesh(
      gpu,
      host,
      {
        surface,
        tree: working.gpuTree,
        points: working.prepared.positions,
        planes,
        scale,
        voxelNorm: level.grid.frame.voxelNorm,
        holeRadiusNorm: plan.holeRadiusNorm,
      },
      context,
    ),
  );
}

/** World positions, normals and colours for the finished surface. */
async function dress(run: Run, finished: FinishedMesh, context: RunContext): Promise<TriangleMesh> {
  const { gpu, cloud, working } = run;
  const { indices } = finished;
  const positions = toWorld(finished.positions, working.prepared.frame) as Float32Array<ArrayBuffer>;
  const normals = await runSteps(vertexNormalSteps(positions, indices), context.signal);
  if (!cloud.colors) return { positions, indices, normals, shift: cloud.shift };
  const pointColors = gatherTriples(
    cloud.colors,
    working.prepared.sourceIndices,
    new Uint8Array(3 * working.pointCount),
  );
  const colors = await colourVertices(gpu, working.gpuTree, pointColors, finished.positions, context);
  return { positions, indices, normals, colors, shift: cloud.shift };
}
