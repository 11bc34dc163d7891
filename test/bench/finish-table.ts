/** Figures of finishing as the benchmark prints them and as docs/benchmarks.md has them. */
import type { PatchFigures } from './finish-holes.ts';
import type { FinishResult } from './finish-run.ts';
import { markdownTable } from './kernel-table.ts';

const HEADINGS = [
  'case',
  'triangles',
  'after',
  'P2S',
  'ratio',
  'volume',
  'under 5°',
  'rims',
  's',
  'CPU s',
  'MB',
  'missed',
];
const NONE = '–';

const short = (value: number, digits: number): string => value.toFixed(digits).replace(/^(-?)0\./, '$1.');

function cellsOf(result: FinishResult): string[] {
  const { name, trianglesBefore, proof, report, distances, finishing, proving, before, peakBytes, missed } = result;
  const { wallSeconds, cpuSeconds } = Object.keys(report).length > 0 ? finishing : proving;
  const volume = before === null ? NaN : proof.volume! / before.volume! - 1;
  const { relaxed } = report;
  return [
    name,
    String(trianglesBefore),
    String(proof.triangles),
    distances === null ? NONE : short(1e4 * distances.after, 3),
    distances === null ? NONE : short(distances.after / distances.before, 2),
    Number.isNaN(volume) ? NONE : `${short(100 * volume, 3)} %`,
    relaxed
      ? `${short(100 * relaxed.before.under5, 2)} % → ${Math.round(relaxed.after.under5 * proof.triangles)}`
      : NONE,
    String(proof.rims.count),
    wallSeconds.toFixed(1),
    cpuSeconds.toFixed(1),
    String(Math.round(peakBytes / 1e6)),
    missed.join(', '),
  ];
}

/** The heading and the rule below it. */
export const FINISH_HEADINGS = markdownTable(HEADINGS, []);

export const finishLine = (result: FinishResult): string => markdownTable(HEADINGS, [cellsOf(result)]).split('\n')[2]!;

/** Of a patch that is bent beside one that lies flat, in 10⁻⁴ of the extent. */
export const patchLine = ({ radius, places, flat, bent }: PatchFigures, most: number): string =>
  `discs of ${100 * radius} %, ${places} of them: ${short(1e4 * flat, 1)} flat, ${short(1e4 * bent, 1)} bent, ` +
  `${short(bent / flat, 2)} of it (${short(most, 2)} wanted)`;
