/**
 * The benchmark's clouds, how they were made, their true surfaces, and the figures to reach (docs/benchmarks.md):
 * shapes made in code, which every checkout has, or the research clouds of a folder that `--data` names.
 */
import { join } from 'node:path';
import type { CloudRecipe } from '../shapes/sampled-cloud.ts';
import type { ShapeName } from './shape-files.ts';

export interface BenchCase {
  readonly name: string;
  /** The file; of a case with `made` it need not be there yet. */
  readonly cloud: string;
  /** The true surface as a file; of a case with `shape` it need not be there yet. */
  readonly reference: string;
  readonly shape?: ShapeName;
  /** How the cloud is made from the reference, and so how one with the true normals is. */
  readonly recipe: ToolRecipe | StreamRecipe | ShapeRecipe;
  /** Made at need, in the folder for clouds. */
  readonly made: boolean;
  /** Mean distance both ways, share of the reference's largest extent, that must not be exceeded. */
  readonly p2sBar?: number;
  readonly normalBar?: number;
  /** The true surface is closed: one component, no boundary, outward. */
  readonly closed: boolean;
}

/** Arguments of the data folder's own `sample-cloud.mjs`, or of the `wild` beside it. */
export interface ToolRecipe {
  readonly by: 'sample-cloud' | 'wild';
  readonly tool: string;
  /** What `wild` does: its first argument. */
  readonly verb?: string;
  readonly args: string;
}

/** For `make-cloud.ts`: any number of points. */
export interface StreamRecipe {
  readonly by: 'make-cloud';
  readonly points: number;
  readonly seed: number;
}

/** For `sampleCloud`: what goes wrong in a scan, at sizes that memory holds. */
export interface ShapeRecipe {
  readonly by: 'shape';
  readonly cloud: CloudRecipe;
}

export interface BenchPlaces {
  /**
   * A folder with the research clouds and their true surfaces, `clouds/` and `meshes/`; shapes made in code without.
   */
  readonly data?: string;
  /** What is made at need lies here. */
  readonly clouds: string;
}

const streamed = (points: number, seed: number): StreamRecipe => ({ by: 'make-cloud', points, seed });

type ResearchRow = readonly [
  name: string,
  mesh: string,
  args: string,
  p2sBar: number,
  normalBar?: number,
  closed?: boolean,
];

/** The research clouds, those of the pages' tables. */
export function researchCases(data: string): readonly BenchCase[] {
  const rows: readonly ResearchRow[] = [
    ['koala-50k', 'koala', '--points 50000 --seed 101', 0.000046, 0.998],
    ['gear-100k', 'gear', '--points 100000 --seed 103', 0.000079, 0.985],
    ['gyroid-200k', 'gyroid-ball', '--points 200000 --seed 104', 0.000152, 0.992],
    ['koala-200k-noise', 'koala', '--points 200000 --seed 102 --noise 0.0025', 0.0004, 0.993],
    ['skull-100k-outliers', 'skull', '--points 100000 --seed 106 --noise 0.001 --outliers 0.02', 0.00041, 0.993],
    ['scorpion-100k-patchy', 'scorpion', '--points 100000 --seed 105 --density patchy', 0.000083, 0.994],
    ['hammer-100k-holes', 'hammer', '--points 100000 --seed 107 --holes 5 --hole-radius 0.04', 0.000114, 0.996],
    ['trefoil-20k-noise', 'trefoil-wire', '--points 20000 --seed 111 --noise 0.003', 0.00092, 0.988],
    ['wingnut-2k-sparse', 'wingnut', '--points 2000 --seed 112', 0.00079, 0.979],
    ['mountain-open-50k', 'mountain-open', '--points 50000 --seed 109', 0.000215, 0.993, false],
    ['room-200k', 'room', '--points 200000 --seed 110', 0.0003, 0.959, false],
    ['sword-50k', 'sword', '--points 50000 --seed 108', 0.0001],
  ];
  return rows.map(([name, mesh, args, p2sBar, normalBar, closed = true]) => ({
    name,
    cloud: join(data, 'clouds', `${name}.ply`),
    reference: join(data, 'meshes', `${mesh}.ply`),
    recipe: { by: 'sample-cloud', tool: join(data, 'sample-cloud.mjs'), args },
    made: false,
    closed,
    p2sBar,
    ...(normalBar !== undefined && { normalBar }),
  }));
}

type ShapeRow = readonly [name: string, shape: ShapeName, cloud: CloudRecipe, closed?: boolean];

