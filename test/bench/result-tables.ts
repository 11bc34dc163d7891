/** The tables of the benchmark's pages, from what devices have measured. */
import { bigCases, p2sBarOf, researchCases, shortCount } from './cases.ts';
import { caseKey, type DeviceResults, type RecordedCase } from './device-results.ts';
import { type Picture, sweepsOf } from './growth-pictures.ts';
import { kernelMarkdown, markdownTable } from './kernel-table.ts';
import { POISSON_BEFORE } from './peers.ts';
import type { PoissonResult } from './poisson-recon.ts';

type AllResults = ReadonlyMap<string, DeviceResults>;

/** The tables are of the research clouds; where those lie does not matter to them. */
const CASES = researchCases('');

/** Stages in the pipeline's order, as the time table names them. */
const STAGES: readonly { readonly heading: string; readonly names: readonly string[] }[] = [
  { heading: 'read, prepare', names: ['read', 'prepare'] },
  { heading: 'clean', names: ['clean'] },
  { heading: 'analyse', names: ['analyse'] },
  { heading: 'orient', names: ['orient'] },
  { heading: 'levels', names: ['level'] },
  { heading: 'extract, trim, write', names: ['extract', 'trim', 'write'] },
];

/** Shares have no zero before the point in the pages. */
const share = (value: number, digits: number): string => value.toFixed(digits).replace(/^(-?)0\./, '$1.');
const seconds = (ms: number): string => (ms / 1000).toFixed(1);
const mebibytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(0);
const thousands = (count: number): string => count.toLocaleString('en-GB');

/** A case as the tables name it: with its resolution where that was asked for. */
const labelOf = ({ name, asked }: Pick<RecordedCase, 'name' | 'asked'>): string =>
  asked === 'auto' ? name : `${name} at ${asked}`;

/** Those of the default method, without the growth sweeps. */
const shownCases = (device: DeviceResults): RecordedCase[] =>
  Object.values(device.cases).filter(({ name, preset }) => preset === 'default' && !name.startsWith('growth-'));

/** The usual cases, measured or not, each followed by its runs at other resolutions, then the large ones, by points. */
function orderedLabels(results: AllResults): string[] {
  const records = [...results.values()].flatMap(shownCases);
  const resolution = ({ asked }: RecordedCase): number => (asked === 'auto' ? 0 : Number(asked));
  const sorted = records.toSorted(
    (a, b) => (a.points ?? 0) - (b.points ?? 0) || a.name.localeCompare(b.name) || resolution(a) - resolution(b),
  );
  const labelsOf = (usual: string): string[] => sorted.filter(({ name }) => name === usual).map(labelOf);
  const usual = CASES.flatMap(({ name }) => [name, ...labelsOf(name)]);
  return [...new Set([...usual, ...sorted.map(labelOf)])];
}

/** Figures are the same on every device within rounding: those of the first that has the case. */
const anyResult = (results: AllResults, label: string): RecordedCase | undefined =>
  [...results.values()].flatMap(shownCases).find((record) => record.metrics && labelOf(record) === label);

export function accuracyTable(results: AllResults): string {
  const benches = [...CASES, ...bigCases({ data: '', clouds: '' })];
  const rows = orderedLabels(results).map((label) => {
    const record = anyResult(results, label);
    const bench = benches.find(({ name }) => name === (record?.name ?? label));
    const bar = bench && p2sBarOf(bench, record?.asked ?? 'auto');
    const before = POISSON_BEFORE[label];
    const figures = record?.metrics
      ? [
          share(record.metrics.chamferL1, 6),
          bar === undefined ? '–' : share(bar, 6),
          share(record.metrics.normalConsistency, 3),
          String(record.metrics.components),
          String(record.metrics.boundaryEdges),
          String(record.metrics.nonManifoldEdges),
          String(record.resolution),
        ]
      : ['–', bar === undefined ? '–' : share(bar, 6), '–', '–', '–', '–', '–'];
    return [label, ...figures, poissonCell(record?.poisson) ?? before?.trueNormals ?? '–', before?.estimated ?? '–'];
  });
  const headings = ['cloud', 'P2S', 'bar', 'NC', 'components', 'open edges', 'non-manifold', 'S'];
  return markdownTable([...headings, 'Poisson, true normals', 'Poisson, estimated'], rows);
}

function poissonCell(poisson: PoissonResult | undefined): string | undefined {
  if (!poisson?.metrics) return undefined;
  const { chamferL1, normalConsistency, components } = poisson.metrics;
  const pieces = components === 1 ? '' : `, ${components} pieces`;
  return `${(1e4 * chamferL1).toFixed(2).replace(/^0/, '')} / ${share(normalConsistency, 3)}${pieces}`;
}

export function timeTables(results: AllResults): string {
  return perDevice(results, (device) => {
    const records = shownCases(device);
    if (records.length === 0) return undefined;
    const order = orderedLabels(results);
    const sorted = records.sort((a, b) => order.indexOf(labelOf(a)) - order.indexOf(labelOf(b)));
    const peers = sorted.some(({ poisson }) => poisson);
    const headings = ['cloud', 'points', 'S', 'wall', ...STAGES.map(({ heading }) => heading), 'peak', 'GPU buffers'];
    const rows = sorted.map((record) => [...timeRow(record), ...(peers ? poissonTimes(record) : [])]);
    return markdownTable([...headings, ...(peers ? ['Poisson: wall', 'peak'] : [])], rows) + notesOf(sorted);
  });
}

