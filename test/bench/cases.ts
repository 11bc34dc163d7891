/** The benchmark's clouds, their true surfaces, and the figures to reach (docs/benchmarks.md). */
export interface BenchCase {
  readonly name: string;
  readonly cloud: string;
  readonly reference: string;
  /** Mean distance both ways, share of the reference's largest extent, that must not be exceeded. */
  readonly p2sBar?: number;
  readonly normalBar?: number;
  /** The true surface is closed: one component, no boundary, outward. */
  readonly closed: boolean;
}

const DATA = '../shared/data';

const bar = (
  name: string,
  reference: string,
  p2sBar: number | undefined,
  normalBar: number | undefined,
  closed = true,
): BenchCase => ({
  name,
  cloud: `${DATA}/clouds/${name}.ply`,
  reference: `${DATA}/meshes/${reference}.ply`,
  closed,
  ...(p2sBar === undefined ? {} : { p2sBar }),
  ...(normalBar === undefined ? {} : { normalBar }),
});

export const CASES: readonly BenchCase[] = [
  bar('koala-50k', 'koala', 0.000046, 0.998),
  bar('gear-100k', 'gear', 0.000115, 0.985),
  bar('gyroid-200k', 'gyroid-ball', 0.000152, 0.992),
  bar('koala-200k-noise', 'koala', 0.000433, 0.993),
  bar('skull-100k-outliers', 'skull', 0.00041, 0.993),
  bar('scorpion-100k-patchy', 'scorpion', 0.000089, 0.994),
  bar('hammer-100k-holes', 'hammer', 0.000114, 0.996),
  bar('trefoil-20k-noise', 'trefoil-wire', 0.00092, 0.988),
  bar('wingnut-2k-sparse', 'wingnut', 0.00079, 0.979),
  bar('mountain-open-50k', 'mountain-open', 0.000215, 0.993, false),
  bar('room-200k', 'room', 0.00055, 0.959, false),
  bar('sword-50k', 'sword', undefined, undefined),
];
