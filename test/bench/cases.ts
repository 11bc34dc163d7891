/** The benchmark's clouds, how they were made, their true surfaces, and the figures to reach (docs/benchmarks.md). */
import { join } from 'node:path';

export interface BenchCase {
  readonly name: string;
  /** The file; of a case with `made` it need not be there yet. */
  readonly cloud: string;
  readonly reference: string;
  /** How the cloud is made from the reference, and so how one with the true normals is. */
  readonly recipe: SampleRecipe | StreamRecipe;
  /** Made at need, in the folder for clouds: too large to be kept beside the project. */
  readonly made: boolean;
  /** Mean distance both ways, share of the reference's largest extent, that must not be exceeded. */
  readonly p2sBar?: number;
  readonly normalBar?: number;
  /** The true surface is closed: one component, no boundary, outward. */
  readonly closed: boolean;
}

/** Arguments of the sampler. */
export interface SampleRecipe {
  readonly by: 'sample-cloud';
  readonly args: string;
}

/** For `make-cloud.ts`: any number of points. */
export interface StreamRecipe {
  readonly by: 'make-cloud';
  readonly points: number;
  readonly seed: number;
}

const DATA = '../shared/data';
export const SAMPLER = `${DATA}/sample-cloud.mjs`;

const bar = (
  name: string,
  mesh: string,
  args: string,
  p2sBar: number | undefined,
  normalBar: number | undefined,
  closed = true,
): BenchCase => ({
  name,
  cloud: `${DATA}/clouds/${name}.ply`,
  reference: `${DATA}/meshes/${mesh}.ply`,
  recipe: { by: 'sample-cloud', args },
  made: false,
  closed,
  ...(p2sBar === undefined ? {} : { p2sBar }),
  ...(normalBar === undefined ? {} : { normalBar }),
});

export const CASES: readonly BenchCase[] = [
  bar('koala-50k', 'koala', '--points 50000 --seed 101', 0.000046, 0.998),
  bar('gear-100k', 'gear', '--points 100000 --seed 103', 0.000079, 0.985),
  bar('gyroid-200k', 'gyroid-ball', '--points 200000 --seed 104', 0.000152, 0.992),
  bar('koala-200k-noise', 'koala', '--points 200000 --seed 102 --noise 0.0025', 0.0004, 0.993),
  bar('skull-100k-outliers', 'skull', '--points 100000 --seed 106 --noise 0.001 --outliers 0.02', 0.00041, 0.993),
  bar('scorpion-100k-patchy', 'scorpion', '--points 100000 --seed 105 --density patchy', 0.000083, 0.994),
  bar('hammer-100k-holes', 'hammer', '--points 100000 --seed 107 --holes 5 --hole-radius 0.04', 0.000114, 0.996),
  bar('trefoil-20k-noise', 'trefoil-wire', '--points 20000 --seed 111 --noise 0.003', 0.00092, 0.988),
  bar('wingnut-2k-sparse', 'wingnut', '--points 2000 --seed 112', 0.00079, 0.979),
  bar('mountain-open-50k', 'mountain-open', '--points 50000 --seed 109', 0.000215, 0.993, false),
  bar('room-200k', 'room', '--points 200000 --seed 110', 0.0003, 0.959, false),
  bar('sword-50k', 'sword', '--points 50000 --seed 108', 0.0001, undefined),
];

/** Bars of runs at a chosen resolution, where `auto` goes on. */
const BARS_AT: Readonly<Record<string, number>> = { 'sword-50k 512': 0.00027, 'sword-50k 1024': 0.0001 };

/** The distance that a run must not exceed; `resolution` as asked for. */
export function p2sBarOf({ name, p2sBar }: Pick<BenchCase, 'name' | 'p2sBar'>, resolution: string): number | undefined {
  return BARS_AT[`${name} ${resolution}`] ?? p2sBar;
}

const made = (folder: string, name: string, mesh: string, recipe: BenchCase['recipe'], p2sBar?: number): BenchCase => ({
  name,
  cloud: join(folder, `${name}.ply`),
  reference: `${DATA}/meshes/${mesh}.ply`,
  recipe,
  made: true,
  closed: true,
  ...(p2sBar === undefined ? {} : { p2sBar }),
});

const sampled = (args: string): SampleRecipe => ({ by: 'sample-cloud', args });
const streamed = (points: number, seed: number): StreamRecipe => ({ by: 'make-cloud', points, seed });

/** Run only when named, or by the word `big`. */
export function bigCases(folder: string): readonly BenchCase[] {
  return [
    made(folder, 'nefertiti-1M', 'nefertiti', sampled('--points 1000000 --seed 120 --noise 0.0005'), 0.00016),
    made(folder, 'nefertiti-5M', 'nefertiti', sampled('--points 5000000 --seed 121 --noise 0.0005')),
    made(folder, 'gyroid-10M', 'gyroid-ball', sampled('--points 10000000 --seed 122')),
    made(folder, 'koala-1M', 'koala', sampled('--points 1000000 --seed 130'), 0.000021),
    made(folder, 'gyroid-100M', 'gyroid-ball', streamed(100_000_000, 140)),
  ];
}

/** One shape at many sizes; the smaller clouds are the beginnings of the larger ones. */
export function growthCase(folder: string, points: number): BenchCase {
  return made(folder, `growth-${shortCount(points)}`, 'koala', streamed(points, 150));
}

/** 300000 as 300k, 1000000 as 1M. */
export function shortCount(points: number): string {
  if (points >= 1e6) return `${points / 1e6}M`;
  return points >= 1000 ? `${points / 1000}k` : String(points);
}

/** `300k` as 300000. */
export function countOf(text: string): number {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)([kM]?)$/.exec(text) ?? [];
  if (digits === undefined) throw new Error(`${text} is no number of points: write 300000, 300k or 1M`);
  return Math.round(Number(digits) * { '': 1, k: 1e3, M: 1e6 }[unit ?? '']!);
}

/**
 * The usual cases whose names hold one of the words (all of them without words), and big ones by full name or `big`.
 */
export function chooseCases(words: readonly string[], folder: string): readonly BenchCase[] {
  if (words.length === 0) return CASES;
  const usual = CASES.filter(({ name }) => words.some((word) => name.includes(word)));
  const big = bigCases(folder).filter(({ name }) => words.some((word) => word === name || word === 'big'));
  const chosen = [...usual.filter(({ name }) => !big.some((other) => other.name === name)), ...big];
  if (chosen.length === 0) throw new Error(`no case is named like ${words.join(' or ')}`);
  return chosen;
}
