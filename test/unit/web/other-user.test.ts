/**
 * What another user of the machine gets of the local server, asked by a program of another user where the tests run as
 * root, which CI does, and of the same user elsewhere: ports and lists of processes are everybody's, and who is no
 * browser writes any header.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { KEY_PARAMETER } from '../../../src/contracts/ipc.ts';
import { startWebServer, type WebServer } from '../../../src/web/server.ts';

const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;

let folder = '';
let server: WebServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridpull-web-'));
  for (const name of ['renderer', 'samples', 'scans']) await mkdir(join(folder, name));
  await writeFile(join(folder, 'renderer', 'index.html'), '<p>hi');
  await writeFile(join(folder, 'scans', 'a.ply'), 'abcdef');
  server = await startWebServer({
    root: join(folder, 'renderer'),
    samplesFolder: join(folder, 'samples'),
    version: '1.2.3',
    port: 0,
    open: [join(folder, 'scans')],
    onFault: () => undefined,
  });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

/** What a shell of the other user prints, its errors among it. */
async function asStranger(script: string): Promise<string> {
  const { stdout } = await promisify(execFile)('/bin/bash', ['-c', `{ ${script}\n} 2>&1; true`], {
    cwd: '/',
    ...(isRoot && { uid: NOBODY, gid: NOBODY }),
  });
  return stdout;
}

/** A request with all headers that the window's own page would send, but for the secret. */
const ask = (method: string, path: string): string => {
  const { host, hostname, port, origin } = new URL(server.url);
  const head = `${method} ${path} HTTP/1.1\\r\\nHost: ${host}\\r\\nOrigin: ${origin}\\r\\nContent-Length: 0\\r\\nConnection: close\\r\\n\\r\\n`;
  return `exec 3<>/dev/tcp/${hostname}/${port}; printf '${head}' >&3; cat <&3`;
};

it.skipIf(process.platform === 'win32')('another user of this machine gets nothing of it', async () => {
  const key = new URL(server.address).hash.slice(KEY_PARAMETER.length + 2);
  if (isRoot) expect((await asStranger('id -u')).trim()).toBe(String(NOBODY));

  const told = await asStranger(ask('GET', '/_server.json'));
  expect(told).toMatch(/^HTTP\/1.1 200 /);
  expect(JSON.parse(told.slice(told.indexOf('\r\n\r\n')).replace(/^[^{]*|[^}]*$/g, ''))).toMatchObject({
    folder: null,
    open: [],
    isLocked: true,
  });
  for (const token of ['', 'x', '00000000-0000-4000-8000-000000000000']) {
    for (const [method, name] of [
      ['GET', '?list'],
      ['GET', 'a.ply'],
      ['POST', 'b.ply'],
    ] as const) {
      const answer = await asStranger(ask(method, `/_folder/${token}/${name}`));
      expect(answer, `${method} ${token} ${name}`).toMatch(/^HTTP\/1.1 40[0-9] /);
      expect(answer).not.toContain('abcdef');
    }
  }
  expect(await readdir(join(folder, 'scans'))).toEqual(['a.ply']);
  // What a list of processes tells, and the temporary folder.
  const seen = await asStranger(
    `tr '\\0' ' ' < /proc/${process.pid}/cmdline; cat /proc/${process.pid}/environ; ls -lR ${folder}`,
  );
  expect(seen).not.toContain(key);
  if (isRoot) expect(seen).toContain('Permission denied');
});
