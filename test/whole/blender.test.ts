/** The add-on for Blender, on a stand-in for Blender's modules, with the built command line. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { torusPly } from './batch-folders.ts';

interface Step {
  readonly outcome: string[];
  readonly said: [kind: string, words: string][];
  readonly left: string[];
  readonly objects: string[];
}
interface Driven {
  readonly import_file: Step;
  readonly import_bad: Step;
  readonly without_program: Step;
  readonly surface_of_points: Step & { readonly matrix: string };
  readonly written_points: string;
  readonly escaped: object;
  readonly imported: string[];
}

let folder = '';
let driven: Driven;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'gridpull-addon-'));
  const bad = path.join(folder, 'bad.ply');
  writeFileSync(bad, 'no cloud');
  const ring = path.join(folder, 'ring.ply');
  writeFileSync(ring, torusPly(0));
  const program = `${process.execPath} out/cli/index.js`;
  const args = ['test/blender/drive_addon.py', 'integrations/blender/gridpull_blender.py', program];
  const env = { ...process.env, TMPDIR: folder, PYTHONDONTWRITEBYTECODE: '1' };
  // Python is part of what scripts/setup-debian.sh installs.
  const { stdout } = await promisify(execFile)('python3', [...args, ring, bad], { env });
  driven = JSON.parse(stdout) as Driven;
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the add-on for Blender', () => {
  it('makes an object of a file', () => {
    const { import_file: made, imported } = driven;
    expect(made.outcome).toEqual(['FINISHED']);
    expect(made.said.at(-1)).toEqual(['INFO', expect.stringMatching(/^GridPull: \d+ triangles$/)]);
    expect([made.objects, made.left]).toEqual([['ring'], []]);
    expect(imported).toEqual(['glTF', 'glTF']);
  });

  it("says the program's own sentence where a file is none, and where it is not there", () => {
    expect(driven.import_bad).toMatchObject({ outcome: ['CANCELLED'], left: [] });
    expect(driven.import_bad.said).toEqual([['ERROR', expect.stringMatching(/bad\.ply/)]]);
    expect(driven.without_program).toMatchObject({ outcome: ['CANCELLED'], left: [] });
    expect(driven.without_program.said).toEqual([['ERROR', expect.stringMatching(/no-such-gridpull.*preferences/)]]);
  });

  it('makes an object of the points of another, at its place', () => {
    expect(driven.surface_of_points).toMatchObject({
      outcome: ['FINISHED'],
      left: [],
      matrix: 'place of dots @ local',
    });
    expect(driven.surface_of_points.objects).toEqual(['ring', 'dots surface']);
  });

  it('hands points on with their colours', () => {
    const [header, body] = Buffer.from(driven.written_points, 'hex').toString('latin1').split('end_header\n');
    expect(header).toContain('element vertex 4\n');
    const point = Buffer.from(Float32Array.of(1, 2, 3).buffer).toString('latin1') + '\xff\x00\x80';
    expect(body).toBe(point.repeat(4));
  });

  it('ends a run by Esc, and nothing is left of it', () => {
    expect(driven.escaped).toMatchObject({
      begun: ['RUNNING_MODAL'],
      waiting: ['RUNNING_MODAL'],
      ended: ['CANCELLED'],
      running: false,
      left: [],
      said: [['INFO', 'GridPull was ended; nothing was changed']],
    });
  });
});
