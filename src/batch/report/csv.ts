/**
 * The report as a table for other programs: RFC 4180 (comma, CRLF, quotes where needed), UTF-8 without a byte order
 * mark, one row a file in the order of the inputs, `.` in numbers, nothing where there is no value. Columns keep their
 * names, meanings and order; new ones come at the end.
 */
import type { ReportRow, RowResult } from './rows.ts';

type Cell = string | number | boolean | null | undefined;

export interface CsvColumn {
  readonly name: string;
  /** Text for the documentation. Lengths are in the unit of the cloud's file. */
  readonly meaning: string;
  readonly value: (row: ReportRow) => Cell;
}

/** A column of results: empty where the file failed. */
function result(name: string, meaning: string, value: (result: RowResult) => Cell): CsvColumn {
  return { name, meaning, value: (row) => row.result && value(row.result) };
}

export const CSV_COLUMNS: readonly CsvColumn[] = [
  { name: 'input', meaning: 'cloud, relative to the input folder', value: (row) => row.input },
  { name: 'state', meaning: '`done` or `failed`', value: (row) => row.state },
  { name: 'error_code', meaning: 'why it failed, for programs', value: (row) => row.error?.code },
  { name: 'error', meaning: 'why it failed, and what to try', value: (row) => row.error?.message },
  { name: 'warnings', meaning: 'one a line', value: (row) => row.warnings.join('\n') },
  { name: 'same_content_as', meaning: 'the first input with the same contents', value: (row) => row.sameAs },
  { name: 'input_bytes', meaning: 'size of the cloud', value: (row) => row.inputBytes },
  { name: 'input_sha256', meaning: 'hash of the cloud', value: (row) => row.inputSha256 },
  { name: 'mesh', meaning: 'mesh, relative to the output folder', value: (row) => row.mesh?.path },
  { name: 'format', meaning: 'of the mesh', value: (row) => row.format },
  { name: 'mesh_bytes', meaning: 'size of the mesh', value: (row) => row.mesh?.bytes },
  { name: 'mesh_sha256', meaning: 'hash of the mesh', value: (row) => row.mesh?.sha256 },
  result('points_in_file', 'points in the file', ({ report }) => report.points.inFile),
  result('points_used', 'points the surface was made from', ({ report }) => report.points.used),
  result('points_left_out', 'points not used: the sum of the next four', ({ pointsLeftOut }) => pointsLeftOut),
  result('points_not_finite', 'not a number, infinite, or too large', ({ report }) => report.points.notFinite),
  result('points_duplicate', 'at the place of an earlier one', ({ report }) => report.points.duplicate),
  result('points_far', 'far away from all others', ({ report }) => report.points.far),
  result('points_outlier', 'beside the surface', ({ report }) => report.points.outlier),
  result('vertices', 'vertices of the mesh', ({ topology }) => topology.vertices),
  result('triangles', 'triangles of the mesh', ({ topology }) => topology.triangles),
  result('components', 'connected pieces', ({ topology }) => topology.components),
  result('open_edges', 'edges of one triangle only', ({ topology }) => topology.boundaryEdges),
  result('non_manifold_edges', 'edges of three triangles or more', ({ topology }) => topology.nonManifoldEdges),
  result('watertight', '`true` or `false`', ({ topology }) => topology.watertight),
  result('genus', 'handles; empty where that is not defined', ({ topology }) => topology.genus),
  result('area', 'area of the surface', ({ topology }) => topology.area),
  result('volume', 'enclosed volume; empty unless watertight', ({ topology }) =>
    topology.watertight ? topology.signedVolume : null,
  ),
  result('mean_distance', 'from points to the mesh, mean', ({ fit }) => fit?.mean),
  result('p95_distance', '95 % of the points are at most this far from the mesh', ({ fit }) => fit?.percentile95),
  result('max_distance', 'from points to the mesh, largest', ({ fit }) => fit?.max),
  result('resolution', 'cells along the longest side', ({ report }) => report.resolution),
  result('voxel', 'edge of a cell', ({ report }) => report.voxel),
  result('spacing', 'distance between neighbouring points', ({ report }) => report.spacing),
  result('noise', 'standard deviation, found or given', ({ report }) => report.noise),
  result('hole_radius', 'holes up to this radius were closed', ({ report }) => report.holeRadius),
  result('stopped_early', '`true` where the run was ended by hand', ({ report }) => report.stoppedEarly),
  { name: 'preset', meaning: '`default` or `paper`', value: (row) => row.options.preset },
  { name: 'seed', meaning: 'of all random choices', value: (row) => row.options.seed },
  { name: 'version', meaning: 'of the program', value: (row) => row.version },
  { name: 'device', meaning: 'it was computed on', value: (row) => row.device },
  { name: 'finished_at', meaning: 'ISO 8601, UTC', value: (row) => row.finishedAt },
  result('read_ms', 'reading, milliseconds', ({ times }) => Math.round(times.read)),
  result('reconstruct_ms', 'computing the mesh', ({ times }) => Math.round(times.reconstruct)),
  result('measure_ms', 'measuring distances', ({ times }) => Math.round(times.measure)),
  result('draw_ms', 'drawing the picture', ({ times }) => Math.round(times.draw)),
  result('write_ms', 'writing', ({ times }) => Math.round(times.write)),
  result('total_ms', 'all of it', ({ times }) => Math.round(times.total)),
  result('peak_memory_bytes', 'of the process up to this file; empty where unknown', (r) => r.peakMemoryBytes),
  result('peak_gpu_bytes', 'of graphics memory', ({ report }) => report.peakGpuBytes),
  result('median_distance', 'half of the points are at most this far from the mesh', ({ fit }) => fit?.median),
  result('lost_points', 'points without a surface near them', ({ fit }) => fit?.lost?.count),
  result('holes_closed', 'holes that were closed without a point in them', ({ report }) => report.holes.closed),
  result('holes_open', 'holes that were left open', ({ report }) => report.holes.open),
  result('area_guessed', 'area of what closes holes', ({ report }) => report.holes.areaGuessed),
  result('proof', '`ready` or the faults of the mesh; empty where it was not proved', ({ report }) =>
    proofCell(report),
  ),
  result('handles_closed', 'handles that were closed, narrower than the points tell', (r) => r.report.handles.closed),
  result('outer_borders', 'where open pieces end, which are no holes', ({ report }) => report.holes.borders),
];

function proofCell({ proof }: RowResult['report']): Cell {
  if (!proof) return null;
  return proof.isReadyToPrint ? 'ready' : proof.faults.join(' ');
}

/** Line for line, the column names first. */
export function* csvLines(rows: readonly ReportRow[]): Generator<string, void, undefined> {
  yield line(CSV_COLUMNS.map(({ name }) => name));
  for (const row of rows) yield line(CSV_COLUMNS.map(({ value }) => value(row)));
}

function line(cells: readonly Cell[]): string {
  return `${cells.map(cellText).join(',')}\r\n`;
}

function cellText(cell: Cell): string {
  if (typeof cell === 'string') return quoted(harmless(cell));
  return cell === null || cell === undefined ? '' : String(cell);
}

/**
 * Spreadsheets take text that begins like this for a formula, which may send the table elsewhere (OWASP, "CSV
 * injection"); an apostrophe before it says that it is text. File names are anybody's. Where a computer's language
 * parts cells by semicolons or tabs, quotes behind our commas mean nothing, and text after a semicolon or in a new line
 * is a cell of its own.
 */
function harmless(text: string): string {
  return text.replace(/^(?=[=+\-@\t\r\n])|(?<=[;\t\r\n|])(?=[=+\-@])/g, "'");
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
