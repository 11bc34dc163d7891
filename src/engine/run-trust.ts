/**
 * The trust of the surface that a run found, all its holes closed, from the points that it worked on (docs/trust.md).
 */
import { spacingsOf } from './analysis/fit-planes.ts';
import type { ClosableHoles } from './finish/open-holes.ts';
import type { TriangleMesh } from './mesh/triangle-mesh.ts';
import type { VertexTrust } from './mesh/vertex-trust.ts';
import type { Surfaced } from './methods/method.ts';
import type { Run } from './run/run.ts';
import { findFeet } from './trust/find-feet.ts';
import { measureTrust } from './trust/measure-trust.ts';

/**
 * Of each point that the run worked on, the vertex nearest to it: needs no normals, so that it goes on while those are
 * made.
 */
export function feetOf({ stage, working }: Run, positions: Float32Array): Promise<Uint32Array> {
  return findFeet({ positions, points: working.prepared.positions }, stage.host, stage.context.signal);
}

interface FoundSurface extends ClosableHoles {
  /** [3 × vertexCount] of `closed`, normalised. */
  readonly positions: Float32Array;
  /** `feetOf` it. */
  readonly feet: Uint32Array;
  /** Open edges of it. */
  readonly boundaryEdges: number;
}

/** @param surface with normals */
export async function trustOf(
  run: Run,
  surfaced: Surfaced,
  { closed, patches, positions, feet, boundaryEdges }: FoundSurface,
): Promise<VertexTrust> {
  const { stage, working, dense } = run;
  const { scale } = surfaced;
  const { worldPerNorm } = working.prepared.frame;
  const { uncertainties, guessed } = await measureTrust(stage, {
    tree: working.gpuTree,
    points: working.points,
    feet,
    spacings: await pointSpacings(run, surfaced),
    positions,
    normals: normalsOf(closed),
    indices: closed.indices,
    hasRims: boundaryEdges > 0 || patches.length > 0,
    noiseNorm: scale.noiseNorm,
    spacingNorm: scale.spacingNorm,
    detail: dense ? dense.spacingNorm / scale.spacingNorm : 1,
  });
  markFills(guessed, closed.indices, patches);
  return { uncertainties: uncertainties.map((length) => length * worldPerNorm), guessed };
}

function normalsOf({ normals }: TriangleMesh): Float32Array {
  if (!normals) throw new Error('the mesh of a run has normals');
  return normals;
}

/** [pointCount] of the working cloud, normalised: the gap where points lie on scan lines, which are dense along. */
async function pointSpacings({ stage, working, lines }: Run, { planes }: Surfaced): Promise<Float32Array> {
  const spacings = await spacingsOf(stage, planes, working.pointCount);
  if (!lines) return spacings;
  const { sourceIndices } = lines.whole.prepared;
  const gapOfSource = new Map<number, number>();
  for (let point = 0; point < sourceIndices.length; point++) gapOfSource.set(sourceIndices[point]!, lines.gaps[point]!);
  return spacings.map((spacing, i) => Math.max(spacing, gapOfSource.get(working.prepared.sourceIndices[i]!) ?? 0));
}

/** What closes a hole is a guess, but for its rim. */
function markFills(guessed: Uint8Array, indices: Uint32Array, patches: readonly Uint32Array[]): void {
  if (patches.length === 0) return;
  const isFill = new Uint8Array(indices.length / 3);
  for (const triangles of patches) for (const triangle of triangles) isFill[triangle] = 1;
  const isSeen = new Uint8Array(guessed.length);
  for (let i = 0; i < indices.length; i++) if (isFill[Math.floor(i / 3)] === 0) isSeen[indices[i]!] = 1;
  for (let i = 0; i < indices.length; i++) if (isSeen[indices[i]!] === 0) guessed[indices[i]!] = 1;
}
