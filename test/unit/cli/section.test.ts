/** `gridpull section` from a mesh file to its drawing, without a process of its own. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { planeOf } from '../../../src/cli/arguments.ts';
import { section, type SectionArguments } from '../../../src/cli/commands/section.ts';
import { quietContext } from '../../run-context.ts';
import { cube } from '../../shapes/faulty-meshes.ts';
import { objText } from '../../shapes/mesh-bytes.ts';

const folder = mkdtempSync(join(tmpdir(), 'gridpull-section-'));
const input = join(folder, 'cube.obj');
// From (1, 2, 3) to (5, 6, 7).
writeFileSync(input, objText(cube(1, 2, 3, 4)));

const plane = planeOf('--plane');
const run = (name: string, text: string, more: Partial<SectionArguments> = {}): Promise<string> =>
  section(input, { output: join(folder, name), plane: plane(text), ...more }, quietContext);

it('writes the outline as SVG and DXF, and says what it is', async () => {
  const output = join(folder, 'plan.svg');
  expect(await run('plan.svg', 'z=4', { unit: 'm' })).toBe(
    `${output}: 1 curve, 1 closed\n  length     16 m\n  encloses   16 m²\n`,
  );
  expect(readFileSync(output, 'utf8')).toContain('width="4016mm"');
  // What it wrote itself it replaces.
  const figures = JSON.parse(await run('plan.svg', '3,4,5,0,0,2', { json: true })) as object;
  expect(figures).toMatchObject({ curves: 1, closed: 1, length: 16, area: 16, plane: { normal: [0, 0, 2] } });
  await run('plan.DXF', 'y=4');
  expect(readFileSync(join(folder, 'plan.DXF'), 'latin1')).toMatch(/^999\nGridPull section[^]*\n0\nPOLYLINE\n/);
});

it('says where the mesh is that the plane misses, and writes nothing', async () => {
  await expect(run('none.svg', 'x=9')).rejects.toMatchObject({
    code: 'option-invalid',
    message: `The plane does not meet ${input}, which reaches from (1, 2, 3) to (5, 6, 7).`,
  });
  expect(() => readFileSync(join(folder, 'none.svg'))).toThrow('ENOENT');
});

it('refuses other endings, and files that it did not write', async () => {
  await expect(run('plan.pdf', 'z=4')).rejects.toThrow('allowed: .svg or .dxf');
  writeFileSync(join(folder, 'own.svg'), '<svg/>');
  await expect(run('own.svg', 'z=4')).rejects.toThrow('give --force');
  await run('own.svg', 'z=4', { force: true });
});

it.each(['', 'w=1', 'z=', 'z=1e', '1,2,3', '1,2,3,0,0,0', '1,2,3,4,5,6,7', 'z=Infinity'])(
  'refuses the plane «%s»',
  (text) => expect(() => plane(text)).toThrow('allowed: x=, y= or z= and a number'),
);
