/** Saving: beside the target, in slices, into place at the end, and nothing left behind otherwise. */
import { chmod, mkdir, mkdtemp, open, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { GapError, SaveGrants } from '../../../src/main/save-grants.ts';

let folder = '';
let saves: SaveGrants;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridpull-save-'));
  saves = new SaveGrants();
});
afterEach(() => rm(folder, { recursive: true }));

async function* slice(text: string): AsyncIterable<Uint8Array> {
  // In pieces, as a request's body comes.
  for (const letter of text) yield new TextEncoder().encode(letter);
}
const target = () => join(folder, 'mesh.ply');

describe('SaveGrants', () => {
  it('writes slices in order and puts the file in its place', async () => {
    await writeFile(target(), 'old');
    const grant = await saves.begin(target());
    expect(grant).toEqual({ token: expect.stringMatching(/^[\da-f-]{36}$/) as string, name: 'mesh.ply', size: 0 });
    // Together, as a page sends one while it fills the next.
    await Promise.all([saves.write(grant.token, 0, slice('abc')), saves.write(grant.token, 3, slice('def'))]);
    expect(await readFile(target(), 'utf8')).toBe('old');
    expect(saves.savedPath(grant.token)).toBeUndefined();
    await saves.finish(grant.token);
    expect(await readFile(target(), 'utf8')).toBe('abcdef');
    expect(await readdir(folder)).toEqual(['mesh.ply']);
    expect(saves.savedPath(grant.token)).toBe(target());
    expect(saves.isIdle).toBe(true);
  });

  it('writes the coordinate system beside it, and replaces none', async () => {
    const save = async (projection: string): Promise<void> => {
      const grant = await saves.begin(target());
      await saves.write(grant.token, 0, slice('abc'));
      await saves.finish(grant.token, { projection });
    };
    await save('PROJCS["one"]');
    expect(await readFile(join(folder, 'mesh.prj'), 'utf8')).toBe('PROJCS["one"]');
    await save('PROJCS["two"]');
    expect(await readFile(join(folder, 'mesh.prj'), 'utf8')).toBe('PROJCS["one"]');
    expect(saves.isIdle).toBe(true);
    await rm(join(folder, 'mesh.prj'));
  });

  describe('of an OBJ with a texture', () => {
    const bytes = (text: string) => new TextEncoder().encode(text);
    const save = async (...names: string[]): Promise<void> => {
      const grant = await saves.begin(join(folder, 'a.obj'));
      await saves.write(grant.token, 0, slice('mesh'));
      await saves.finish(grant.token, { files: names.map((name) => ({ name, bytes: bytes(`GridPull ${name}`) })) });
    };

    it('writes its files beside it, and replaces those that are its own', async () => {
      await save('a.colors.png', 'a.mtl');
      await save('a.mtl');
      expect((await readdir(folder)).sort()).toEqual(['a.colors.png', 'a.mtl', 'a.obj']);
      expect(await readFile(join(folder, 'a.mtl'), 'utf8')).toBe('GridPull a.mtl');
    });

    it('writes a certificate beside it', async () => {
      await save('a.obj.certificate.json');
      expect((await readdir(folder)).sort()).toEqual(['a.obj', 'a.obj.certificate.json']);
    });

    it.each(['b.mtl', '../a.mtl', 'a.sh', 'a.obj', 'b.obj.certificate.json'])(
      'writes none called %s, and no mesh',
      async (name) => {
        await expect(save('a.mtl', name)).rejects.toThrow(/^ending/);
        expect(await readdir(folder)).toEqual([]);
        expect(saves.isIdle).toBe(true);
      },
    );

    it("leaves another program's file as it is, and writes no mesh", async () => {
      await writeFile(join(folder, 'a.mtl'), 'newmtl stone');
      await expect(save('a.colors.png', 'a.mtl')).rejects.toThrow(/^notOurs/);
      expect(await readdir(folder)).toEqual(['a.mtl']);
      expect(await readFile(join(folder, 'a.mtl'), 'utf8')).toBe('newmtl stone');
    });
  });

  it('puts the bytes on the disk before the file takes its place', async () => {
    await writeFile(target(), 'old');
    const placeAtSync: string[] = [];
    const opened = new SaveGrants(async (path, flags, mode) => {
      const handle = await open(path, flags, mode);
      vi.spyOn(handle, 'sync').mockImplementation(async () => {
        placeAtSync.push(await readFile(target(), 'utf8'), await readFile(path, 'utf8'));
      });
      return handle;
    });
    const { token } = await opened.begin(target());
    await opened.write(token, 0, slice('new'));
    await opened.finish(token);
    expect(placeAtSync).toEqual(['old', 'new']);
    expect(await readFile(target(), 'utf8')).toBe('new');
  });

  it('refuses a gap and keeps what was there', async () => {
    const { token } = await saves.begin(target());
    await saves.write(token, 0, slice('ab'));
    await expect(saves.write(token, 3, slice('d'))).rejects.toThrow(GapError);
    await saves.write(token, 2, slice('c'));
    await saves.finish(token);
    expect(await readFile(target(), 'utf8')).toBe('abc');
  });

  it('takes a slice again, and begins anew at 0', async () => {
    const { token } = await saves.begin(target());
    await saves.write(token, 0, slice('abcdef'));
    await saves.write(token, 4, slice('EF'));
    await saves.write(token, 0, slice('xyz'));
    await saves.finish(token);
    expect(await readFile(target(), 'utf8')).toBe('xyz');
  });

  it('makes an empty file of nothing', async () => {
    const { token } = await saves.begin(target());
    await saves.finish(token);
    expect((await stat(target())).size).toBe(0);
  });

  it('leaves nothing of abandoned saves, and the old file as it was', async () => {
    await writeFile(target(), 'old');
    const [one, two] = [await saves.begin(target()), await saves.begin(join(folder, 'other.ply'))];
    await saves.write(one.token, 0, slice('new'));
    expect(saves.isIdle).toBe(false);
    const leaving = saves.abandonAll();
    // Not before the files are gone: the program waits for this before it quits.
    expect(saves.isIdle).toBe(false);
    await leaving;
    expect(saves.isIdle).toBe(true);
    expect(await readdir(folder)).toEqual(['mesh.ply']);
    expect(await readFile(target(), 'utf8')).toBe('old');
    await expect(saves.write(two.token, 0, slice('x'))).rejects.toMatchObject({ key: 'saveOver' });
    await expect(saves.finish(one.token)).rejects.toMatchObject({ key: 'saveOver' });
    await saves.abandon(one.token);
  });

  it('ends a write that is under way when it is abandoned', async () => {
    const { token } = await saves.begin(target());
    let isAbandoned = (): void => {};
    const abandoned = new Promise<void>((done) => (isAbandoned = done));
    async function* slow(): AsyncIterable<Uint8Array> {
      yield new Uint8Array([1]);
      await abandoned;
      yield new Uint8Array([2]);
    }
    const write = saves.write(token, 0, slow());
    const refused = expect(write).rejects.toMatchObject({ key: 'saveOver' });
    await saves.abandon(token);
    isAbandoned();
    await refused;
    expect(await readdir(folder)).toEqual([]);
  });

  it.runIf(process.platform === 'linux')('says that the disk is full', async () => {
    const full = new SaveGrants(() => open('/dev/full', 'w'));
    const { token } = await full.begin(target());
    await expect(full.write(token, 0, slice('x'))).rejects.toMatchObject({
      key: 'diskFull',
      values: { name: 'mesh.ply' },
    });
    await full.abandon(token);
  });

  it('says at once where nothing can be written', async () => {
    await expect(saves.begin(join(folder, 'none', 'mesh.ply'))).rejects.toMatchObject({ key: 'folderMissing' });
    await mkdir(join(folder, 'folder.ply'));
    await expect(saves.begin(join(folder, 'folder.ply'))).rejects.toMatchObject({ key: 'notAFile' });
  });

  it.runIf(process.platform !== 'win32')('keeps links and permissions of what it replaces', async () => {
    await writeFile(target(), 'old');
    await chmod(target(), 0o600);
    await symlink(target(), join(folder, 'link.ply'));
    const { token, name } = await saves.begin(join(folder, 'link.ply'));
    expect(name).toBe('link.ply');
    await saves.write(token, 0, slice('new'));
    await saves.finish(token);
    expect(await readFile(target(), 'utf8')).toBe('new');
    expect((await stat(target())).mode & 0o777).toBe(0o600);
    expect((await readdir(folder)).sort()).toEqual(['link.ply', 'mesh.ply']);
  });

  it('keeps no memory of the files of a folder, and begins one only once', async () => {
    const first = await saves.beginInFolder(target());
    await saves.write(first.token, 0, slice('first'));
    const second = await saves.beginInFolder(target());
    await expect(saves.finish(first.token)).rejects.toMatchObject({ key: 'saveOver' });
    await saves.write(second.token, 0, slice('second'));
    await saves.finish(second.token);
    expect(await readFile(target(), 'utf8')).toBe('second');
    expect(saves.savedPath(second.token)).toBeUndefined();
    expect(await readdir(folder)).toEqual(['mesh.ply']);
  });

  it('leaves nothing where the last step fails', async () => {
    const { token } = await saves.begin(target());
    await saves.write(token, 0, slice('new'));
    // Something else took the name meanwhile.
    await mkdir(join(target(), 'inside'), { recursive: true });
    await expect(saves.finish(token)).rejects.toMatchObject({ name: 'Refusal' });
    expect(await readdir(folder)).toEqual(['mesh.ply']);
  });
});
