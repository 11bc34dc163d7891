/** Opening a job: which folders it gets, and which the person is asked about first. */
import { mkdir, mkdtemp, realpath, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FolderGrants } from '../../../src/main/folder-grants.ts';
import { type JobFolders, openJobFile } from '../../../src/main/job-file.ts';

let home = '';
let folders: FolderGrants;
let asked: JobFolders[];
let isAllowed: boolean;

beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'gridpull-job-')));
  await mkdir(join(home, 'jobs', 'scans'), { recursive: true });
  await mkdir(join(home, 'other'));
  [folders, asked, isAllowed] = [new FolderGrants(), [], false];
});
afterEach(() => rm(home, { recursive: true }));

const jobs = () => join(home, 'jobs');
const openText = async (text: string) => {
  await writeFile(join(jobs(), 'night.json'), text);
  return openJobFile(join(jobs(), 'night.json'), folders, async (name, named) => {
    expect(name).toBe('night.json');
    asked.push(named);
    return isAllowed;
  });
};
const openJob = (input: unknown, output?: unknown) =>
  openText(JSON.stringify({ gridpullJob: 1, input: { folder: input }, output: { folder: output } }));

/** Where what it was granted leads, from the job's own folder. */
const placesOf = async (job: Awaited<ReturnType<typeof openText>>) => {
  const own = await folders.grant(jobs(), 'output');
  return job && [folders.between(own.token, job.input.token), folders.between(own.token, job.output.token)];
};

describe('folders beside the job', () => {
  it.each([
    ['an empty job', '{}', ['.', 'meshes']],
    ['no JSON', '{"input":', ['.', 'meshes']],
    ['nothing', '', ['.', 'meshes']],
    ['something else', '[1]', ['.', 'meshes']],
    ['folders of wrong types', '{"input":{"folder":7},"output":"x"}', ['.', 'meshes']],
    ['folders that are not known', '{"input":{"folder":null},"output":{"folder":null}}', ['.', 'meshes']],
    ['folders inside', '{"input":{"folder":"scans"},"output":{"folder":"scans/../deep/er"}}', ['scans', 'deep/er']],
    ['a mark at the beginning', '\ufeff{"input":{"folder":"scans"}}', ['scans', 'meshes']],
    [
      'a report with the job that made it',
      '{"gridpullReport":1,"input":{"path":"a"},"output":{"path":"b"},"job":{"input":{"folder":"scans"},"output":{"folder":"."}}}',
      ['scans', '.'],
    ],
  ])('%s', async (_, text, places) => {
    const job = await openText(text);
    expect(job).toMatchObject({ name: 'night.json', text: text.replace('\ufeff', '') });
    expect(await placesOf(job)).toEqual(places);
    expect(JSON.stringify(job)).not.toContain(home);
    expect(asked).toEqual([]);
  });
});

describe('folders elsewhere', () => {
  it('are asked about, and granted to who agrees', async () => {
    expect(await openJob('../other', 'meshes')).toBeNull();
    expect(asked).toEqual([{ input: join(home, 'other'), output: join(jobs(), 'meshes') }]);
    isAllowed = true;
    expect(await placesOf(await openJob(join(home, 'other'), '../out/new'))).toEqual(['../other', '../out/new']);
    expect(asked).toHaveLength(2);
  });

  it.each([['..'], ['/'], ['scans/../..'], ['../jobs-other'], ['../other']])('%s is elsewhere', async (place) => {
    expect(await openJob('.', place)).toBeNull();
    expect(await openJob(place)).toBeNull();
    expect(asked).toHaveLength(2);
  });

  it.runIf(process.platform !== 'win32')('are found through links', async () => {
    await symlink('../other', join(jobs(), 'link'));
    await symlink('scans', join(jobs(), 'inside'));
    expect(await openJob('link', 'link/new')).toBeNull();
    expect(asked).toEqual([{ input: join(home, 'other'), output: join(home, 'other', 'new') }]);
    expect(await placesOf(await openJob('inside'))).toEqual(['scans', 'meshes']);
  });
});

it('is refused where it cannot be had', async () => {
  await expect(openJob('none')).rejects.toMatchObject({ key: 'missing', values: { name: 'none' } });
  await expect(openJob('night.json')).rejects.toMatchObject({ key: 'notAFolder' });
  await expect(openJob('a\0b')).rejects.toMatchObject({ key: 'leavesFolder' });
  const never = () => Promise.reject(new Error('asked'));
  await expect(openJobFile(join(home, 'none.json'), folders, never)).rejects.toMatchObject({ key: 'missing' });
  await expect(openJobFile(home, folders, never)).rejects.toMatchObject({ key: 'notAFile' });
  await writeFile(join(home, 'large.json'), '');
  await truncate(join(home, 'large.json'), (4 << 20) + 1);
  await expect(openJobFile(join(home, 'large.json'), folders, never)).rejects.toMatchObject({ key: 'jobTooLarge' });
});
