/** A file as an HTTP response, streamed: only what the page asks for is read, so a slow page holds memory flat. */
import { constants } from 'node:fs';
import { access, type FileHandle, open, stat } from 'node:fs/promises';
import { PICTURE_ENDING } from '../batch/output-names.ts';
import { endingOf } from '../engine/formats/formats.ts';

/** Types of the window's own files, by their endings. */
const TYPES: ReadonlyMap<string, string> = new Map([
  ['html', 'text/html; charset=utf-8'],
  ['js', 'text/javascript; charset=utf-8'],
  ['css', 'text/css; charset=utf-8'],
  ['json', 'application/json'],
  ['map', 'application/json'],
  ['png', 'image/png'],
  ['svg', 'image/svg+xml'],
  ['ico', 'image/x-icon'],
  ['wasm', 'application/wasm'],
  ['woff2', 'font/woff2'],
]);

const CHUNK_BYTES = 1 << 20;

/**
 * `[from, to)` of a Range header; `whole` without one or for one that we do not know (several ranges, another unit),
 * which HTTP lets a server ignore; null for one outside the file.
 */
export function parseRange(header: string | null, size: number): readonly [number, number] | 'whole' | null {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === undefined || to === undefined || (from === '' && to === '')) return 'whole';
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size : Math.min(Number(to) + 1, size);
  return start < end ? [start, end] : null;
}

function streamFile(path: string, start: number, end: number): ReadableStream<Uint8Array> {
  let handle: FileHandle | undefined;
  let at = start;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          handle ??= await open(path, 'r');
          const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, end - at));
          const { bytesRead } = await handle.read(chunk, 0, chunk.length, at);
          // Ending the stream here would pass for a whole file.
          if (bytesRead === 0) throw new Error(`the file ended at ${at} of ${end} bytes: it became shorter`);
          at += bytesRead;
          controller.enqueue(new Uint8Array(chunk.buffer, chunk.byteOffset, bytesRead));
          if (at >= end) {
            await handle.close();
            controller.close();
          }
        } catch (error) {
          await handle?.close().catch(() => {});
          controller.error(error);
        }
      },
      async cancel() {
        await handle?.close();
      },
    },
    { highWaterMark: 0 },
  );
}

/** The type of a page's part. */
export function pageType(path: string): string {
  return TYPES.get(endingOf(path)) ?? 'application/octet-stream';
}

/**
 * Files that are not the program's must not become part of its page: by no type that runs (HTML, scripts, SVG).
 */
export function dataType(path: string): string {
  return endingOf(path) === PICTURE_ENDING ? 'image/png' : 'application/octet-stream';
}

/**
 * Answers GET and HEAD, with a range if one is asked for.
 * @param typeOf content type by path
 * @throws what the file system says of a file that is missing or may not be read
 */
export async function fileResponse(
  path: string,
  request: Request,
  headers: Readonly<Record<string, string>>,
  typeOf: (path: string) => string = dataType,
): Promise<Response> {
  const info = await stat(path);
  if (!info.isFile()) throw Object.assign(new Error('EISDIR: not a file'), { code: 'EISDIR' });
  await access(path, constants.R_OK);
  const range = parseRange(request.headers.get('range'), info.size);
  if (range === null)
    return new Response(null, { status: 416, headers: { ...headers, 'Content-Range': `bytes */${info.size}` } });
  const [from, to] = range === 'whole' ? [0, info.size] : range;
  const isEmpty = request.method === 'HEAD' || from === to;
  return new Response(isEmpty ? null : streamFile(path, from, to), {
    status: range === 'whole' ? 200 : 206,
    headers: {
      ...headers,
      'Accept-Ranges': 'bytes',
      'Content-Length': String(to - from),
      'Content-Type': typeOf(path),
      ...(range === 'whole' ? {} : { 'Content-Range': `bytes ${from}-${to - 1}/${info.size}` }),
    },
  });
}
