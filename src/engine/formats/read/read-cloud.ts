/**
 * Reads a point cloud from any host's stream of bytes. The content decides first, since names lie: a file that begins
 * with `ply` is PLY whatever it is called. Text clouds have no such mark and are told by their name.
 */
import { ReconstructError } from '../../errors.ts';
import type { RunContext } from '../../events.ts';
import { ByteCursor } from './byte-cursor.ts';
import { formatError } from './format-error.ts';
import { readPly } from './ply-body.ts';
import type { ByteSource, PointCloud } from '../../cloud/point-cloud.ts';
import type { ReadHooks } from '../../cloud/point-sample.ts';
import { readXyzText } from './xyz-text.ts';

const TEXT_EXTENSIONS = ['xyz', 'txt', 'asc', 'pts'];

/**
 * Reads the whole cloud; memory stays at the points plus one chunk. Warnings are in `stats.warnings` and are sent as
 * events too.
 * @throws ReconstructError `cloud-format` for what cannot be read, `cloud-empty` without a finite point.
 * Rejects with `signal.reason` when cancelled.
 */
export async function readCloud(source: ByteSource, context: RunContext, hooks: ReadHooks = {}): Promise<PointCloud> {
  context.signal.throwIfAborted();
  const cursor = new ByteCursor(source, context);
  try {
    if (!(await cursor.need(1))) {
      const message = `${source.name}: the file is empty (0 bytes). Check that the export or download finished.`;
      throw new ReconstructError('cloud-empty', message, { file: source.name, byteCount: 0 });
    }
    const read = await chooseReader(cursor);
    const cloud = await read(cursor, hooks);
    for (const message of cloud.stats.warnings) context.onEvent({ type: 'warning', message });
    return cloud;
  } finally {
    await cursor.close();
  }
}

type Reader = (cursor: ByteCursor, hooks: ReadHooks) => Promise<PointCloud>;

async function chooseReader(cursor: ByteCursor): Promise<Reader> {
  if (await startsAsPly(cursor)) return readPly;
  const extension = /\.([^./\\]*)$/.exec(cursor.name)?.[1]?.toLowerCase() ?? '';
  if (TEXT_EXTENSIONS.includes(extension)) return readXyzText;
  if (extension === 'ply') {
    const what = 'not a PLY file: it does not begin with the line "ply"';
    throw formatError(cursor.name, what, 'Check what wrote it, or rename it to what it is.', { byteOffset: 0 });
  }
  const formats = `PLY (.ply) and text (.${TEXT_EXTENSIONS.join(', .')})`;
  throw formatError(cursor.name, 'unknown kind of file', `GridPull reads ${formats}: convert it to one of these.`, {
    extension,
  });
}

/** Whether the file begins with `ply` and a line end or blank. */
async function startsAsPly(cursor: ByteCursor): Promise<boolean> {
  if (!(await cursor.need(4))) return false;
  const [p, l, y, end] = cursor.bytes.subarray(cursor.start, cursor.start + 4);
  return p === 0x70 && l === 0x6c && y === 0x79 && end !== undefined && end <= 32;
}
