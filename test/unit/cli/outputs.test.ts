/** What is written where: no result takes the place of an input or of another result, whatever they are called. */
import { link, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EMPTY_JOB } from '../../../src/batch/job.ts';
import { planBatch } from '../../../src/batch/plan.ts';
import { BatchLog } from '../../../src/cli/batch/log.ts';
import { foldersOf, refuseToOverwriteInput } from '../../../src/cli/batch/places.ts';
import { checkBeside, checkDistinct, checkInputs, checkOutput } from '../../../src/cli/check-output.ts';
import { plainText } from '../../../src/cli/plain-text.ts';
import { fileIdentity } from '../../../src/cli/same-file.ts';

let folder = '';
const inFolder = (...names: string[]): string => path.join(folder, ...names);
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'gridpull-outputs-'));
  await mkdir(inFolder('sub'));
  await writeFile(inFolder('scan.ply'), 'ply');
  await symlink('scan.ply', inFolder('link.ply'));
  await link(inFolder('scan.ply'), inFolder('hard.ply'));
  await symlink('.', inFolder('here'));
});
afterEach(() => rm(folder, { recursive: true }));

const NAMES = (): readonly string[] => [
  inFolder('scan.ply'),
  `${folder}/sub/../scan.ply`,
  inFolder('link.ply'),
  inFolder('hard.ply'),
  inFolder('here', 'here', 'link.ply'),
];

describe('files, not names,', () => {
  it('are compared', () => {
    expect(new Set(NAMES().map(fileIdentity)).size).toBe(1);
    expect(fileIdentity(inFolder('sub'))).not.toBe(fileIdentity(folder));
  });

  it('are compared before they are there, in no case and composed', () => {
    const same = [inFolder('new', 'Müller.ply'), inFolder('here', 'new', 'mu\u0308ller.PLY')];
    expect(fileIdentity(same[0]!)).toBe(fileIdentity(same[1]!));
    expect(fileIdentity(inFolder('new.ply'))).not.toBe(fileIdentity(inFolder('sub', 'new.ply')));
  });

  it('keep an input from being replaced under any name', () => {
    for (const name of NAMES()) {
      expect(() => checkOutput([inFolder('scan.ply')], name)).toThrow(/is an input/);
      expect(() => checkOutput([name], inFolder('scan.ply'))).toThrow(/is an input/);
      expect(() => checkBeside([name], inFolder('scan.ply'), true)).toThrow(/is an input/);
    }
    expect(() => checkOutput([inFolder('link.ply')], inFolder('scan.ply'))).toThrow(/link\.ply, under another name/);
    expect(() => checkOutput(NAMES(), inFolder('mesh.ply'))).not.toThrow();
  });

  it('keep two results apart, and an input from counting twice', () => {
    expect(() => checkDistinct([inFolder('mesh.ply'), inFolder('here', 'mesh.ply')])).toThrow(/are one file/);
    expect(() => checkDistinct([inFolder('mesh.ply'), inFolder('mesh.ply')])).toThrow(/is named twice/);
    expect(() => checkDistinct([inFolder('mesh.ply'), inFolder('mesh.ply.json')])).not.toThrow();
    expect(() => checkInputs([inFolder('scan.ply'), inFolder('scan.ply')])).toThrow(/given twice/);
    expect(() => checkInputs(NAMES())).toThrow(/a second time as/);
    expect(() => checkInputs([inFolder('scan.ply'), inFolder('sub')])).not.toThrow();
  });
});

describe('a batch', () => {
  const planned = async (inputs: string, outputs: string, log: string): Promise<void> => {
    const items = planBatch({ ...EMPTY_JOB, input: { ...EMPTY_JOB.input, include: ['*.ply'] } }, [
      { path: 'a.ply', bytes: 3 },
    ]);
    await Promise.resolve();
    refuseToOverwriteInput(foldersOf(inputs, outputs), items, log);
  };

  it('writes onto none of its clouds through links', async () => {
    await mkdir(inFolder('in'));
    await mkdir(inFolder('out'));
    await writeFile(inFolder('in', 'a.ply'), 'ply');
    await expect(planned(inFolder('in'), inFolder('out'), inFolder('log.jsonl'))).resolves.toBeUndefined();
    await expect(planned(inFolder('in'), inFolder('out'), inFolder('here', 'in', 'a.ply'))).rejects.toThrow(
      /one of the clouds; choose another file for --log/,
    );
    await symlink('../in/a.ply', inFolder('out', 'a.ply'));
    await expect(planned(inFolder('in'), inFolder('out'), inFolder('log.jsonl'))).rejects.toThrow(
      /would take the place of a cloud/,
    );
    await symlink('in', inFolder('in-again'));
    expect(() => foldersOf(inFolder('in'), inFolder('in-again'))).toThrow(/is the input folder/);
  });

  it('appends its log to logs only', async () => {
    expect(() => new BatchLog(inFolder('scan.ply'))).toThrow(/is no log/);
    expect(await readFile(inFolder('scan.ply'), 'utf8')).toBe('ply');
    await writeFile(inFolder('empty'), '');
    for (const name of ['new.jsonl', 'empty', 'new.jsonl']) {
      using log = new BatchLog(inFolder(name));
      log.write({ event: 'started' });
    }
    expect((await readFile(inFolder('new.jsonl'), 'utf8')).split('\n')).toHaveLength(3);
  });
});

describe('what a terminal is given', () => {
  it('is not obeyed by it', () => {
    expect(plainText('a\u001b]0;title\u0007b\u009b31m\tc\nd')).toBe('a\\u001b]0;title\\u0007b\\u009b31m\tc\nd');
    expect(plainText('ply.\u202Eylp')).toBe('ply.\\u202eylp');
    expect(plainText('Grüße 🗿 – 5 %')).toBe('Grüße 🗿 – 5 %');
  });

  it('stays the same JSON', () => {
    const value = { name: 'x\u001b\u0085\u2066y' };
    expect(JSON.parse(plainText(JSON.stringify(value)))).toEqual(value);
  });
});
