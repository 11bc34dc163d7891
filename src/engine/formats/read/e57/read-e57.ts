/**
 * E57 (ASTM E2807-11), read by our own code: no npm library decodes every width, checks the checksums and keeps to a
 * few megabytes of memory. The header names the place of the XML section, which says what the scans are; their records
 * are then read one after another, in pieces. Every page that is read is checked.
 */
import { ReconstructError } from '../../../errors.ts';
import type { AttributeName, PointCloud, RandomAccess, Scan } from '../../../cloud/point-cloud.ts';
import type { ReadOptions } from '../../../cloud/point-sample.ts';
import { joinedText } from '../../../option-kinds.ts';
import type { ByteCursor } from '../byte-cursor.ts';
import type { NumberKind } from '../check-cloud.ts';
import type { ColorRange } from '../color-store.ts';
import { ATTRIBUTE_NAMES, COLUMN, type ColumnName } from '../columns.ts';
import { PagedFile, PagedStream } from './e57-pages.ts';
import { hasColumn, layoutOf, type RecordFindings, type ScanLayout, ScanRecords } from './e57-records.ts';
import { type E57Scan, scanLabel, scansIn } from './e57-scans.ts';
import { type E57Section, openSection, readRecords } from './e57-section.ts';
import { childOf, type E57Tree, numberIn, readE57Xml } from './e57-xml.ts';
import { cutFileWarning } from '../cut-file.ts';
import { formatError } from '../format-error.ts';
import { openRandomAccess } from '../random-access.ts';
import { PointCollector } from '../point-collector.ts';
import { readWkt } from '../wkt.ts';

const HEADER_BYTES = 48;
const MAJOR_VERSION = 1;
/** The standard has 1024; a page must hold the header, and one beyond this is no page. */
const PAGE_BYTES = { least: 64, most: 1 << 24 } as const;
const MOST_XML_BYTES = 256 << 20;
const CUT_HINT =
  'An E57 has its description at the end, so that nothing of this one can be read, not even in part: copy or download it again.';

/** @throws ReconstructError `cloud-format`, `cloud-empty`. */
export async function readE57(cursor: ByteCursor, options: ReadOptions): Promise<PointCloud> {
  const file = await openRandomAccess(cursor);
  try {
    return await readFile(cursor, file, options);
  } finally {
    await file.close();
  }
}

interface FileHeader {
  readonly paged: PagedFile;
  /** Physical bytes that the file should have. */
  readonly fileBytes: number;
  /** Logical. */
  readonly xmlStart: number;
  readonly xmlEnd: number;
}

/** A scan with records, and how they are read. */
interface OpenScan {
  readonly index: number;
  readonly section: E57Section;
  readonly layout: ScanLayout;
}

async function readFile(cursor: ByteCursor, file: RandomAccess, options: ReadOptions): Promise<PointCloud> {
  const header = await readHeader(cursor.name, file);
  const { paged } = header;
  const tree = await readE57Xml(cursor.name, new PagedStream(paged, cursor, header.xmlStart, header.xmlEnd));
  refuseVersion(cursor.name, tree);
  const scans = scansIn(cursor.name, tree.root);
  const warnings: string[] = [];
  if (file.size > header.fileBytes) {
    warnings.push(
      `${cursor.name}: ${file.size - header.fileBytes} bytes after the end that the header gives were ignored.`,
    );
  }
  const found: OpenScan[] = [];
  for (const [index, scan] of scans.entries()) {
    if (scan.recordCount === 0) continue;
    const layout = layoutOf(scan);
    if (layout) found.push({ index, layout, section: await openSection(paged, scan, scanLabel(scan.name, index)) });
    else warnings.push(noPlaces(cursor.name, scan, index));
  }
  if (found.length === 0) throw noPoints(cursor.name, scans, warnings);
  const open = withLikeColors(found);
  const names = cloudColumns(open, scans.length);
  const collector = collectorFor(cursor.name, open, names, options);
  const findings: RecordFindings = { invalid: 0, uncolored: 0, clamped: 0 };
  const short: string[] = [];
  for (const { index, section, layout } of open) {
    const records = new ScanRecords(layout, index, names, collector);
    const done = await readRecords(paged, cursor, section, records);
    if (done < section.scan.recordCount) short.push(section.label);
    findings.invalid += records.findings.invalid;
    findings.clamped += records.findings.clamped;
    findings.uncolored += hasColumn(layout, COLUMN.red) ? records.findings.uncolored : done;
  }
  const count = collector.seenCount;
  if (short.length > 0) {
    const promised = open.reduce((sum, { section }) => sum + section.scan.recordCount, 0);
    const cut = { whole: count, promised, where: `within ${joinedText(short, ' and ')}` };
    warnings.push(cutFileWarning(cursor.name, cut, options));
  }
  warnings.push(...sentencesOf(cursor.name, findings, count, names));
  const crs = readWkt(childOf(tree.root, 'coordinateMetadata')?.text ?? '');
  return collector.finish(warnings, {
    scans: sensorsOf(scans),
    imageCount: tree.imageCount,
    placelessCount: findings.invalid,
    ...(crs && { crs }),
  });
}

