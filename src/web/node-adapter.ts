/** Lets Node's server answer with a Request → Response handler. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Null for what is no request to a page (a proxy's, say). */
export function toRequest(message: IncomingMessage, origin: string): Request | null {
  const address = message.url ?? '/';
  if (!URL.canParse(address, origin) || message.method === 'TRACE') return null;
  const url = new URL(address, origin);
  if (url.origin !== origin) return null;
  const headers = new Headers();
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  const method = message.method ?? 'GET';
  if (method === 'GET' || method === 'HEAD') return new Request(url, { method, headers });
  return new Request(url, { method, headers, body: Readable.toWeb(message) as ReadableStream, duplex: 'half' });
}

export async function sendResponse(response: Response, target: ServerResponse): Promise<void> {
  target.writeHead(response.status, Object.fromEntries(response.headers));
  if (!response.body) {
    target.end();
    return;
  }
  // A page that goes away ends the pipeline, and with it the file's stream: nothing is left open.
  await pipeline(Readable.fromWeb(response.body), target).catch(() => target.destroy());
}
