/** A mesh that is joined from tiles and too large to be held: when that is so, and from its parts to its file. */
import {
  fileFrame,
  type FileFrame,
  FORMATS,
  type Host,
  isFinishing,
  joinStreamed,
  lengthUnitOf,
  type MeshFormat,
  type PointCloud,
  type ReconstructOptions,
  type RunContext,
  type RunReport,
  terrainChoice,
  terrainParts,
  WORK_LIMITS,
  writePlyRuns,
} from '../../engine/index.ts';
import type { FileTask } from '../compute-messages.ts';
import { writeFileBeside } from '../node-files.ts';
import { ScratchFiles } from '../scratch-files.ts';
import { workLimits } from '../work-limits.ts';
import type { Joining } from './phases.ts';

/** About what a vertex takes of a mesh that is held (docs/performance.md). */
const VERTEX_BYTES = 400;

/**
 * A vertex with its two triangles on the disk while parts are joined: 75 bytes of columns, of the surface before a step
 * and after it, and up to 65 in the file.
 */
const SCRATCH_BYTES = 2 * 75 + 65;

/** Whether the mesh is joined part by part. Told where it is too large to be held, and is held all the same. */
export function isJoinedByParts(
  { vertexCount }: Pick<Joining, 'vertexCount'>,
  { format, options }: Pick<FileTask, 'format' | 'options'>,
  context: RunContext,
): boolean {
  if (vertexCount <= (workLimits().wholeVertices ?? WORK_LIMITS.wholeVertices)) return false;
  const asking = whatAsksForAll(format, options);
  if (asking === undefined) return true;
  const bytes = `${((VERTEX_BYTES * vertexCount) / 1e9).toPrecision(2)} GB`;
  const message =
    `The mesh of about ${vertexCount} vertices is held as a whole, which takes about ${bytes} of memory, since ${asking}; ` +
    'a PLY without that is joined part by part, in memory that does not grow.';
  context.onEvent({ type: 'warning', message });
  return false;
}

function whatAsksForAll(format: MeshFormat, options: ReconstructOptions): string | undefined {
  if (format !== 'ply' && format !== 'ply-ascii') return `${FORMATS[format].name} is written`;
  const isAsked: Readonly<Record<string, boolean>> = {
    '--certify': options.certify,
    '--trust': options.trust,
    '--open': options.openHoles.length > 0,
    '--cleaned-cloud': options.cleanedCloud,
    '--align-scans': options.alignScans,
    'a height raster, or contours,': terrainParts(terrainChoice(options, undefined)).length > 0,
    'what is done to a mesh': isFinishing(options),
  };
  const asked = Object.keys(isAsked).find((name) => isAsked[name]);
  return asked === undefined ? undefined : `${asked} asks for all of it`;
}

export interface LargeJoin {
  readonly report: RunReport;
  readonly frame: FileFrame;
}

/** From the surfaces of the tiles to the mesh's file. Rejects as `joinStreamed` and `writeFileBeside` do, and where the disk has no room. */
export async function joinLarge(
  cloud: PointCloud,
  { output, format, options }: Pick<FileTask, 'output' | 'format' | 'options'>,
  { control, vertexCount }: Pick<Joining, 'control' | 'vertexCount'>,
  host: Host,
  context: RunContext,
): Promise<LargeJoin & { readonly writeMs: number }> {
  using scratch = new ScratchFiles(output, { wholePoints: 0, copies: 0 });
  scratch.reserve(SCRATCH_BYTES * vertexCount, ['the mesh takes', 'its parts are joined']);
  const { mesh, report } = await joinStreamed(cloud, options, host, context, { control, scratch });
  const frame = fileFrame(options, lengthUnitOf(report), format);
  const encoding = format === 'ply' ? 'binary' : 'ascii';
  context.onEvent({ type: 'stage-started', stage: 'write' });
  const startMs = performance.now();
  await writeFileBeside(output, (sink) => writePlyRuns(mesh, encoding, sink, context, frame), context.signal);
  const writeMs = performance.now() - startMs;
  context.onEvent({ type: 'stage-ended', stage: 'write', durationMs: writeMs, gpuBytes: 0 });
  return { report, frame, writeMs };
}
