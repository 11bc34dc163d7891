/**
 * Turns round the parts of a scene that are inside out (algorithm.md, "flipped parts"): furniture that stands apart
 * from the walls, whose own winding number says nothing about them. Only where the winding number is wrong somewhere
 * and the scene is closed: what is right costs one sum at a quarter of the representatives, what is open is left alone.
 */
import { dumpParts } from './dump-sides.ts';
import { abortable } from '../gpu/gpu.ts';
import type { StageContext } from '../host/stage-context.ts';
import { meanSquare, type PartsInput, PartSums, turnedRound } from './part-sums.ts';
import { type SmoothPatches, smoothPatches } from './smooth-patches.ts';
import { chooseSigns } from './choose-signs.ts';
import { creaseVotes } from './crease-votes.ts';

/**
 * Mean square of (winding number - ½) on the surface. Below the first all is well: koala .005, gear .008, gyroid .009;
 * above the second the scene is open, and turning patches makes it worse: living room .13 (sides wrong 10.8 → 14.1 %).
 * Room .027.
 */
export const LEAST_ENERGY = 0.015;
export const MOST_ENERGY = 0.08;

/** Whether parts of a closed scene seem to be inside out, by the mean square of (winding number - ½). */
export function isPartlyInsideOut(energy: number): boolean {
  return energy > LEAST_ENERGY && energy < MOST_ENERGY;
}

export interface TurnedParts {
  /** [4 × pointCount] the normals with the sides chosen. */
  readonly normals: Float32Array<ArrayBuffer>;
  /** Mean square of (winding number - ½) before any part turned: what tells how closed the scene is. */
  readonly energy: number;
}

/** Rejects with the signal's reason when cancelled. */
export async function turnParts(stage: StageContext, input: PartsInput): Promise<TurnedParts> {
  const { gpu, host, context } = stage;
  const { positions, normals, neighbours, noiseNorm } = input;
  using sums = await PartSums.make(gpu, input, context);
  const energy = meanSquare(await sums.of(normals));
  if (!isPartlyInsideOut(energy)) return { normals, energy };
  const grown = host.runTask(smoothPatches, { positions, normals, neighbours, noiseNorm });
  const parts = await abortable(grown, context.signal);
  if (parts.patchCount < 2) return { normals, energy };
  const windings = new Float32Array((parts.patchCount + 1) * sums.samples.length);
  for (let patch = 0; patch <= parts.patchCount; patch++) {
    windings.set(await sums.of(normals, (point) => parts.patches[point] === patch), patch * sums.samples.length);
  }
  const sampleCounts = countSamples(parts, sums.samples);
  const meeting = host.runTask(creaseVotes, { positions, normals, neighbours, ...parts });
  const creases = await abortable(meeting, context.signal);
  const flips = await abortable(host.runTask(chooseSigns, { windings, sampleCounts, creases }), context.signal);
  await dumpParts(host, positions, parts, flips);
  return { normals: turnedRound(normals, (i) => flips[parts.patches[i]!] === 1), energy };
}

function countSamples({ patches, patchCount }: SmoothPatches, samples: Uint32Array): Uint32Array {
  const counts = new Uint32Array(patchCount);
  for (const point of samples) if (patches[point]! < patchCount) counts[patches[point]!]!++;
  return counts;
}
