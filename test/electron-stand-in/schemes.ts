/**
 * Custom schemes over plain HTTP, since only Electron can add one to Chromium: app://host/path is served at
 * http://host.app.localhost:port/path, an origin that is as secure and as isolated.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { strict } from './strict.ts';

type Handler = (request: Request) => Promise<Response> | Response;
type Privileges = Readonly<Record<string, boolean>>;

const schemes = new Map<string, { readonly privileges: Privileges; handler?: Handler }>();
let port = 0;
let isReady = false;

export function toHttp(url: string): string {
  const { protocol: scheme, host, pathname, search, hash } = new URL(url);
  const name = scheme.slice(0, -1);
  return schemes.has(name) ? `http://${host}.${name}.localhost:${port}${pathname}${search}${hash}` : url;
}

export function toScheme(url: string): string {
  const [, host, name, rest] = /^http:\/\/([\w-]+)\.([\w-]+)\.localhost:\d+(.*)$/.exec(url) ?? [];
  return name !== undefined && schemes.has(name) ? `${name}://${host}${rest}` : url;
}

async function serve(message: IncomingMessage, target: ServerResponse): Promise<void> {
  const url = toScheme(`http://${message.headers.host}${message.url}`);
  const handler = schemes.get(new URL(url).protocol.slice(0, -1))?.handler;
  if (!handler) return void target.writeHead(502).end();
  const method = message.method ?? 'GET';
  const headers = new Headers(
    Object.entries(message.headers).map(([name, value]): [string, string] => [name, String(value)]),
  );
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const body = hasBody ? { body: Readable.toWeb(message) as ReadableStream<Uint8Array>, duplex: 'half' } : {};
  const response = await handler(new Request(url, { method, headers, ...body }));
  target.writeHead(response.status, Object.fromEntries(response.headers));
  if (response.body) await pipeline(Readable.fromWeb(response.body as never), target).catch(() => undefined);
  else target.end();
}

/** Once, when the app gets ready. */
export async function startServer(): Promise<void> {
  isReady = true;
  const server = createServer((message, target) => {
    serve(message, target).catch((error: unknown) => {
      if (target.headersSent) target.destroy();
      else target.writeHead(500).end(String(error));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
}

export const protocol = strict('protocol', {
  registerSchemesAsPrivileged(list: readonly { scheme: string; privileges: Privileges }[]) {
    if (isReady) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    for (const { scheme, privileges } of list) schemes.set(scheme, { privileges });
  },
  handle(name: string, handler: Handler) {
    const scheme = schemes.get(name);
    for (const needed of ['standard', 'secure', 'supportFetchAPI', 'stream']) {
      if (!scheme?.privileges[needed]) throw new Error(`${name}: the app needs the privilege ${needed}`);
    }
    scheme!.handler = handler;
  },
});
