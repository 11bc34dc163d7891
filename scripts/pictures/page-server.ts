/**
 * A server on 127.0.0.1 for the page that draws: the page itself, three.js from node_modules, and the arrays of the
 * shapes from memory. Arrays of a hundred megabytes go over HTTP in one piece; as arguments of a script they would pass
 * through JSON.
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import ts from 'typescript';

const THREE_FOLDER = path.resolve(import.meta.dirname, '../../node_modules/three');

const PAGE_OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  verbatimModuleSyntax: true,
};

const INDEX = `<!doctype html>
<meta charset="utf-8">
<link rel="icon" href="data:,">
<script type="importmap">
{ "imports": { "three": "/three/build/three.module.js", "three/addons/": "/three/examples/jsm/" } }
</script>
<script type="module" src="/page.js"></script>`;

export interface PageServer extends AsyncDisposable {
  readonly url: string;
  /** Offers an array under a name, which it returns; a name given again replaces the array. */
  offer(name: string, values: Uint8Array | Float32Array): string;
}

export async function servePage(): Promise<PageServer> {
  const arrays = new Map<string, Uint8Array>();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1').pathname;
    void answer(url, arrays).then(
      ({ type, body }) => response.writeHead(200, { 'content-type': type }).end(body),
      (error: unknown) => response.writeHead(404, { 'content-type': 'text/plain' }).end(String(error)),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    offer: (name, values) => {
      arrays.set(`/${name}`, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
      return name;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer(
  url: string,
  arrays: ReadonlyMap<string, Uint8Array>,
): Promise<{ readonly type: string; readonly body: string | Uint8Array }> {
  const array = arrays.get(url);
  if (array) return { type: 'application/octet-stream', body: array };
  if (url === '/') return { type: 'text/html', body: INDEX };
  if (url === '/page.js') {
    const source = await readFile(path.join(import.meta.dirname, 'page.ts'), 'utf8');
    return { type: 'text/javascript', body: ts.transpile(source, PAGE_OPTIONS) };
  }
  const file = path.resolve(THREE_FOLDER, url.replace(/^\/three\//, ''));
  if (!url.startsWith('/three/') || !file.startsWith(THREE_FOLDER + path.sep)) throw new Error(`nothing at ${url}`);
  return { type: 'text/javascript', body: await readFile(file) };
}