/** Clouds of shapes made in code. None has the name of a research cloud: figures that are kept cannot be mixed up. */
export function shapeCases(clouds: string): readonly BenchCase[] {
  const rows: readonly ShapeRow[] = [
    ['gear-60k', 'gear', { points: 60_000, seed: 11 }],
    ['gear-60k-outliers', 'gear', { points: 60_000, seed: 12, noise: 0.001, outliers: 0.02 }],
    ['gyroid-100k', 'gyroid', { points: 100_000, seed: 13 }],
    ['knot-60k', 'knot', { points: 60_000, seed: 14 }],
    ['knot-20k-noise', 'knot', { points: 20_000, seed: 15, noise: 0.004 }],
    ['blade-30k', 'blade', { points: 30_000, seed: 16 }],
    // A scene of parts, and a surface with a rim.
    ['room-60k', 'room', { points: 60_000, seed: 17 }, false],
    ['terrain-30k-open', 'terrain', { points: 30_000, seed: 18 }, false],
  ];
  return rows.map(([name, shape, cloud, closed = true]) => ({
    name,
    cloud: join(clouds, `${name}.ply`),
    reference: shapeFile(clouds, shape),
    shape,
    recipe: { by: 'shape', cloud },
    made: true,
    closed,
  }));
}

function shapeFile(clouds: string, shape: ShapeName): string {
  return join(clouds, 'shapes', `${shape}.ply`);
}

export function usualCases({ data, clouds }: BenchPlaces): readonly BenchCase[] {
  return data === undefined ? shapeCases(clouds) : researchCases(data);
}

/** Bars of runs at a chosen resolution, where `auto` goes on. */
const BARS_AT: Readonly<Record<string, number>> = { 'sword-50k 512': 0.00027, 'sword-50k 1024': 0.0001 };

/** The distance that a run must not exceed; `resolution` as asked for. */
export function p2sBarOf({ name, p2sBar }: Pick<BenchCase, 'name' | 'p2sBar'>, resolution: string): number | undefined {
  return BARS_AT[`${name} ${resolution}`] ?? p2sBar;
}

/** Run only when named, or by the word `big`: too large to be kept in a folder of data. */
export function bigCases(places: BenchPlaces): readonly BenchCase[] {
  const { data, clouds } = places;
  if (data === undefined) {
    const knot = knotOf(clouds);
    return ['1M', '10M'].map((size) => madeCase(clouds, `knot-${size}`, knot, streamed(countOf(size), 19)));
  }
  const sampled = (args: string): ToolRecipe => ({ by: 'sample-cloud', tool: join(data, 'sample-cloud.mjs'), args });
  const [nefertiti, gyroid, koala] = [meshOf(data, 'nefertiti'), meshOf(data, 'gyroid-ball'), meshOf(data, 'koala')];
  return [
    madeCase(clouds, 'nefertiti-1M', nefertiti, sampled('--points 1000000 --seed 120 --noise 0.0005'), 0.00016),
    madeCase(clouds, 'nefertiti-5M', nefertiti, sampled('--points 5000000 --seed 121 --noise 0.0005')),
    madeCase(clouds, 'gyroid-10M', gyroid, sampled('--points 10000000 --seed 122')),
    madeCase(clouds, 'koala-1M', koala, sampled('--points 1000000 --seed 130'), 0.000021),
    madeCase(clouds, 'gyroid-100M', gyroid, streamed(100_000_000, 140)),
  ];
}

/** The cloud whose kernels are measured where none is named. */
export function kernelCaseName({ data }: BenchPlaces): string {
  return data === undefined ? 'knot-1M' : 'koala-1M';
}

/** One shape at many sizes; the smaller clouds are the beginnings of the larger ones. */
export function growthCase({ data, clouds }: BenchPlaces, points: number): BenchCase {
  const size = shortCount(points);
  if (data === undefined) return madeCase(clouds, `growing-knot-${size}`, knotOf(clouds), streamed(points, 20));
  return madeCase(clouds, `growth-${size}`, meshOf(data, 'koala'), streamed(points, 150));
}

type Surface = Pick<BenchCase, 'reference' | 'shape'>;

const knotOf = (clouds: string): Surface => ({ reference: shapeFile(clouds, 'knot'), shape: 'knot' });
const meshOf = (data: string, mesh: string): Surface => ({ reference: join(data, 'meshes', `${mesh}.ply`) });

/** A cloud made at need, of a closed surface. */
function madeCase(
  clouds: string,
  name: string,
  surface: Surface,
  recipe: BenchCase['recipe'],
  p2sBar?: number,
): BenchCase {
  return {
    name,
    cloud: join(clouds, `${name}.ply`),
    ...surface,
    recipe,
    made: true,
    closed: true,
    ...(p2sBar !== undefined && { p2sBar }),
  };
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
 * Throws where no case is named so.
 */
export function chooseCases(words: readonly string[], places: BenchPlaces): readonly BenchCase[] {
  if (words.length === 0) return usualCases(places);
  const usual = usualCases(places).filter(({ name }) => words.some((word) => name.includes(word)));
  const big = bigCases(places).filter(({ name }) => words.some((word) => word === name || word === 'big'));
  const chosen = [...usual.filter(({ name }) => !big.some((other) => other.name === name)), ...big];
  if (chosen.length > 0) return chosen;
  const hint = places.data === undefined ? ' (research clouds need --data DIR)' : '';
  throw new Error(`no case is named like ${words.join(' or ')}${hint}`);
}
