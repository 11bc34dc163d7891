import { existsSync } from 'node:fs';
import { chmod, lstat, mkdir, mkdtemp, open, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fileSource, readWhole, sinkTo, writeFileBeside } from '../../../src/cli/node-files.ts';
import { removePartialFiles } from '../../../src/cli/partial-files.ts';
import type { ByteSink } from '../../../src/engine/formats/write/byte-sink.ts';
import { writeMesh } from '../../../src/engine/formats/write/write-mesh.ts';
import { quietContext } from '../../run-context.ts';
import { torus } from '../../shapes/meshes.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'gridpull-files-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const inFolder = (name: string): string => path.join(folder, name);
const text = (content: string): Uint8Array => new TextEncoder().encode(content);
const writing =
  (...contents: string[]) =>
  async (sink: ByteSink): Promise<number> => {
    for (const content of contents) await sink.write(text(content));
    return contents.length;
  };

describe('fileSource', () => {
  it('gives name, size and all bytes, each time anew', async () => {
    const content = new Uint8Array(2_500_000).map((_, i) => i % 251);
    await writeFile(inFolder('cloud.ply'), content);
    const source = await fileSource(inFolder('cloud.ply'));
    expect(source).toMatchObject({ name: 'cloud.ply', size: content.length });
    for (let round = 0; round < 2; round++) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of source.stream()) chunks.push(chunk);
      expect(chunks.length).toBeGreaterThan(1);
      expect(Buffer.concat(chunks).equals(content)).toBe(true);
    }
  });

  it('lets go of the file when the reader stops early', async () => {
    await writeFile(inFolder('cloud.ply'), new Uint8Array(5_000_000));
    const source = await fileSource(inFolder('cloud.ply'));
    const openFiles = async (): Promise<number> => (await readdir('/proc/self/fd')).length;
    const before = existsSync('/proc/self/fd') ? await openFiles() : 0;
    for await (const chunk of source.stream()) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    if (existsSync('/proc/self/fd')) await expect.poll(openFiles).toBeLessThanOrEqual(before);
  });

  it.each([
    ['shorter', 'ended after 1000000 bytes'],
    ['longer', 'went on to 4000000 bytes'],
  ])('refuses a file that becomes %s while it is read', async (how, words) => {
    const file = inFolder('cloud.ply');
    await writeFile(file, new Uint8Array(3_000_000));
    const source = await fileSource(file);
    const anywhere = await source.open!();
    await writeFile(file, new Uint8Array(how === 'shorter' ? 1_000_000 : 4_000_000));
    const readAll = async (): Promise<void> => {
      for await (const chunk of source.stream()) expect(chunk.length).toBeGreaterThan(0);
    };
    await expect(readAll()).rejects.toMatchObject({
      code: 'cloud-format',
      message: expect.stringContaining(words) as string,
    });
    const reading = anywhere.read(2_000_000, 500);
    if (how === 'shorter') await expect(reading).rejects.toThrow(/something is writing it/);
    else expect(await reading).toHaveLength(500);
    await anywhere.close();
  });

  it('refuses what is not there, and a directory', async () => {
    const missing = inFolder('missing.ply');
    await expect(fileSource(missing)).rejects.toMatchObject({
      code: 'cloud-format',
      message: expect.stringContaining('no such file') as string,
      details: { path: missing, systemCode: 'ENOENT' },
    });
    await expect(fileSource(folder)).rejects.toMatchObject({
      code: 'cloud-format',
      message: expect.stringContaining('is a directory') as string,
      details: { path: folder },
    });
  });

  it('reports a file that goes away before it is read', async () => {
    await writeFile(inFolder('cloud.ply'), 'x');
    const source = await fileSource(inFolder('cloud.ply'));
    await rm(inFolder('cloud.ply'));
    const reading = async (): Promise<void> => {
      for await (const chunk of source.stream()) expect(chunk).toBeUndefined();
    };
    await expect(reading()).rejects.toMatchObject({ code: 'cloud-format', details: { systemCode: 'ENOENT' } });
  });
});