function timeRow(record: RecordedCase): string[] {
  const { points, resolution, wallMs, peakMemoryBytes, peakGpuBytes, stages = [], failure } = record;
  const name = labelOf(record);
  const blank = STAGES.map(() => '–');
  if (failure || wallMs === undefined) return [name, '–', '–', `failed: ${failure?.message}`, ...blank, '–', '–'];
  const times = STAGES.map(({ names }) => {
    const own = stages.filter((stage) => names.includes(stage.name));
    return own.length === 0 ? '–' : seconds(own.reduce((sum, { ms }) => sum + ms, 0));
  });
  return [
    name,
    thousands(points ?? 0),
    String(resolution),
    seconds(wallMs),
    ...times,
    mebibytes(peakMemoryBytes ?? 0),
    mebibytes(peakGpuBytes ?? 0),
  ];
}

function poissonTimes({ poisson, wallMs = 0, peakMemoryBytes = 0 }: RecordedCase): string[] {
  if (!poisson) return ['–', '–'];
  if (poisson.failure) return ['failed', '–'];
  const ratio = (own: number, theirs: number): string => (theirs === 0 ? '–' : (own / theirs).toFixed(2));
  return [
    `${seconds(poisson.wallMs)} (ours × ${ratio(wallMs, poisson.wallMs)})`,
    `${mebibytes(poisson.peakMemoryBytes)} (ours × ${ratio(peakMemoryBytes, poisson.peakMemoryBytes)})`,
  ];
}

export function growthTables(results: AllResults, pictures: readonly Picture[]): string {
  return perDevice(results, (device) => {
    const parts = sweepsOf(device).map((sweep) => {
      const heading =
        sweep.kind === 'points' ? `points, at ${sweep.fixed} cells` : `cells an axis, ${sweep.fixed} points`;
      const rows = sweep.runs.map(({ x, record }) =>
        growthRow(sweep.kind === 'points' ? shortCount(x) : `${x}`, record),
      );
      return (
        markdownTable([heading, 'wall', 'peak', 'GPU buffers', 'P2S', 'NC'], rows) +
        notesOf(sweep.runs.map((run) => run.record))
      );
    });
    const images = pictures
      .filter((picture) => picture.device === device.device)
      .map(({ name, caption }) => `![${caption}](pictures/bench/${name})`);
    return parts.length === 0 ? undefined : [...parts, ...images].join('\n\n');
  });
}

function growthRow(size: string, { failure, wallMs, peakMemoryBytes, peakGpuBytes, metrics }: RecordedCase): string[] {
  if (failure || wallMs === undefined || !metrics) return [size, `failed: ${failure?.message}`, '–', '–', '–', '–'];
  const memory = [mebibytes(peakMemoryBytes ?? 0), mebibytes(peakGpuBytes ?? 0)];
  return [size, seconds(wallMs), ...memory, share(metrics.chamferL1, 6), share(metrics.normalConsistency, 4)];
}

export function kernelTables(results: AllResults): string {
  return perDevice(results, ({ kernels }) => {
    const parts = Object.entries(kernels).map(([key, { ceilings, runMs, rows, note }]) => {
      const { copyGigabytesPerSecond, gigaflopsPerSecond } = ceilings;
      const limits =
        `${key}: copies ${copyGigabytesPerSecond.toPrecision(3)} GB/s, computes ` +
        `${gigaflopsPerSecond.toPrecision(3)} GFLOP/s; the run took ${seconds(runMs)} s${note ? ` (${note})` : ''}.`;
      return `${limits}\n\n${kernelMarkdown(rows, runMs)}`;
    });
    return parts.length === 0 ? undefined : parts.join('\n\n');
  });
}

export function paperTable(results: AllResults): string {
  return perDevice(results, (device) => {
    const papers = Object.values(device.cases).filter(({ preset }) => preset === 'paper');
    if (papers.length === 0) return undefined;
    const order = CASES.map(({ name }) => name);
    const rows = papers
      .sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name))
      .flatMap((paper) => {
        const ours = device.cases[caseKey(paper.name, { preset: 'default', resolution: paper.asked })];
        return [paperRow(paper.name, 'paper', paper), ...(ours ? [paperRow('', 'default', ours)] : [])];
      });
    const headings = ['cloud', 'method', 'P2S', 'NC', 'components', 'open edges', 'time', 'peak', 'GPU buffers'];
    return markdownTable(headings, rows) + notesOf(papers);
  });
}

function paperRow(name: string, method: string, record: RecordedCase): string[] {
  const { failure, metrics, wallMs = 0, peakMemoryBytes = 0, peakGpuBytes = 0 } = record;
  if (failure || !metrics) return [name, method, `failed: ${failure?.message}`, '–', '–', '–', '–', '–', '–'];
  return [
    name,
    method,
    share(metrics.chamferL1, 6),
    share(metrics.normalConsistency, 3),
    String(metrics.components),
    String(metrics.boundaryEdges),
    seconds(wallMs),
    mebibytes(peakMemoryBytes),
    mebibytes(peakGpuBytes),
  ];
}

/** A part for each device that has something to show, headed by its name where there are several. */
function perDevice(results: AllResults, body: (device: DeviceResults) => string | undefined): string {
  const parts = [...results.values()].flatMap((device) => {
    const content = body(device);
    return content === undefined ? [] : [`Device: ${device.device}.\n\n${content}`];
  });
  return parts.length === 0 ? 'Not measured yet.' : parts.join('\n\n');
}

/** What is to be known about single runs, once each. */
function notesOf(records: readonly RecordedCase[]): string {
  const noted = Map.groupBy(
    records.filter(({ note }) => note !== undefined),
    ({ note }) => note,
  );
  return [...noted]
    .map(([note, group]) => `\n\n${[...new Set(group.map(({ name }) => name))].join(', ')}: ${note}.`)
    .join('');
}
