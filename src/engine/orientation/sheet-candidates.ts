/**
 * Which points may lie on a thin sheet, so that `find_layers.wgsl` looks at no others, and which of them it looks at
 * first: a sample tells of most clouds that they have no sheets (algorithm.md section 2, "Thin sheets").
 */

/**
 * A plane that fits needs no second look: it takes in one side only. Of sword and room the same normals come out with
 * all points, for four times the time; noise of σ lowers the confidence by about 5 σ²/radius², so twice that is no
 * sign.
 */
const SURE_PLANE = 0.95;
const NOISE_SHARE = 10;

/** Points that follow one another in Morton order and are sampled together, for they lie together. */
export const SAMPLED_RUN = 64;
/** Runs in the sample at least: with fewer it could not tell. Clouds of up to twice as many are looked at whole. */
export const SAMPLED_RUNS = 1024;
/**
 * Half of what makes sheets (`LEAST_SHARE` of `judge-sheets.ts`). Were a twentieth of the cloud two-sided, and every
 * run wholly so or not at all, which scatters a sample the most, 1,024 runs would show less than this by 3.6 standard
 * errors: once in six thousand clouds.
 */
const LEAST_SAMPLE_SHARE = 0.025;

export interface CandidatesInput {
  /** [4 × count], Morton order: axis of each point's plane; w = confidence, 1 - λ₀/λ₁. */
  readonly axes: Float32Array;
  /** [count] radius of each plane's neighbourhood, normalised. */
  readonly radii: Float32Array;
  readonly noiseNorm: number;
}

export interface Candidates {
  /** u32 [candidates of the sample] points, ascending. */
  readonly sampled: Uint32Array<ArrayBuffer>;
  /** u32 [all other candidates] points, ascending; none where the sample is the whole cloud. */
  readonly others: Uint32Array<ArrayBuffer>;
  /** Points that the sample stands for, candidates or not. */
  readonly sampleCount: number;
}

/** The points whose planes leave a doubt. */
export function sheetCandidates({ axes, radii, noiseNorm }: CandidatesInput): Candidates {
  const count = radii.length;
  const step = Math.max(1, Math.floor(Math.ceil(count / SAMPLED_RUN) / SAMPLED_RUNS));
  const [sampled, others] = [new Uint32Array(count), new Uint32Array(step > 1 ? count : 0)];
  let [sampledCount, otherCount, sampleCount] = [0, 0, 0];
  for (let first = 0, run = 0; first < count; first += SAMPLED_RUN, run++) {
    const end = Math.min(first + SAMPLED_RUN, count);
    const isSampled = isInSample(run, step);
    if (isSampled) sampleCount += end - first;
    for (let i = first; i < end; i++) {
      const deviation = noiseNorm / Math.max(radii[i]!, 1e-20);
      if (axes[4 * i + 3]! > SURE_PLANE - NOISE_SHARE * deviation ** 2) continue;
      if (isSampled) sampled[sampledCount++] = i;
      else others[otherCount++] = i;
    }
  }
  return { sampled: sampled.slice(0, sampledCount), others: others.slice(0, otherCount), sampleCount };
}

/** One run of `step`, by multiples of the golden ratio: evenly spread, and in step with nothing that repeats. */
function isInSample(run: number, step: number): boolean {
  return (run * 0.6180339887498949) % 1 < 1 / step;
}

/** Whether so many two-sided points among `sampleCount` leave it open that the cloud has sheets. */
export function sampleMayHaveSheets(twoSidedCount: number, sampleCount: number): boolean {
  return twoSidedCount >= LEAST_SAMPLE_SHARE * sampleCount;
}