describe('readWhole', () => {
  it('gives the bytes, or says why not', async () => {
    await writeFile(inFolder('mesh.ply'), 'ply');
    expect([...(await readWhole(inFolder('mesh.ply')))]).toEqual([...text('ply')]);
    await expect(readWhole(inFolder('none'))).rejects.toMatchObject({ code: 'mesh-format' });
    await expect(readWhole(folder)).rejects.toMatchObject({
      code: 'mesh-format',
      message: expect.stringContaining('directory') as string,
    });
  });
});

describe('writeFileBeside', () => {
  it('writes a new file and hands on the result', async () => {
    expect(await writeFileBeside(inFolder('out.ply'), writing('ab', '', 'c'))).toBe(3);
    expect(await readFile(inFolder('out.ply'), 'utf8')).toBe('abc');
    expect(await readdir(folder)).toEqual(['out.ply']);
  });

  it('puts the bytes on the disk before the file takes its place', async () => {
    const out = inFolder('out.ply');
    await writeFile(out, 'old');
    const probe = await open(out);
    const placeAtSync: string[] = [];
    const sync = vi.spyOn(Object.getPrototypeOf(probe) as typeof probe, 'sync').mockImplementation(async () => {
      const [hidden = ''] = (await readdir(folder)).filter((name) => name !== 'out.ply');
      placeAtSync.push(await readFile(out, 'utf8'), await readFile(inFolder(hidden), 'utf8'));
    });
    await writeFileBeside(out, writing('new'));
    sync.mockRestore();
    await probe.close();
    expect(placeAtSync).toEqual(['old', 'new']);
    expect(await readFile(out, 'utf8')).toBe('new');
  });

  it('keeps the old file until the new one is complete, then its permissions', async () => {
    const target = inFolder('out.ply');
    await writeFile(target, 'old');
    await chmod(target, 0o640);
    await writeFileBeside(target, async (sink) => {
      await sink.write(text('new'));
      expect(await readFile(target, 'utf8')).toBe('old');
      expect(await readdir(folder)).toEqual([expect.stringMatching(/^\.out\.ply\..*\.part$/), 'out.ply']);
    });
    expect(await readFile(target, 'utf8')).toBe('new');
    expect((await stat(target)).mode & 0o777).toBe(0o640);
  });

  it('writes through a symbolic link', async () => {
    await mkdir(inFolder('real'));
    await writeFile(inFolder('real/out.ply'), 'old');
    await symlink('real/out.ply', inFolder('link.ply'));
    await writeFileBeside(inFolder('link.ply'), writing('new'));
    expect(await readFile(inFolder('real/out.ply'), 'utf8')).toBe('new');
    expect((await lstat(inFolder('link.ply'))).isSymbolicLink()).toBe(true);
  });

  it.each([null, 'old'])('leaves nothing behind when writing fails (before: %s)', async (before) => {
    const target = inFolder('out.ply');
    if (before !== null) await writeFile(target, before);
    const problem = new Error('halfway');
    const failing = writeFileBeside(target, async (sink) => {
      await sink.write(text('half'));
      throw problem;
    });
    await expect(failing).rejects.toBe(problem);
    expect(await readdir(folder)).toEqual(before === null ? [] : ['out.ply']);
    if (before !== null) expect(await readFile(target, 'utf8')).toBe(before);
  });

  it('leaves nothing behind when a mesh is aborted in the middle, or just before the renaming', async () => {
    const { positions, indices } = torus(300, 150);
    const mesh = { positions: Float32Array.from(positions), indices, shift: [0, 0, 0] } as const;
    const reason = new Error('stopped by the test');
    for (const abortAtCall of [1, Infinity]) {
      const controller = new AbortController();
      const context = { ...quietContext, signal: controller.signal };
      let calls = 0;
      const writingMesh = writeFileBeside(
        inFolder('out.obj'),
        async (sink) => {
          const counting: ByteSink = {
            async write(bytes) {
              if (++calls === abortAtCall) controller.abort(reason);
              await sink.write(bytes);
            },
          };
          await writeMesh(mesh, 'obj', counting, context);
          controller.abort(reason);
        },
        controller.signal,
      );
      await expect(writingMesh).rejects.toBe(reason);
      expect(calls).toBeGreaterThan(0);
      expect(await readdir(folder)).toEqual([]);
    }
  });

  it.each([
    ['a missing directory', 'none/out.ply', 'does not exist'],
    ['a file as directory', 'file/out.ply', 'does not exist'],
    ['a directory', 'sub', 'is a directory'],
    ['a name too long', 'x'.repeat(300), 'too long'],
  ])('refuses %s', async (_what, name, words) => {
    await mkdir(inFolder('sub'));
    await writeFile(inFolder('file'), '');
    let isCalled = false;
    const refused = writeFileBeside(inFolder(name), async () => {
      isCalled = true;
    });
    await expect(refused).rejects.toMatchObject({
      code: 'output-failed',
      message: expect.stringContaining(words) as string,
      details: { path: inFolder(name) },
    });
    expect(isCalled).toBe(false);
    expect(await readdir(folder)).toEqual(['file', 'sub']);
  });

  it('never replaces a device', async () => {
    await expect(writeFileBeside('/dev/null', writing('x'))).rejects.toMatchObject({
      code: 'output-failed',
      message: expect.stringContaining('not a regular file') as string,
    });
    expect((await stat('/dev/null')).isCharacterDevice()).toBe(true);
  });

  it('a directory where nothing can be made', async () => {
    // The kernel refuses new files here whoever asks, while permissions do not stop the superuser.
    await expect(writeFileBeside('/proc/self/out.ply', writing('x'))).rejects.toMatchObject({
      code: 'output-failed',
      message: expect.stringContaining('/proc/self') as string,
    });
  });

  it('a full disk: says so, and leaves nothing behind', async () => {
    const full = await open('/dev/full', 'w');
    try {
      const refused = writeFileBeside(inFolder('out.ply'), async (sink) => {
        await sink.write(text('fits'));
        await sinkTo(full, inFolder('out.ply')).write(text('does not'));
      });
      await expect(refused).rejects.toMatchObject({
        code: 'output-failed',
        message: expect.stringContaining('is full; free some space') as string,
        details: { systemCode: 'ENOSPC' },
      });
    } finally {
      await full.close();
    }
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('removePartialFiles', () => {
  it('removes what a killed process left of this file, and nothing else', async () => {
    await mkdir(inFolder('real'));
    await writeFile(inFolder('real/out.ply'), 'old');
    await symlink('real/out.ply', inFolder('link.ply'));
    const others = ['.out.ply.12-aa.part.bak', '.out.ply.123-aa.part', '.out.ply.part', '.other.ply.12-aa.part'];
    for (const name of ['.out.ply.12-aa.part', '.out.ply.12-bb.part', ...others])
      await writeFile(inFolder(`real/${name}`), '');
    removePartialFiles(inFolder('link.ply'), 12);
    expect(await readdir(inFolder('real'))).toEqual([...others, 'out.ply'].sort());
  });

  it('finds the name that was written to', async () => {
    await expect(
      writeFileBeside(inFolder('out.ply'), async () => {
        expect(await readdir(folder)).toHaveLength(1);
        removePartialFiles(inFolder('out.ply'), process.pid);
        expect(await readdir(folder)).toEqual([]);
        throw new Error('killed');
      }),
    ).rejects.toThrow('killed');
  });

  it('is silent where there is no folder', () => {
    expect(() => removePartialFiles(inFolder('none/out.ply'), 12)).not.toThrow();
  });
});
