/** From the dispatches of a run to a table of its kernels: how long, how near to what the device can do. */
import type { Ceilings } from './ceilings.ts';
import { KERNEL_COSTS } from './kernel-costs/kernel-costs.ts';
import type { CostOf, ElementUnit, PassFacts } from './kernel-costs/pass-cost.ts';

export interface TimedPass extends PassFacts {
  readonly ms: number;
}

export interface KernelRow {
  readonly kernel: string;
  readonly dispatches: number;
  readonly threads: number;
  readonly ms: number;
  /** A share of the run's time from the cloud in memory to the mesh. */
  readonly shareOfRun: number;
  readonly gigabytesPerSecond?: number;
  readonly shareOfCopy?: number;
  readonly gigaflopsPerSecond?: number;
  readonly shareOfPeak?: number;
  readonly elements?: number;
  readonly unit?: ElementUnit;
  readonly elementsPerSecond?: number;
  /** Why there are no figures. */
  readonly note?: string;
}

/** The longest first. */
export function kernelRows(
  passes: readonly TimedPass[],
  ceilings: Ceilings,
  runMs: number,
  costs: Readonly<Record<string, CostOf>> = KERNEL_COSTS,
): KernelRow[] {
  const labels = [...new Set(passes.map(({ kernel }) => kernel))];
  const rows = labels.map((kernel): KernelRow => {
    const own = passes.filter((pass) => pass.kernel === kernel);
    const sum = (value: (pass: TimedPass) => number): number => own.reduce((total, pass) => total + value(pass), 0);
    const ms = sum((pass) => pass.ms);
    const base = { kernel, dispatches: own.length, threads: sum((pass) => pass.threads), ms, shareOfRun: ms / runMs };
    const costOf = costs[kernel];
    if (!costOf) return { ...base, note: 'no cost stated' };
    try {
      return { ...base, ...rates(own, costOf, ms, ceilings) };
    } catch (error) {
      return { ...base, note: `cost out of date: ${error instanceof Error ? error.message : String(error)}` };
    }
  });
  return rows.sort((a, b) => b.ms - a.ms);
}

function rates(passes: readonly TimedPass[], costOf: CostOf, ms: number, ceilings: Ceilings): Partial<KernelRow> {
  const costs = passes.map(costOf);
  const total = (value: (cost: (typeof costs)[number]) => number | undefined): number | undefined =>
    costs.reduce<number | undefined>((sum, cost) => {
      const part = value(cost);
      return sum === undefined || part === undefined ? undefined : sum + part;
    }, 0);
  // A dispatch too short for the clock: no rate rather than an infinite one.
  const perSecond = (amount: number | undefined): number | undefined =>
    amount === undefined || ms === 0 ? undefined : amount / (ms / 1000);
  const elements = total((cost) => cost.elements) ?? 0;
  const [unit, elementsPerSecond] = [costs[0]?.unit, perSecond(elements)];
  const bytes = perSecond(total((cost) => cost.bytes));
  const flops = perSecond(total((cost) => cost.flops));
  return {
    elements,
    ...(unit && { unit }),
    ...(elementsPerSecond !== undefined && { elementsPerSecond }),
    ...(bytes !== undefined && {
      gigabytesPerSecond: bytes / 1e9,
      shareOfCopy: bytes / 1e9 / ceilings.copyGigabytesPerSecond,
    }),
    ...(flops !== undefined && {
      gigaflopsPerSecond: flops / 1e9,
      shareOfPeak: flops / 1e9 / ceilings.gigaflopsPerSecond,
    }),
  };
}

const HEADINGS = ['kernel', 'passes', 'ms', 'run', 'GB/s', 'of copy', 'GFLOP/s', 'of peak', 'elements/s'] as const;

/** One row of text a cell, in the order of `HEADINGS`. */
function cellsOf(row: KernelRow): string[] {
  const { elementsPerSecond, unit, note } = row;
  const throughput = elementsPerSecond === undefined ? '–' : `${scaled(elementsPerSecond)} ${unit ?? ''}`;
  return [
    row.kernel,
    String(row.dispatches),
    row.ms.toFixed(1),
    percent(row.shareOfRun),
    fixed(row.gigabytesPerSecond),
    percent(row.shareOfCopy),
    fixed(row.gigaflopsPerSecond),
    percent(row.shareOfPeak),
    note ?? throughput,
  ];
}

const fixed = (value: number | undefined): string =>
  value === undefined ? '–' : value >= 100 ? value.toFixed(0) : value.toPrecision(2);
const percent = (share: number | undefined): string => (share === undefined ? '–' : `${(100 * share).toFixed(1)} %`);

function scaled(value: number): string {
  if (value >= 1e9) return `${(value / 1e9).toPrecision(3)} G`;
  if (value >= 1e6) return `${(value / 1e6).toPrecision(3)} M`;
  return `${(value / 1e3).toPrecision(3)} k`;
}

/** What is left of the run when the kernels' times are taken off: CPU work, readbacks, waiting. */
function restOf(rows: readonly KernelRow[], runMs: number): { readonly deviceMs: number; readonly restMs: number } {
  const deviceMs = rows.reduce((sum, row) => sum + row.ms, 0);
  return { deviceMs, restMs: runMs - deviceMs };
}

/** For a terminal. */
export function kernelText(rows: readonly KernelRow[], ceilings: Ceilings, runMs: number): string {
  const { deviceMs, restMs } = restOf(rows, runMs);
  const table = [[...HEADINGS], ...rows.map(cellsOf)];
  const widths = HEADINGS.map((_, column) => Math.max(...table.map((cells) => cells[column]!.length)));
  const lines = table.map((cells) =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('  ')
      .trimEnd(),
  );
  return [
    `${ceilings.device}: copies ${fixed(ceilings.copyGigabytesPerSecond)} GB/s, computes ${fixed(ceilings.gigaflopsPerSecond)} GFLOP/s`,
    ...lines,
    `kernels ${deviceMs.toFixed(0)} ms of ${runMs.toFixed(0)} ms; everything else ${restMs.toFixed(0)} ms`,
    '',
  ].join('\n');
}

/** For a page; kernels under `leastShare` of the run are summed up in one row. */
export function kernelMarkdown(rows: readonly KernelRow[], runMs: number, leastShare = 0.001): string {
  const shown = rows.filter(({ shareOfRun }) => shareOfRun >= leastShare);
  const others = rows.filter(({ shareOfRun }) => shareOfRun < leastShare);
  const otherMs = others.reduce((sum, row) => sum + row.ms, 0);
  const { restMs } = restOf(rows, runMs);
  const plain = (name: string, ms: number): string[] => {
    const filler = Array.from({ length: HEADINGS.length - 4 }, () => '');
    return [name, '', ms.toFixed(1), percent(ms / runMs), ...filler];
  };
  return markdownTable(HEADINGS, [
    ...shown.map(cellsOf),
    ...(others.length > 0 ? [plain(`${others.length} more kernels`, otherMs)] : []),
    plain('not on the device', restMs),
  ]);
}

/** A table of Markdown, figures to the right. */
export function markdownTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = headings.map((_, column) => (column === 0 ? '---' : '---:'));
  return [line(headings), line(rule), ...rows.map(line)].join('\n');
}
