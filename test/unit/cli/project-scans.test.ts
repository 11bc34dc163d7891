/** Where the scans of a project are looked for, and what is told of one that is gone or another. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import type { ProjectScan } from '../../../src/batch/project/project.ts';
import { findScan } from '../../../src/cli/project-scans.ts';

const { signal } = new AbortController();
const TEXT = '1 2 3\n';
let folder = '';
let scan: ProjectScan;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gridpull-scans-'));
  mkdirSync(join(folder, 'scans'));
  mkdirSync(join(folder, 'project'));
  writeFileSync(join(folder, 'scans', 'a.xyz'), TEXT);
  scan = {
    name: 'a.xyz',
    path: '../scans/a.xyz',
    absolute: join(folder, 'scans', 'a.xyz'),
    bytes: TEXT.length,
    sha256: createHash('sha256').update(TEXT).digest('hex'),
  };
});

const find = (change: { instead?: string; changed?: boolean } = {}): Promise<string> =>
  findScan(scan, { folder: join(folder, 'project'), changed: false, ...change }, signal);

it('it is where it was, or where the way from the project leads, or beside the project', async () => {
  expect(await find()).toBe(join(folder, 'scans', 'a.xyz'));
  scan = { ...scan, absolute: '/nowhere/a.xyz' };
  expect(await find()).toBe(join(folder, 'scans', 'a.xyz'));
  scan = { ...scan, path: '../elsewhere/a.xyz' };
  await expect(find()).rejects.toThrow('a.xyz is not where it was (/nowhere/a.xyz); say in which folder');
  writeFileSync(join(folder, 'project', 'a.xyz'), TEXT);
  expect(await find()).toBe(join(folder, 'project', 'a.xyz'));
});

it('another file of its name does not pass for it, unless that is asked for', async () => {
  writeFileSync(join(folder, 'scans', 'a.xyz'), '1 2 4\n');
  await expect(find()).rejects.toThrow('a.xyz has changed since the project was saved');
  expect(await find({ changed: true })).toBe(join(folder, 'scans', 'a.xyz'));
  // One that has its bytes comes before one that lies in its place.
  writeFileSync(join(folder, 'project', 'a.xyz'), TEXT);
  expect(await find()).toBe(join(folder, 'project', 'a.xyz'));
});

it('it is looked for where that is said', async () => {
  mkdirSync(join(folder, 'moved'));
  renameSync(join(folder, 'scans', 'a.xyz'), join(folder, 'moved', 'a.xyz'));
  expect(await find({ instead: join(folder, 'moved') })).toBe(join(folder, 'moved', 'a.xyz'));
  await expect(find({ instead: join(folder, 'scans') })).rejects.toThrow('is not where it was');
});
