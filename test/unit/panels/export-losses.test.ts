/** What formats lose: only what this mesh has is told. */
import { beforeEach, expect, test } from 'vitest';
import { setLanguage } from '../../../src/renderer/app/i18n.ts';
import { EXPORT_FORMATS } from '../../../src/engine/formats/formats.ts';
import { describeExport, lossesOf } from '../../../src/renderer/panels/session/export-losses.ts';

const bare = { hasColors: false, isShifted: false, unit: 'none' } as const;
const rich = { hasColors: true, isShifted: true, unit: 'mm' } as const;

beforeEach(() => setLanguage('en'));

test('PLY, OBJ and GLB lose nothing of the mesh', () => {
  for (const format of ['ply', 'obj', 'glb'] as const) expect(lossesOf(format, rich)).toEqual([]);
});

test('STL loses colours and place where there are some, and shading always', () => {
  expect(lossesOf('stl', bare)).toEqual(['normals']);
  expect(lossesOf('stl', rich)).toEqual(['colors', 'normals', 'shift']);
});

test('the sentence names losses and what programs make of the file', () => {
  expect(describeExport('ply', bare)).toBe('Keeps everything this mesh has.');
  expect(describeExport('stl', rich)).toBe(
    'Loses colours, smooth shading, position in the world. The unit (mm) is not stored.',
  );
  expect(describeExport('obj', rich)).toContain('some programs ignore them');
  expect(describeExport('glb', rich)).toContain('metres');
  expect(describeExport('glb', { ...bare, unit: 'm' })).toBe('Keeps everything this mesh has.');
  expect(describeExport('glb', { ...rich, isConverted: true })).not.toContain('metres');
  expect(describeExport('3mf', rich)).toBe('Loses smooth shading, position in the world.');
  expect(describeExport('3mf', bare)).toBe('Loses smooth shading. Programs take the lengths as millimetres.');
});

test('every format says something in German, too', () => {
  setLanguage('de');
  for (const format of EXPORT_FORMATS) expect(describeExport(format, rich)).toMatch(/^(Behält|Verliert) /);
});
