/** What happens around the window: files of the command line, switches, languages, words for faults, names to save. */
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesOfCommandLine } from '../../../src/main/command-line.ts';
import { FileGrants } from '../../../src/main/file-grants.ts';
import { FolderGrants } from '../../../src/main/folder-grants.ts';
import { gpuSwitches } from '../../../src/main/gpu-switches.ts';
import { createOpening } from '../../../src/main/opening.ts';
import { asRefusal, describeFault, Refusal } from '../../../src/main/refusal.ts';
import { withExtension } from '../../../src/main/save-name.ts';
import { chooseLanguage, commandTexts } from '../../../src/contracts/locales/language.ts';
import { fill } from '../../../src/contracts/locales/texts.ts';

describe('the command line', () => {
  it.runIf(process.platform !== 'win32')('names files, relative to where it was typed', () => {
    const argv = ['/opt/GridPull', '--enable-features=Vulkan', 'a.ply', '', '/b.ply', 'file:///c%20d.ply'];
    expect(filesOfCommandLine(argv, '/home/ada', false)).toEqual(['/home/ada/a.ply', '/b.ply', '/c d.ply']);
  });
  it('skips the folder of code that Electron is given while developing', () => {
    const argv = ['electron', '--no-sandbox', '.', join(tmpdir(), 'a.ply')];
    expect(filesOfCommandLine(argv, tmpdir(), true)).toEqual([join(tmpdir(), 'a.ply')]);
    expect(filesOfCommandLine(['electron', '.'], tmpdir(), true)).toEqual([]);
  });
});

describe('files named from outside', () => {
  it('go to the window, those of one scene together, and faults as sentences', async () => {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'gridpull-open-')));
    await writeFile(join(folder, 'a.ply'), 'ply');
    const [sent, system, remembered]: unknown[][] = [[], [], []];
    const { openInWindow } = createOpening({
      files: new FileGrants(),
      folders: new FolderGrants(),
      recents: { add: (path) => remembered!.push(path), remove: (path) => remembered!.push(`-${path}`) },
      addToSystem: (path) => system!.push(path),
      allowJob: () => Promise.resolve(false),
      send: (name, value) => sent!.push([name, value]),
      texts: () => commandTexts('en'),
    });
    await openInWindow([]);
    expect(sent).toEqual([]);
    await writeFile(join(folder, 'c.ply'), 'ply2');
    await openInWindow([join(folder, 'a.ply'), join(folder, 'c.ply')]);
    expect(sent).toEqual([
      [
        'openFiles',
        [expect.objectContaining({ name: 'a.ply', size: 3 }), expect.objectContaining({ name: 'c.ply', size: 4 })],
      ],
    ]);
    const both = [join(folder, 'a.ply'), join(folder, 'c.ply')];
    expect([system, remembered]).toEqual([both, both]);
    await openInWindow([join(folder, 'b.ply')]);
    expect(sent!.at(-1)).toEqual(['problem', expect.stringContaining('“b.ply” is not there')]);
    expect(remembered!.at(-1)).toBe(`-${join(folder, 'b.ply')}`);
    await openInWindow([join(folder, 'a.ply'), folder]);
    expect(sent!.slice(-2)).toEqual([
      ['openFolder', { token: expect.any(String) as string, name: basename(folder) }],
      ['problem', expect.stringContaining('one folder or job at a time')],
    ]);
    await mkdir(join(folder, 'folder.json'));
    await openInWindow([join(folder, 'folder.json')]);
    expect(sent!.at(-1)).toEqual(['openFolder', expect.objectContaining({ name: 'folder.json' })]);
    await writeFile(join(folder, 'Night.JSON'), 'text');
    await openInWindow([join(folder, 'Night.JSON')]);
    expect(sent!.at(-1)).toEqual(['openJob', expect.objectContaining({ name: 'Night.JSON', text: 'text' })]);
    await writeFile(join(folder, 'Night.JSON'), '{"input":{"folder":"../.."}}');
    const count = sent!.length;
    await openInWindow([join(folder, 'Night.JSON')]);
    expect(sent).toHaveLength(count);
    await openInWindow([join(folder, 'none.json')]);
    expect(sent!.at(-1)).toEqual(['problem', expect.stringContaining('“none.json” is not there')]);
    expect(system!.slice(2).map((path) => basename(String(path)))).toEqual([
      basename(folder),
      'folder.json',
      'Night.JSON',
    ]);
    expect(remembered!.filter((path) => !String(path).startsWith('-'))).toEqual(both);
    await rm(folder, { recursive: true });
  });
});

