/**
 * The sides of a file's normals, checked against the sides that the points give (`judge-file-sides.ts`): taken as they
 * are, taken turned round as a whole, or left, and a sentence where they are not simply taken.
 */
import { abortable } from '../gpu/gpu.ts';
import type { StageContext } from '../host/stage-context.ts';
import { type FileVerdict, judgeFile, judgeFileSides, MOST_MIXED, type SideEnergies } from './judge-file-sides.ts';
import { meanSquare, type PartsInput, PartSums, turnedRound } from './part-sums.ts';

export interface CheckedNormals {
  /** [4 × count] towards the side that a closed surface has outside. */
  readonly directions: Float32Array<ArrayBuffer>;
  /** They are the file's turned round: the mesh is to be turned back. */
  readonly isMirrored: boolean;
  /** Each point has its own sign of the file, not that of its patch. */
  readonly isPointwise: boolean;
}

/**
 * Single signs are the file's as they are, which thin parts gain from; beyond this share a patch has its majority's.
 */
const MOST_STRAY = 0.03;

export function isPointwise(strayShare: number): boolean {
  return strayShare <= MOST_STRAY;
}

/**
 * @param parts what our own sides are measured with: its normals are these sides.
 * @param ofFile [4 × count] the same axes on the file's sides.
 */
export async function checkFileNormals(
  stage: StageContext,
  parts: PartsInput,
  ofFile: Float32Array<ArrayBuffer>,
): Promise<CheckedNormals | undefined> {
  const { host, context } = stage;
  const { positions, normals, neighbours, noiseNorm } = parts;
  const judging = host.runTask(judgeFileSides, { positions, normals, neighbours, noiseNorm, ofFile });
  const { flips, mixedShare, strayShare } = await abortable(judging, context.signal);
  const byPatch = turnedRound(normals, (i) => flips[i] === 1);
  const verdict = judgeFile(mixedShare, await energiesOf(stage, parts, byPatch));
  const message = sentence(verdict, mixedShare);
  if (message !== undefined) context.onEvent({ type: 'warning', message });
  if (verdict === 'ignored') return undefined;
  const isMirrored = verdict === 'mirrored';
  const taken = isPointwise(strayShare) ? ofFile : byPatch;
  const directions = isMirrored ? turnedRound(taken, () => true) : taken;
  return { directions, isMirrored, isPointwise: isPointwise(strayShare) };
}

async function energiesOf(stage: StageContext, parts: PartsInput, ofFile: Float32Array): Promise<SideEnergies> {
  using sums = await PartSums.make(stage.gpu, parts, stage.context);
  return {
    ours: meanSquare(await sums.of(parts.normals)),
    file: meanSquare(await sums.of(ofFile)),
    mirror: meanSquare(await sums.of(turnedRound(ofFile, () => true))),
  };
}

function sentence(verdict: FileVerdict, mixedShare: number): string | undefined {
  if (verdict === 'adopted') return undefined;
  if (verdict === 'mirrored') {
    return (
      "The file's normals point into the closed surface. It was found with all of them turned round, and the mesh keeps " +
      'the side of the file; --flip turns it.'
    );
  }
  const ignored = 'they are ignored, and the sides are found from the points.';
  if (mixedShare <= MOST_MIXED) return `The sides of the file's normals fit the surface neither way; ${ignored}`;
  const percent = (100 * mixedShare).toFixed(0);
  return (
    `The sides of the file's normals change from neighbour to neighbour at ${percent} % of the points ` +
    `(${100 * MOST_MIXED} % are allowed); ${ignored}`
  );
}
