/** Pictures of how time and memory grow, over points at one resolution and over resolution at one number of points. */
import { shortCount } from './cases.ts';
import type { DeviceResults, RecordedCase } from './device-results.ts';
import { type LogPlot, type PlotPoint, plotsSvg, referenceLine } from './log-plot.ts';

export interface Picture {
  readonly name: string;
  readonly device: string;
  readonly caption: string;
  readonly svg: string;
}

/** A device's growth runs, by what they have in common. */
export interface Sweep {
  readonly kind: 'points' | 'resolution';
  /** The resolution or the number of points that all share. */
  readonly fixed: string;
  readonly runs: readonly { readonly x: number; readonly record: RecordedCase }[];
}

/** The larger of a sweep over points and a sweep over resolutions, where there are two runs at least of one. */
export function sweepsOf({ cases }: DeviceResults): Sweep[] {
  const runs = Object.values(cases).filter(({ name }) => name.startsWith('growth-'));
  const grouped = (keyOf: (run: RecordedCase) => string): [string, RecordedCase[]][] => {
    const groups = Map.groupBy(runs, keyOf);
    return [...groups].sort(([, a], [, b]) => b.length - a.length);
  };
  const over = (kind: Sweep['kind'], groups: [string, RecordedCase[]][], xOf: (run: RecordedCase) => number): Sweep[] =>
    groups
      .filter(([, group]) => group.length >= 2)
      .slice(0, 1)
      .map(([fixed, group]) => ({
        kind,
        fixed,
        runs: group.map((record) => ({ x: xOf(record), record })).sort((a, b) => a.x - b.x),
      }));
  return [
    ...over(
      'points',
      grouped(({ asked }) => asked),
      pointsAsked,
    ),
    ...over(
      'resolution',
      grouped(({ name }) => name.slice('growth-'.length)),
      ({ asked }) => Number(asked),
    ),
  ];
}

/** A failed run did not count its points: its name tells them. */
function pointsAsked({ name }: RecordedCase): number {
  const [, digits, unit] = /^growth-([\d.]+)([kM]?)$/.exec(name) ?? [];
  return Number(digits) * (unit === 'M' ? 1e6 : unit === 'k' ? 1e3 : 1);
}

export function growthPictures(results: ReadonlyMap<string, DeviceResults>): Picture[] {
  return [...results].flatMap(([slug, device]) =>
    sweepsOf(device).map((sweep) => {
      const what =
        sweep.kind === 'points' ? `points at ${sweep.fixed} cells` : `cells an axis at ${sweep.fixed} points`;
      return {
        name: `${slug}-${sweep.kind}.svg`,
        device: device.device,
        caption: `growth over ${what}`,
        svg: plotsSvg(plotsOf(sweep, what)),
      };
    }),
  );
}

function plotsOf({ kind, runs }: Sweep, what: string): LogPlot[] {
  const measured = (yOf: (record: RecordedCase) => number | undefined): PlotPoint[] =>
    runs.flatMap(({ x, record }) => {
      const y = record.failure ? undefined : yOf(record);
      return y === undefined || y === 0 ? [] : [{ x, y }];
    });
  const failures = runs.flatMap(({ x, record }) => (record.failure ? [{ x, reason: record.failure.message }] : []));
  // A surface meets S² cells of a grid of S³, and each costs the same: n is the number of those.
  const reference = (points: readonly PlotPoint[]) =>
    kind === 'points'
      ? referenceLine(points, 'n log n', (n) => n * Math.log(n))
      : referenceLine(points, 'S² log S', (s) => s ** 2 * Math.log(s));
  const xTicks = runs.map(({ x }) => ({ value: x, label: kind === 'points' ? shortCount(x) : String(x) }));
  const shared = { xLabel: what, failures, xTicks };
  const time = measured(({ wallMs }) => (wallMs === undefined ? undefined : wallMs / 1000));
  const memory = measured(({ peakMemoryBytes }) => mebibytes(peakMemoryBytes));
  const buffers = measured(({ peakGpuBytes }) => mebibytes(peakGpuBytes));
  return [
    {
      ...shared,
      title: 'Time',
      yLabel: 'seconds, file to file',
      lines: [{ name: 'measured', points: time }, reference(time)],
    },
    {
      ...shared,
      title: 'Memory',
      yLabel: 'MiB at most',
      lines: [{ name: 'process', points: memory }, { name: 'GPU buffers', points: buffers }, reference(buffers)],
    },
  ];
}

const mebibytes = (bytes: number | undefined): number | undefined =>
  bytes === undefined ? undefined : bytes / 2 ** 20;
