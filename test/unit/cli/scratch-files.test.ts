/** Files for points that memory does not hold: what is written comes back, and nothing of them is left. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { holdsAll, ScratchFiles, wholePointsOf } from '../../../src/cli/scratch-files.ts';
import { type ReconstructOptions, validateOptions, WORK_LIMITS } from '../../../src/engine/index.ts';
import { newFolder } from '../../whole/batch-folders.ts';

const LIMITS = { wholePoints: 100, copies: 1 };

describe('a scratch file', () => {
  it('gives back what was written at any place, beside others, and leaves no name', () => {
    const folder = newFolder();
    {
      using scratch = new ScratchFiles(join(folder, 'mesh.ply'), LIMITS);
      const [one, two] = [scratch.open(), scratch.open()];
      one.write(Uint8Array.of(1, 2, 3, 4), 0);
      two.write(Uint8Array.of(9), 0);
      one.write(Uint8Array.of(7, 8), 1);
      const back = new Uint8Array(3);
      one.read(back, 1);
      expect([...back]).toEqual([7, 8, 4]);
      expect(() => one.read(back, 2)).toThrow('a scratch file ends before byte 5');
      if (process.platform !== 'win32') expect(readdirSync(folder)).toEqual([]);
      two.close();
    }
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is refused beforehand where the disk has no room, and where there is no folder', () => {
    const folder = newFolder();
    using scratch = new ScratchFiles(join(folder, 'mesh.ply'), LIMITS);
    scratch.reserve(1000);
    expect(() => scratch.reserve(3e18)).toThrow(
      /^the points take 3\.00e\+9 GB of the disk of \S+ while they are put in order, and \d[\d.e+]* GB are free; free some space or write elsewhere$/,
    );
    using nowhere = new ScratchFiles(join(folder, 'no/mesh.ply'), LIMITS);
    expect(() => nowhere.open()).toThrow('no/mesh.ply cannot be written: the directory');
    expect(() => nowhere.reserve(1)).toThrow('no/mesh.ply cannot be written: the directory');
  });
});

it('all points are held for those options that ask for more than a share', () => {
  expect(holdsAll(validateOptions({}))).toBe(false);
  const asking: Partial<ReconstructOptions>[] = [
    { preset: 'paper' },
    { alignScans: true },
    { cleanedCloud: true },
    { trim: 0 },
    { texture: 1024 },
  ];
  for (const options of asking) {
    expect(holdsAll(validateOptions(options)), JSON.stringify(options)).toBe(true);
  }
  expect([wholePointsOf({}), wholePointsOf({ wholePoints: 5 })]).toEqual([WORK_LIMITS.wholePoints, 5]);
});