/** The first 48 bytes of the file. */
async function readHeader(name: string, file: RandomAccess): Promise<FileHeader> {
  const bytes = await file.read(0, HEADER_BYTES);
  if (bytes.length < HEADER_BYTES) {
    throw formatError(name, `the file is cut: it ends after ${file.size} bytes, within its header`, CUT_HINT);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const major = view.getUint32(8, true);
  const [fileBytes, xmlOffset, xmlBytes, pageBytes] = [16, 24, 32, 40].map((at) =>
    Number(view.getBigUint64(at, true)),
  ) as [number, number, number, number];
  if (major !== MAJOR_VERSION) {
    const what = `it is an E57 of version ${major}.${view.getUint32(12, true)}; only versions 1.x are known`;
    throw formatError(name, what, 'Export it as E57 1.0.', { version: major });
  }
  if (pageBytes < PAGE_BYTES.least || pageBytes > PAGE_BYTES.most) {
    const what = `its header is damaged: pages of ${pageBytes} bytes cannot be (byte 40)`;
    throw formatError(name, what, 'Copy or export it again.', { byteOffset: 40 });
  }
  const paged = new PagedFile(name, file, pageBytes);
  // Checks the page that the header itself is in, so that what it says next can be believed of the writer.
  await paged.read(0, HEADER_BYTES);
  const xmlStart = paged.logicalOf(xmlOffset);
  if (xmlStart === undefined || xmlOffset < HEADER_BYTES || xmlBytes === 0 || xmlBytes > MOST_XML_BYTES) {
    const what = `its header gives a description of ${xmlBytes} bytes at byte ${xmlOffset}, which cannot be`;
    throw formatError(name, what, 'Export it again.', { byteOffset: 24 });
  }
  if (xmlStart + xmlBytes > paged.size) {
    const what = `the file is cut: its description should end near byte ${Math.max(fileBytes, xmlOffset + xmlBytes)}, but only ${file.size} bytes are there`;
    throw formatError(name, what, CUT_HINT, { byteOffset: file.size });
  }
  return { paged, fileBytes, xmlStart, xmlEnd: xmlStart + xmlBytes };
}

function refuseVersion(name: string, { root }: E57Tree): void {
  const version = childOf(root, 'versionMajor');
  const major = version ? numberIn(version) : MAJOR_VERSION;
  if (major === MAJOR_VERSION) return;
  const what = `its description is of version ${major}; only versions 1.x are known`;
  throw formatError(name, what, 'Export it as E57 1.0.', { version: major });
}

function noPlaces(name: string, scan: E57Scan, index: number): string {
  const fields = scan.fields.map((field) => field.name).join(', ');
  return `${name}: ${scanLabel(scan.name, index)} was left out: its ${scan.recordCount} records have neither cartesian nor spherical coordinates (their fields: ${fields}).`;
}

function noPoints(name: string, scans: readonly E57Scan[], [first]: readonly string[]): Error {
  if (scans.some(({ recordCount }) => recordCount > 0) && first) {
    return formatError(name, first.slice(name.length + 2, -1), 'Export it with coordinates.');
  }
  const what = scans.length === 0 ? 'no scans' : 'only scans without points';
  const message = `${name}: the file is well formed but holds ${what}. Export it again with its points.`;
  return new ReconstructError('cloud-empty', message, { file: name, pointCount: 0 });
}

/** The columns of the cloud besides coordinates: those that at least one scan has. */
function cloudColumns(open: readonly OpenScan[], scanCount: number): ColumnName[] {
  const names = (Object.keys(COLUMN) as ColumnName[]).slice(3);
  return names.filter((name) =>
    name === 'scan' ? scanCount > 1 : open.some(({ layout }) => hasColumn(layout, COLUMN[name])),
  );
}

function collectorFor(
  name: string,
  open: readonly OpenScan[],
  names: readonly ColumnName[],
  options: ReadOptions,
): PointCollector {
  return new PointCollector({
    name,
    hasNormals: names.includes('nx'),
    colorRange: names.includes('red') ? colorRangeOf(open) : undefined,
    attributes: ATTRIBUTE_NAMES.filter((attribute: AttributeName) => names.includes(attribute)),
    numbers: numberKind(open),
    trustedCount: open.reduce((sum, { section }) => sum + section.trustedCount, 0),
    options,
  });
}

/**
 * Colours of scans without a range stand beside others, or beside grey, that are 0…255 already: bytes, or shares of 1.
 */
function withLikeColors(open: readonly OpenScan[]): readonly OpenScan[] {
  const isScaled = open.some(({ layout }) => layout.colorScale);
  const hasGrey = open.some(
    ({ layout }) => !hasColumn(layout, COLUMN.red) || layout.flags.some(({ columns }) => columns.includes(COLUMN.red)),
  );
  return open.map((one) => {
    const red = one.layout.columns.find(({ column }) => column === COLUMN.red);
    if (!red || one.layout.colorScale) return one;
    const isWhole = red.field.kind === 'integer' && red.field.scale === 1;
    if (!isScaled && (isWhole || !hasGrey)) return one;
    const scale = [0, isWhole ? 1 : 255] as const;
    return { ...one, layout: { ...one.layout, colorScale: [scale, scale, scale] } };
  });
}

/** Colours without limits are judged over the whole file. */
function colorRangeOf(open: readonly OpenScan[]): ColorRange {
  const unscaled = open.filter(({ layout }) => hasColumn(layout, COLUMN.red) && !layout.colorScale);
  if (unscaled.length === 0) return 'byte';
  const fields = unscaled.flatMap(({ layout }) => layout.columns.filter(({ column }) => column === COLUMN.red));
  return fields.every(({ field }) => field.kind === 'integer' && field.scale === 1) ? 'short' : 'float';
}

/** A pose, or a sphere, makes float64 of what is in the file. */
function numberKind(open: readonly OpenScan[]): NumberKind {
  const isPlain = open.every(
    ({ layout: { isSpherical, scan, columns } }) =>
      !isSpherical &&
      (scan.pose?.isIdentity ?? true) &&
      columns.slice(0, 3).every(({ field }) => field.kind === 'float32'),
  );
  return isPlain ? 'float32' : 'other';
}

function sentencesOf(
  name: string,
  { invalid, uncolored, clamped }: RecordFindings,
  count: number,
  names: readonly ColumnName[],
): string[] {
  const found: string[] = [];
  if (invalid > 0)
    found.push(`${invalid} of ${count} records are no points: the file marks their coordinates as invalid.`);
  if (uncolored > 0 && names.includes('red'))
    found.push(`${uncolored} of ${count} points have no colour; they are grey.`);
  if (clamped > 0)
    found.push(`${clamped} colour values are above the limits that the file gives; they were cut there.`);
  return found.map((sentence) => `${name}: ${sentence}`);
}

/**
 * The pose moves the scanner's own frame, so its translation is where the scanner stood. A scan without a pose among
 * others with one is that whose frame the file has; where no scan has one, nothing is known (merged clouds).
 */
function sensorsOf(scans: readonly E57Scan[]): Omit<Scan, 'pointCount'>[] {
  const arePosed = scans.some(({ pose }) => pose !== undefined);
  return scans.map(({ name, pose }) => ({ name, ...(arePosed && { sensor: pose?.translation ?? [0, 0, 0] }) }));
}
