/**
 * The program in any browser: the built window and the samples behind a local address. It serves this machine only, and
 * only to pages of its own: another site that points its name at 127.0.0.1 is turned away by the Host header, one that
 * sends something to it by the Origin header. Other people on this machine can ask as well: what the command line named
 * is told to a page with the secret alone. What is written goes into the output folder of the command line.
 */
import { readdir, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import {
  createHandler,
  FileGrants,
  fileResponse,
  FolderGrants,
  SaveGrants,
  SECURITY_HEADERS,
} from '../main/protocol.ts';
import { commandTexts } from '../contracts/locales/language.ts';
import { sendResponse, toRequest } from './node-adapter.ts';
import { grantOpened, NOTHING_OPENED, type Opened } from './opened.ts';
import { Secret } from './secret.ts';

const ADDRESS = '127.0.0.1';
const HEADERS = { ...SECURITY_HEADERS, 'Cache-Control': 'no-store' };

export interface WebServerOptions {
  /** Folder of the built window. */
  readonly root: string;
  readonly samplesFolder: string;
  readonly version: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** Clouds of one scene, a folder or a job, granted to the page, which opens them; may be empty. */
  readonly open: readonly string[];
  readonly onFault: (error: unknown) => void;
}

export interface WebServer {
  readonly url: string;
  /** With the secret, for the person who started it. */
  readonly address: string;
  close(): Promise<void>;
}

/** What the page is told of its server. */
interface ServerInfo extends Opened {
  readonly kind: 'web';
  readonly version: string;
  readonly samples: readonly { readonly name: string; readonly size: number }[];
  /** Whether something was granted that only a page with the secret is told of. */
  readonly isLocked: boolean;
}

/** @throws Refusal for what cannot be opened; Node's error for a port that is taken */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const { root, samplesFolder, version, onFault } = options;
  const files = new FileGrants();
  const folders = new FolderGrants();
  const saves = new SaveGrants();
  const opened = await grantOpened(options.open, files, folders);
  const samples = await listSamples(samplesFolder);
  const secret = new Secret();
  const infoFor = (request: Request): ServerInfo => {
    const info = { kind: 'web', version, samples } as const;
    if (secret.isShownBy(request)) return { ...info, ...opened, isLocked: false };
    return { ...info, ...NOTHING_OPENED, isLocked: options.open.length > 0 };
  };
  // The page words its own faults; sentences of this server are for who reads its answers.
  const servePage = createHandler({ root, files, folders, saves, texts: () => commandTexts('en'), onFault });

  const answer = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    const isReading = request.method === 'GET' || request.method === 'HEAD';
    if (!isReading && !isOwnOrigin(request)) return refuse(403, 'Only pages of this server may write with it.');
    if (pathname === '/_server.json') return Response.json(infoFor(request), { headers: HEADERS });
    if (!isReading || !pathname.startsWith('/_sample/')) return servePage(request);
    const sample = samples.find(({ name }) => pathname === `/_sample/${encodeURIComponent(name)}`);
    return sample
      ? fileResponse(join(samplesFolder, sample.name), request, HEADERS)
      : refuse(404, 'There is no such sample.');
  };

  const respond = async (message: IncomingMessage): Promise<Response> => {
    if (!isLocal(message)) return refuse(403, 'This server answers only at 127.0.0.1 and localhost.');
    const request = toRequest(message, `http://${ADDRESS}`);
    return request ? answer(request) : refuse(400, 'The request is malformed.');
  };
  const server = createServer((message, target) => {
    void respond(message)
      .catch((error: unknown) => {
        onFault(error);
        return refuse(500, 'The server met a fault of its own.');
      })
      .then((response) => sendResponse(response, target));
  });
  const url = `http://${ADDRESS}:${await listen(server, options.port)}/`;
  return {
    url,
    address: secret.addressOf(url),
    async close() {
      await close(server);
      await saves.abandonAll();
    },
  };
}

/** Whether the browser asked for this machine by an own name of it, whatever name it resolved. */
function isLocal({ headers, socket }: IncomingMessage): boolean {
  const port = socket.localPort;
  return headers.host === `${ADDRESS}:${port}` || headers.host === `localhost:${port}`;
}

/** Browsers name the page that sends. The Host header is checked before. */
function isOwnOrigin({ headers }: Request): boolean {
  return headers.get('origin') === `http://${headers.get('host')}`;
}

function refuse(status: number, sentence: string): Response {
  return new Response(sentence, { status, headers: { ...HEADERS, 'Content-Type': 'text/plain; charset=utf-8' } });
}

async function listSamples(folder: string): Promise<ServerInfo['samples']> {
  // An installed package has none.
  const names = await readdir(folder).catch(() => []);
  const clouds = names.filter((name) => name.endsWith('.ply')).sort();
  return Promise.all(clouds.map(async (name) => ({ name, size: (await stat(join(folder, name))).size })));
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, ADDRESS, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    // Browsers keep connections open for minutes.
    server.closeAllConnections();
  });
}
