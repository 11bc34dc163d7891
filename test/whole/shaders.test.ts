/** Kernels' code as files, and files in the place of kernels, from outside. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { isOneLine, runCli } from './cli.ts';
import { writeSmallHill } from './small-hill.ts';

const KERNEL = 'field/chebyshev_step.wgsl';

const place = mkdtempSync(join(tmpdir(), 'gridpull-shaders-'));
const written = join(place, 'written');
const cloud = writeSmallHill(place);
const mesh = (name: string): string => join(place, `${name}.ply`);
const reconstruct = (name: string, ...more: string[]) =>
  runCli(['reconstruct', cloud, '--resolution', '64', '--software', '-o', mesh(name), ...more]);

/** A folder with one shader in it. */
function folderWith(name: string, code: string, kernel = KERNEL): string {
  const folder = join(place, name);
  mkdirSync(dirname(join(folder, kernel)), { recursive: true });
  writeFileSync(join(folder, kernel), code);
  return folder;
}

let code = '';
beforeAll(async () => {
  const run = await reconstruct('plain', '--write-shaders', written);
  expect(run.code, run.stderr).toBe(0);
  code = readFileSync(join(written, KERNEL), 'utf8');
});

it('are written complete, one file a kernel of the run', () => {
  const files = readdirSync(written, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.wgsl'));
  expect(files).toContain(KERNEL);
  expect(files).toContain('surface/emit_vertices.wgsl');
  expect(files).not.toContain('paper/pull_queries.wgsl');
  expect(code).toContain('fn main(');
  expect(code).not.toContain('#include');
});

describe('in the place of kernels', () => {
  it('make the same mesh where they are the same, and are named in the report, idle ones too', async () => {
    const folder = folderWith('same', code);
    const idle = join(folderWith('same', code, 'paper/adam_step.wgsl'), 'paper/adam_step.wgsl');
    const run = await reconstruct('same', '--use-shaders', folder, '--json', '--quiet');
    expect(run.code, run.stderr).toBe(0);
    expect(readFileSync(mesh('same')).equals(readFileSync(mesh('plain')))).toBe(true);
    const { warnings } = JSON.parse(run.stdout) as { warnings: string[] };
    expect(warnings[0]).toContain(
      `The code of these kernels came from files: field/chebyshev_step (${join(folder, KERNEL)})`,
    );
    expect(warnings).toContain(`${idle} replaced nothing: this run has no use for its kernel`);
  });

  it('make another mesh where they are others', async () => {
    const idle = code.replace(/(fn main\([^{]*\{)/, '$1\n  if (true) { return; }');
    const run = await reconstruct('idle', '--use-shaders', folderWith('idle', idle));
    expect(run.code, run.stderr).toBe(0);
    expect(run.stderr).toContain('came from files');
    expect(readFileSync(mesh('idle')).equals(readFileSync(mesh('plain')))).toBe(false);
  });

  it('may order their parameters anew', async () => {
    const members = /struct Params \{([^}]*)\}/.exec(code)?.[1] ?? '';
    const reversed =
      members
        .replace(/\/\/.*/g, '')
        .match(/\w+\s*:\s*\w+/g)
        ?.reverse()
        .join(', ') ?? '';
    const turned = code.replace(members, ` ${reversed} `);
    expect(turned).not.toBe(code);
    const run = await reconstruct('turned', '--use-shaders', folderWith('turned', turned));
    expect(run.code, run.stderr).toBe(0);
    expect(readFileSync(mesh('turned')).equals(readFileSync(mesh('plain')))).toBe(true);
  });

  it.each([
    ['that do not parse', 'unparsed', (text: string) => `${text}\nlet x = ;\n`, /:\d+:\d+ .*let x = ;/],
    [
      'without an entry point',
      'headless',
      (text: string) => text.replace('fn main(', 'fn other('),
      /makes no pipeline/,
    ],
    [
      'with another workgroup',
      'regrouped',
      (text: string) => text.replace(/@workgroup_size\(\d+/, '@workgroup_size(32'),
      /@workgroup_size is 32; the program counts on \d+/,
    ],
    [
      'with other parameters',
      'renamed',
      (text: string) => text.replace(/struct Params \{/, 'struct Params { other: u32,'),
      /struct Params has other: u32; the program gives no other/,
    ],
  ])('are refused %s, by file', async (_, name, change, message) => {
    const changed = change(code);
    expect(changed).not.toBe(code);
    const folder = folderWith(name, changed);
    const run = await reconstruct(name, '--use-shaders', folder, '--quiet');
    expect(run.code).toBe(1);
    expect(isOneLine(run.stderr), run.stderr).toBe(true);
    expect(run.stderr).toContain(join(folder, KERNEL));
    expect(run.stderr).toMatch(message);
    expect(existsSync(mesh(name))).toBe(false);
  });

  it('are refused where no kernel has their name', async () => {
    const folder = folderWith('unknown', code, 'field/solve_it_all.wgsl');
    const run = await reconstruct('unknown', '--use-shaders', folder, '--quiet');
    expect(run.code).toBe(2);
    expect(isOneLine(run.stderr), run.stderr).toBe(true);
    expect(run.stderr).toContain(`${join(folder, 'field/solve_it_all.wgsl')}: there is no kernel field/solve_it_all`);
  });

  it.each([
    ['an empty folder', [], 'has no .wgsl files'],
    ['no folder', ['nowhere'], 'there is no such folder'],
  ])('are asked for where there is %s', async (_, names, message) => {
    const folder = join(mkdtempSync(join(place, 'empty-')), ...names);
    const run = await reconstruct('none', '--use-shaders', folder, '--quiet');
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(message);
  });
});

it('are not written over what is there', async () => {
  const run = await reconstruct('again', '--write-shaders', written, '--quiet');
  expect(run.code).toBe(1);
  expect(isOneLine(run.stderr), run.stderr).toBe(true);
  expect(run.stderr).toContain('is not empty');
});