it('WebGPU is switched on where Chromium hides it, and software only when asked for', () => {
  expect(gpuSwitches('darwin', false)).toEqual([]);
  expect(gpuSwitches('linux', false)).toEqual([['enable-features', 'Vulkan'], ['enable-unsafe-webgpu']]);
  const software = [['enable-unsafe-webgpu'], ['use-webgpu-adapter', 'swiftshader'], ['enable-unsafe-swiftshader']];
  expect(gpuSwitches('win32', true)).toEqual(software);
});

it('the system’s language is spoken where it is known', () => {
  expect(chooseLanguage('system', ['de-AT', 'en-US'])).toBe('de');
  expect(chooseLanguage('system', ['fr-FR', 'de_DE'])).toBe('de');
  expect(chooseLanguage('system', ['fr-FR'])).toBe('en');
  expect(chooseLanguage('system', [])).toBe('en');
  expect(chooseLanguage('en', ['de-DE'])).toBe('en');
});

describe('faults', () => {
  const systemError = (code: string) =>
    Object.assign(new Error(`${code}: what happened, open '/home/ada/secret/mesh.ply'`), { code });

  it.each([
    ['ENOENT', 'missing'],
    ['EACCES', 'notAllowed'],
    ['EPERM', 'notAllowed'],
    ['EROFS', 'readOnly'],
    ['ENOSPC', 'diskFull'],
    ['EDQUOT', 'diskFull'],
    ['EBUSY', 'busy'],
    ['ENAMETOOLONG', 'nameTooLong'],
    ['EIO', 'failed'],
  ])('%s is told as “%s”, without the path', (code, key) => {
    const refusal = asRefusal(systemError(code), '/home/ada/secret/mesh.ply');
    expect(refusal).toMatchObject({ key, values: { name: 'mesh.ply' } });
    for (const language of ['en', 'de'] as const) {
      const { message, isExpected } = describeFault(refusal, commandTexts(language));
      expect(isExpected).toBe(true);
      expect(message).toContain('mesh.ply');
      expect(message).not.toMatch(/secret|\{\{/);
    }
  });

  it('of the program are told as such', () => {
    const fault = new TypeError('x is undefined\n  more');
    expect(asRefusal(fault, '/a')).toBe(fault);
    const refusal = new Refusal('noRecent');
    expect(asRefusal(refusal, '/a')).toBe(refusal);
    expect(describeFault(fault, commandTexts('en'))).toEqual({
      message: 'GridPull met a fault of its own: x is undefined. The log has the details.',
      isExpected: false,
    });
    expect(describeFault('text', commandTexts('en')).message).toContain('text');
  });
});

describe('texts', () => {
  it('take values as i18next does', () => {
    expect(fill('“{{name}}” of {{count}}', { name: '$& a', count: 2 })).toBe('“$& a” of 2');
    expect(fill('{{other}}', {})).toBe('{{other}}');
  });

  it('ask for the same values in both languages', () => {
    const places = (text: string) => [...text.matchAll(/\{\{\w+\}\}/g)].map(([place]) => place).sort();
    const [en, de] = [commandTexts('en'), commandTexts('de')];
    for (const group of ['shell', 'dialogs'] as const) {
      const german = de[group] as Readonly<Record<string, string>>;
      for (const [key, text] of Object.entries(en[group])) expect(places(german[key]!), key).toEqual(places(text));
    }
  });
});

it('a saved file has an ending that was offered', () => {
  const filters = [
    { name: 'PLY', extensions: ['ply'] },
    { name: 'OBJ', extensions: ['obj'] },
  ];
  expect(withExtension('/a/mesh', filters)).toBe('/a/mesh.ply');
  expect(withExtension('/a/scan.2024', filters)).toBe('/a/scan.2024.ply');
  expect(withExtension('/a/mesh.OBJ', filters)).toBe('/a/mesh.OBJ');
});
