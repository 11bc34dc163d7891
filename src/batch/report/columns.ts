/** The columns of the page: what stands above them, in their cells, and what the page's script sorts them by. */
import type { MeshCheck } from '../../engine/vocabulary.ts';
import type { ItemError } from '../sidecar.ts';
import { formatBytes, formatCount, formatDuration, formatNumber, formatShare } from './format.ts';
import { escaped, shape } from './markup.ts';
import type { ReportRow, RowResult } from './rows.ts';

/** Null where there is none: such rows come last, whichever way they are sorted. */
export type SortKey = string | number | null;

export interface PageColumn {
  readonly name: string;
  readonly title: string;
  /** Text for the pointer that rests on the title. */
  readonly help: string;
  /** `sharedWarnings`: those that do not count, see `PageFacts`. */
  readonly key: (row: ReportRow, sharedWarnings: ReadonlySet<string>) => SortKey;
}

/** A column that a failed file does not have; its reason stands across them. */
export interface ResultColumn extends PageColumn {
  readonly cell: (result: RowResult) => CellText;
}

/** `note` stands below, smaller. Markup, both. */
export interface CellText {
  readonly text: string;
  readonly note?: string | undefined;
  readonly tone?: 'good' | 'warn';
}

export const FILE_COLUMN: PageColumn = {
  name: 'file',
  title: 'File',
  help: 'Input, relative to the input folder',
  key: (row) => row.input,
};

export const STATE_COLUMN: PageColumn = {
  name: 'state',
  title: 'Result',
  help: 'Whether there is a mesh',
  key: (row, sharedWarnings) => STATES.indexOf(stateOf(row, sharedWarnings)),
};

/** States from good to bad. */
const STATES = ['done', 'warned', 'failed'] as const;

export type RowState = (typeof STATES)[number];

export function stateOf({ state, warnings }: ReportRow, sharedWarnings: ReadonlySet<string>): RowState {
  if (state === 'failed') return 'failed';
  return warnings.some((warning) => !sharedWarnings.has(warning)) ? 'warned' : 'done';
}

function column(
  name: string,
  title: string,
  help: string,
  key: (result: RowResult) => SortKey,
  cell: (result: RowResult) => CellText,
): ResultColumn {
  return { name, title, help, key: (row) => row.result && key(row.result), cell };
}

export const RESULT_COLUMNS: readonly ResultColumn[] = [
  column('points', 'Points', 'Points used, and those left out', (r) => r.report.points.used, pointsCell),
  column(
    'triangles',
    'Triangles',
    'Triangles of the mesh',
    (r) => r.topology.triangles,
    ({ topology }) => ({
      text: formatCount(topology.triangles),
    }),
  ),
  column(
    'pieces',
    'Pieces',
    'Connected components, and the share of the largest',
    (r) => r.topology.components,
    (r) => ({
      text: formatCount(r.topology.components),
      note: r.topology.components > 1 ? `largest ${formatShare(r.topology.largestComponentShare)}` : undefined,
    }),
  ),
  column('open', 'Open edges', 'Edges where the surface ends', (r) => openness(r), openCell),
  column(
    'mean',
    'Mean distance',
    'From the points to the mesh, on average',
    (r) => r.fit?.mean ?? null,
    ({ fit, report }) => distanceCell(fit?.mean, report.voxel),
  ),
  column(
    'p95',
    '95&nbsp;% distance',
    '95 % of the points are at most this far from the mesh',
    (r) => r.fit?.percentile95 ?? null,
    (r) => distanceCell(r.fit?.percentile95, r.report.voxel),
  ),
  column(
    'resolution',
    'Resolution',
    'Cells along the longest side, and the size of one',
    (r) => r.report.resolution,
    ({ report }) => ({
      text: formatCount(report.resolution),
      note: `cell ${formatNumber(report.voxel)}`,
    }),
  ),
  column(
    'time',
    'Time',
    'From reading to writing',
    (r) => r.times.total,
    ({ times }) => ({
      text: formatDuration(times.total),
    }),
  ),
  column(
    'memory',
    'Memory',
    'Most memory of the process up to this file, and of the graphics card',
    (r) => r.peakMemoryBytes,
    (r) => ({
      text: r.peakMemoryBytes === null ? '–' : formatBytes(r.peakMemoryBytes),
      note: `GPU ${formatBytes(r.report.peakGpuBytes)}`,
    }),
  ),
];

function pointsCell({ report, pointsLeftOut }: RowResult): CellText {
  const { used } = report.points;
  const note = pointsLeftOut > 0 ? `${formatCount(pointsLeftOut)} left out` : undefined;
  return { text: formatCount(used), note };
}

/** A mesh without a rim whose sides meet in more than twos is no solid either, and comes just after those that are. */
function openness({ topology }: RowResult): number {
  return topology.watertight ? 0 : topology.boundaryEdges + 0.5;
}

function openCell({ topology, report: { proof } }: RowResult): CellText {
  const { watertight, boundaryEdges, boundaryLoops, nonManifoldEdges } = topology;
  if (watertight) return proof ? provedCell(proof) : { text: 'watertight', tone: 'good' };
  const rims = boundaryLoops > 0 ? [`${formatCount(boundaryLoops)} ${boundaryLoops === 1 ? 'rim' : 'rims'}`] : [];
  const branches = nonManifoldEdges > 0 ? [`${formatCount(nonManifoldEdges)} branching`] : [];
  return { text: formatCount(boundaryEdges), note: [...rims, ...branches].join(', ') || undefined, tone: 'warn' };
}

/** Of a watertight mesh what else was asked of it; that of an open one is its rims. */
function provedCell({ isReadyToPrint, faults }: MeshCheck): CellText {
  if (isReadyToPrint) return { text: 'watertight', note: 'ready to print', tone: 'good' };
  return { text: 'watertight', note: faults.join(', '), tone: 'warn' };
}

/** A distance in the file's unit, which nobody knows; the share of a cell can be compared from file to file. */
function distanceCell(distance: number | undefined, voxel: number): CellText {
  if (distance === undefined) return { text: '–' };
  return { text: formatNumber(distance), note: `${formatNumber(Number((distance / voxel).toPrecision(2)))} cells` };
}

/** What failures are called in the summary and above the reason itself. */
const ERROR_TITLES: Readonly<Record<string, string>> = {
  'cloud-format': 'File not readable',
  'cloud-empty': 'No points',
  'cloud-degenerate': 'No surface in the points',
  'mesh-format': 'Mesh does not fit the format',
  'option-invalid': 'Option without a meaning',
  'gpu-unavailable': 'No graphics device',
  'gpu-out-of-memory': 'Out of memory',
  'gpu-lost': 'Graphics device lost',
  'shader-invalid': 'Shader refused by the driver',
  'field-not-finite': 'Calculation went wrong',
  'output-failed': 'Not written',
  crashed: 'Process crashed',
  internal: 'Internal error',
};

export function errorTitle({ code }: ItemError): string {
  return ERROR_TITLES[code] ?? code;
}

export function errorMarkup(error: ItemError): string {
  return `<strong>${shape('cross')}${escaped(errorTitle(error))}</strong> <code>${escaped(error.code)}</code><p>${escaped(error.message)}</p>`;
}
