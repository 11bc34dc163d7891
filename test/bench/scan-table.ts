/** Figures of scans as the benchmark prints them and as docs/scans.md has them. */
import type { DeviceResults } from './device-results.ts';
import { markdownTable } from './kernel-table.ts';
import { isFresh, scanCases } from './scan-cases.ts';
import { peerDistance, type ScanResult, shortfalls } from './scan-run.ts';

/** In 10⁻⁴ of the extent. */
const distance = (p2s: number | undefined): string =>
  p2s === undefined ? '–' : (1e4 * p2s).toFixed(2).replace(/^0/, '');
const share = (value: number | undefined): string =>
  value === undefined ? '–' : value.toFixed(3).replace(/^(-?)0\./, '$1.');

const HEADINGS = ['cloud', 'P2S', 'peer', 'ratio', 'NC', 'signed', 'pieces', 'open edges', 'genus', 'S', 's'];

function cellsOf(result: ScanResult): string[] {
  const { name, figures, failure } = result;
  if (failure) return [name, ...HEADINGS.slice(1).map(() => '–')];
  const { p2s, normals, signedNormals, pieces, openEdges, genus, resolution, wallMs } = figures;
  const peer = peerDistance(result);
  // A star says that it ran on another cloud of the kind.
  const star = result.peer ? '' : '*';
  return [
    name,
    distance(p2s),
    peer === undefined ? '–' : `${peer.toFixed(2)}${star}`,
    peer === undefined || p2s === undefined ? '–' : ((1e4 * p2s) / peer).toFixed(2),
    share(normals),
    share(signedNormals),
    String(pieces),
    String(openEdges),
    // Of an open surface the figure counts what hangs together, and nobody has said what it should be.
    openEdges === 0 && genus !== null ? String(genus) : '–',
    String(resolution),
    (wallMs / 1000).toFixed(0),
  ];
}

const WIDTHS = [20, 8, 7, 7, 7, 7, 7, 11, 6, 6, 6];
const padded = (cells: readonly string[]): string =>
  cells.map((cell, i) => (i === 0 ? cell.padEnd(WIDTHS[0]!) : cell.padStart(WIDTHS[i]!))).join('');

export const SCAN_HEADINGS = padded(HEADINGS);

export function scanLine(result: ScanResult): string {
  const missed = shortfalls(result);
  return `${padded(cellsOf(result))}${missed.length === 0 ? '' : `  MISSED: ${missed.join(', ')}`}`;
}

/**
 * In the order of the cases, fresh ones of a seed behind those of the page; what one device has measured, the first
 * that has the cloud.
 */
export function scanTable(results: ReadonlyMap<string, DeviceResults>): string {
  const measured = new Map<string, ScanResult>();
  for (const { scans } of results.values()) {
    for (const [name, result] of Object.entries(scans ?? {})) if (!measured.has(name)) measured.set(name, result);
  }
  const rows = scanCases({ data: '', clouds: '' })
    .flatMap(({ name }) => [name, ...[...measured.keys()].filter((other) => isFresh(other, name)).sort()])
    .flatMap((name) => measured.get(name) ?? [])
    .map((result) => [...cellsOf(result), shortfalls(result).join(', ') || 'nothing']);
  return rows.length === 0 ? 'Not measured yet.' : markdownTable([...HEADINGS, 'falls short'], rows);
}
