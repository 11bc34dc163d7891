/**
 * Reads a point cloud of any format of the table from any host's stream of bytes. The content decides first, since
 * names lie: a file that begins with `ply` is PLY whatever it is called. Text clouds have no such mark and are told by
 * their name, or by being rows of numbers.
 */
import { ReconstructError, shortMessage } from '../../errors.ts';
import type { RunContext } from '../../events.ts';
import { cropBoxOf, cropCloud } from '../../cloud/crop-box.ts';
import { placeCloud } from '../../cloud/place-cloud.ts';
import type { ByteSource, PointCloud } from '../../cloud/point-cloud.ts';
import type { ReadOptions } from '../../cloud/point-sample.ts';
import { joinedText } from '../../option-kinds.ts';
import { withArticle } from '../article.ts';
import { CODECS, type ReadCloud, type Recognition } from '../codecs.ts';
import { FileHead, HEAD_BYTES } from '../file-head.ts';
import { foreignByEnding, foreignByMark, type ForeignFormat } from '../foreign-formats.ts';
import { CLOUD_FORMATS, endingOf, fitsFormat, FORMATS } from '../formats.ts';
import { readerFor, recognise } from '../recognise.ts';
import { ByteCursor } from './byte-cursor.ts';
import { cutFileError } from './cut-file.ts';
import { formatError } from './format-error.ts';
import { gunzipped, isGzip } from './gunzip.ts';
import { readWkt } from './wkt.ts';
import { textFault } from './text/xyz-likeness.ts';

/**
 * Reads the whole cloud; memory stays at the points plus one chunk. Warnings are in `stats.warnings` and are sent as
 * events too.
 * @throws ReconstructError `cloud-format` for what cannot be read, `cloud-empty` without a finite point.
 * Rejects with `signal.reason` when cancelled.
 */
export async function readCloud(
  source: ByteSource,
  context: RunContext,
  options: ReadOptions = {},
): Promise<PointCloud> {
  context.signal.throwIfAborted();
  const cursor = new ByteCursor(source, context);
  try {
    if (!(await cursor.need(1))) {
      const message = `${source.name}: the file is empty (0 bytes). Check that the export or download finished.`;
      throw new ReconstructError('cloud-empty', message, { file: source.name, byteCount: 0 });
    }
    await cursor.need(HEAD_BYTES);
    if (isGzip(cursor.bytes.subarray(cursor.start, cursor.end))) {
      await cursor.close();
      return await readPacked(source, context, options);
    }
    const read = chooseReader(cursor);
    const whole = withFewWarnings(await withProjection(await read(cursor, options), source));
    const placed = await placeCloud(whole, options, context.signal);
    const cloud = options.crop ? cropCloud(placed, cropBoxOf(options.crop)) : placed;
    for (const message of cloud.stats.warnings) context.onEvent({ type: 'warning', message });
    return cloud;
  } finally {
    await cursor.close();
  }
}

/** A file may be odd in every line. */
function withFewWarnings(cloud: PointCloud): PointCloud {
  const { warnings } = cloud.stats;
  const kept = warnings.slice(0, MOST_WARNINGS).map(shortMessage);
  const more = warnings.length - kept.length;
  if (more > 0) kept.push(`${more} warnings like these were left out.`);
  return { ...cloud, stats: { ...cloud.stats, warnings: kept } };
}

/** Nobody reads more, and a report holds them all. */
const MOST_WARNINGS = 50;

/** What is in a file that gzip packed, or the part of it in front of a cut. */
async function readPacked(source: ByteSource, context: RunContext, options: ReadOptions): Promise<PointCloud> {
  let isCut = false;
  const inside = gunzipped(source, options.partial ? () => (isCut = true) : undefined);
  const cloud = await readCloud(inside, context, options).catch((error: unknown) => {
    const isEmpty = error instanceof ReconstructError && error.code === 'cloud-empty';
    throw isCut && isEmpty ? cutFileError(source.name, { whole: 0, where: 'within its packed data' }) : error;
  });
  if (!isCut) return cloud;
  const message = `${source.name}: the packed data ends too early; what is in front of that is read.`;
  context.onEvent({ type: 'warning', message });
  return { ...cloud, stats: { ...cloud.stats, warnings: [...cloud.stats.warnings, message] } };
}

/** With the coordinate system that a file beside it names, where it names none itself. */
async function withProjection(cloud: PointCloud, { projection }: ByteSource): Promise<PointCloud> {
  if (cloud.crs || !projection) return cloud;
  const text = await projection();
  const crs = text === undefined ? undefined : readWkt(text);
  return crs ? { ...cloud, crs } : cloud;
}

/** @throws ReconstructError `cloud-format` for what no reader takes */
export function chooseReader(cursor: ByteCursor): ReadCloud {
  const head = new FileHead(cursor.name, cursor.bytes.subarray(cursor.start, cursor.end), cursor.size);
  const format = recognise(head, CLOUD_FORMATS);
  const recognition: Recognition | undefined = format && CODECS[format].recognition;
  // A name alone makes no cloud of a web page.
  const foreign = recognition?.mark?.isIn(head) ? undefined : foreignByMark(head);
  if (format && !foreign) return readerFor(CODECS[format].cloud, head);
  throw foreign ? foreignRefusal(head, foreign) : refusal(head);
}

function foreignRefusal(head: FileHead, { what, hint }: ForeignFormat): ReconstructError {
  return formatError(head.name, `it is ${what}`, hint, { extension: endingOf(head.name) });
}

function refusal(head: FileHead): ReconstructError {
  const claimed = CLOUD_FORMATS.find((id) => fitsFormat(head.name, id));
  const mark = claimed && CODECS[claimed].recognition.mark;
  if (claimed && mark) {
    const what = `not ${withArticle(FORMATS[claimed].name)} file: it does not begin with ${mark.what}`;
    return formatError(head.name, what, 'Check what wrote it, or rename it to what it is.', { byteOffset: 0 });
  }
  const foreign = foreignByEnding(head.name);
  if (foreign) return foreignRefusal(head, foreign);
  const formats = CLOUD_FORMATS.map((id) => `${FORMATS[id].name} (.${FORMATS[id].endings.join(', .')})`);
  const hint = `GridPull reads ${joinedText(formats, ' and ')}: convert it to one of these.`;
  const [what, advice] = textFault(head) ?? ['unknown kind of file', ''];
  return formatError(head.name, what, `${advice} ${hint}`.trim(), { extension: endingOf(head.name) });
}
