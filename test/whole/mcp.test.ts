/** The server for agents, asked by the protocol's own client. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { torusPly } from './batch-folders.ts';
import { runCli } from './cli.ts';

let place = '';
let scans = '';
let meshes = '';
const client = new Client({ name: 'test', version: '1' });

beforeAll(async () => {
  place = mkdtempSync(path.join(tmpdir(), 'gridpull-mcp-'));
  [scans, meshes] = [path.join(place, 'scans'), path.join(place, 'meshes')];
  for (const folder of [scans, meshes]) mkdirSync(folder);
  writeFileSync(path.join(scans, 'ring.ply'), torusPly(0));
  writeFileSync(path.join(scans, 'notes.txt.bak'), 'no cloud');
  writeFileSync(path.join(meshes, 'mine.ply'), 'a file of my own');
  writeFileSync(path.join(place, 'secret.ply'), readFileSync(path.join(scans, 'ring.ply')));
  symlinkSync(path.join(place, 'secret.ply'), path.join(scans, 'link.ply'));
  symlinkSync(place, path.join(scans, 'up'));
  const args = ['out/cli/index.js', 'mcp', scans, meshes, '--software'];
  await client.connect(new StdioClientTransport({ command: process.execPath, args, env: { ...process.env } as never }));
});
afterAll(async () => {
  await client.close();
  rmSync(place, { recursive: true });
});

/** What a tool answers: its structured result, or the text of its failure. */
async function ask(name: string, args: Record<string, unknown>): Promise<unknown> {
  const { content, structuredContent, isError } = await client.callTool({ name, arguments: args });
  const [first] = content;
  return isError || !structuredContent ? (first?.type === 'text' ? first.text : content) : structuredContent;
}

describe('gridpull mcp', () => {
  it('offers its tools, those that only read marked as such', async () => {
    const { tools } = await client.listTools();
    const named = tools.map(({ name, annotations }) => [name, annotations?.readOnlyHint]);
    expect(Object.fromEntries(named)).toEqual({
      list: true,
      info: true,
      reconstruct: false,
      finish: false,
      check: true,
      compare: true,
    });
    const { properties } = tools.find(({ name }) => name === 'reconstruct')!.inputSchema;
    expect(Object.keys(properties!)).toEqual(['clouds', 'output', 'options', 'reading']);
    expect(Object.keys((properties!['options'] as { properties: object }).properties)).toContain('resolution');
  });

  it('lists what can be read', async () => {
    expect(await ask('list', {})).toMatchObject({
      folder: scans,
      folders: [],
      files: [{ name: 'ring.ply' }],
      leftOut: 0,
    });
    expect(await ask('info', { cloud: 'ring.ply', reading: { crop: [0, 0, 0, 9, 9, 9] } })).toMatchObject({
      points: 3000,
    });
  });

  it('makes a mesh from points, tells how far it is, and finishes, checks and compares it', async () => {
    const shares: number[] = [];
    const [mesh, small] = [path.join(meshes, 'ring.ply'), path.join(meshes, 'small.ply')];
    const run = await client.callTool(
      { name: 'reconstruct', arguments: { clouds: ['ring.ply'], output: mesh, options: { resolution: 64 } } },
      { onprogress: ({ progress }) => shares.push(progress) },
    );
    expect(run.structuredContent).toMatchObject({ topology: { watertight: true, genus: 1 }, warnings: [] });
    expect(shares.length).toBeGreaterThan(5);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    const finished = await ask('finish', { mesh, output: small, options: { simplify: '25%' } });
    expect(finished).toMatchObject({ output: small, proof: { selfIntersections: { pairs: 0 } } });
    expect(await ask('check', { mesh: small })).toMatchObject({ check: { isReadyToPrint: true } });
    expect((await ask('compare', { reference: mesh, mesh: small, samples: 1000 })) as object).toMatchObject({
      watertight: true,
    });
  });

  it('ends a run that is cancelled, leaves nothing of it, and serves on', async () => {
    const output = path.join(meshes, 'ended.ply');
    const ending = new AbortController();
    const asked = client.callTool(
      { name: 'reconstruct', arguments: { clouds: ['ring.ply'], output, options: { resolution: 512 } } },
      { signal: ending.signal, onprogress: () => ending.abort('enough') },
    );
    await expect(asked).rejects.toThrow(/enough/);
    expect(await ask('check', { mesh: path.join(meshes, 'mine.ply') })).toMatch(/mine\.ply/);
    expect(readdirSync(meshes)).not.toContain('ended.ply');
  });

  it.each([
    ['../secret.ply', /outside the folders of this server/],
    ['/etc/passwd', /outside/],
    ['link.ply', /outside/],
    ['up/secret.ply', /outside/],
    ['nothing.ply', /nothing\.ply/],
  ])('does not read %s', async (cloud, words) => {
    expect(await ask('info', { cloud })).toMatch(words);
    const output = path.join(meshes, 'never.ply');
    expect(await ask('reconstruct', { clouds: [cloud], output })).toMatch(words);
    expect(existsSync(output)).toBe(false);
  });

  it.each(['../out.ply', 'up/out.ply'])('does not write %s', async (output) => {
    expect(await ask('reconstruct', { clouds: ['ring.ply'], output })).toMatch(/outside/);
    expect(existsSync(path.join(place, 'out.ply'))).toBe(false);
  });

  it('replaces no file of a person, and knows no option that there is not', async () => {
    const output = path.join(meshes, 'mine.ply');
    expect(await ask('reconstruct', { clouds: ['ring.ply'], output })).toMatch(/GridPull did not write it/);
    expect(readFileSync(output, 'utf8')).toBe('a file of my own');
    const misspelt = { clouds: ['ring.ply'], output: 'a.ply', options: { resolutoin: 64 } };
    expect(await ask('reconstruct', misspelt)).toMatch(/resolutoin/);
  });

  it('is asked for with folders that exist', async () => {
    const { code, stderr } = await runCli(['mcp', path.join(place, 'nowhere')]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/nowhere is no folder/)]);
  });
});
