/**
 * Which sets of patches a repair (`repair-patches.ts`) is to turn, where the winding number tells the sides nearly
 * everywhere: a set whose turn speaks against it stays as it is. "Keep a repair only if the energy does not rise" is
 * wrong: right repairs raise it, too, since points lie where sheets are thin or sparse (terrain by .16 a turned sample,
 * a koala of density 1:300 by .23, a bust by .52).
 */
import type { StageContext } from '../host/stage-context.ts';
import { meanSquare, type PartsInput, PartSums } from './part-sums.ts';
import type { PatchRepair } from './repair-patches.ts';
import { LEAST_ENERGY } from './turn-parts.ts';

/**
 * Mean square of (winding number - ½) before the repair from which nothing is judged: bones .008, a room .012; the
 * tower with its openings .033 needs what it would refuse, terrain .11.
 */
const MOST_ENERGY_BEFORE = LEAST_ENERGY;
/**
 * A set of so many of the points is judged. Smaller ones lie beside creases, and the winding number errs about them.
 */
const LEAST_SET_SHARE = 0.01;
/** What a turn may raise the energy by, for each sample of the set. Wrong turns: bones .83 and .88. */
const MOST_RISE = 0.5;
/** Sums of all points cost a tenth of a second. */
const MOST_JUDGED = 50;

export type RepairInput = PartsInput & Pick<PatchRepair, 'sets' | 'setSizes'>;

/** Whether the turn of a part with this winding number, of points that have `winding` in all, is refused. */
export function isRefused(winding: Float32Array, part: Float32Array, sampleCount: number): boolean {
  const rise = part.reduce((sum, own, at) => sum + (winding[at]! - 2 * own - 0.5) ** 2 - (winding[at]! - 0.5) ** 2, 0);
  return rise > MOST_RISE * Math.max(1, sampleCount);
}

/** By number, from the largest on: those that are worth a sum of their own. */
export function setsToJudge(setSizes: Uint32Array, pointCount: number): number[] {
  const large = [...setSizes.keys()].filter((set) => setSizes[set]! >= LEAST_SET_SHARE * pointCount);
  return large.sort((a, b) => setSizes[b]! - setSizes[a]! || a - b).slice(0, MOST_JUDGED);
}

/** [pointCount] 1 for the points that turn; the input's normals are those before the repair. */
export async function judgeRepair(stage: StageContext, input: RepairInput): Promise<Uint8Array<ArrayBuffer>> {
  const { sets, setSizes, normals } = input;
  const judged = setsToJudge(setSizes, sets.length);
  const turns = new Uint8Array(setSizes.length + 1).fill(1);
  turns[0] = 0;
  const flips = (): Uint8Array<ArrayBuffer> => Uint8Array.from(sets, (set) => turns[set]!);
  if (judged.length === 0) return flips();
  using sums = await PartSums.make(stage.gpu, input, stage.context);
  const winding = await sums.of(normals);
  if (meanSquare(winding) >= MOST_ENERGY_BEFORE) return flips();
  for (const set of judged) {
    const part = await sums.of(normals, (point) => sets[point] === set + 1);
    const sampleCount = sums.samples.reduce((count, point) => count + Number(sets[point] === set + 1), 0);
    if (isRefused(winding, part, sampleCount)) turns[set + 1] = 0;
    // The sets after it are judged on the surface that this one leaves.
    else part.forEach((own, at) => (winding[at]! -= 2 * own));
  }
  return flips();
}
