/** What a text file would be read as, before it is. */
import { describe, expect, it } from 'vitest';
import { gzipSync } from 'node:zlib';
import { previewColumns } from '../../../../src/engine/formats/read/preview-columns.ts';
import { quietContext } from '../../../run-context.ts';
import { bytesSource, textSource } from './sources.ts';

const CSV = ['id;Easting;Northing;Height;Note', '1;2,5;3,25;4;"a;b"', '2;2,75;3,5;4;"c"', '3;9,5;3;1;"d"', ''].join(
  '\n',
);

describe('previewColumns', () => {
  it('shows names, roles and the first rows as they stand in the file', async () => {
    const preview = await previewColumns(textSource('scan.csv', CSV), quietContext);
    expect(preview).toEqual({
      columns: [
        { name: 'id', role: '-' },
        { name: 'Easting', role: 'x' },
        { name: 'Northing', role: 'y' },
        { name: 'Height', role: 'z' },
        { name: 'Note', role: '-' },
      ],
      rows: [
        ['1', '2,5', '3,25', '4', 'a;b'],
        ['2', '2,75', '3,5', '4', 'c'],
        ['3', '9,5', '3', '1', 'd'],
      ],
      separator: 'semicolons',
      decimalMark: ',',
      linesAbove: 1,
    });
  });

  it('takes a person’s word, and refuses what the file cannot have', async () => {
    const source = textSource('scan.csv', CSV);
    const preview = await previewColumns(source, quietContext, ['x', 'z', 'y', 'intensity']);
    expect(preview?.columns.map(({ role }) => role)).toEqual(['x', 'z', 'y', 'intensity', '-']);
    const wrong = previewColumns(source, quietContext, ['-', 'x', 'y', '-', '-']);
    await expect(wrong).rejects.toMatchObject({ code: 'option-invalid' });
  });

  it('looks into packed files', async () => {
    const packed = new Uint8Array(gzipSync('1 2 3 40\n1 3 3 44\n2 2 3 38\n'));
    const preview = await previewColumns(bytesSource('a.xyz.gz', packed), quietContext);
    expect(preview?.rows[1]).toEqual(['1', '3', '3', '44']);
    expect(preview?.separator).toBe('blanks');
  });

  it('shows the numbers that were read where a line is not a point', async () => {
    const lines = Array.from({ length: 12 }, (_, i) => `${i}.5 2.25\n${i % 3}.75\n`).join('');
    const preview = await previewColumns(textSource('a.xyz', lines), quietContext);
    expect(preview?.rows.slice(0, 2)).toEqual([
      ['0.5', '2.25', '0.75'],
      ['1.5', '2.25', '1.75'],
    ]);
  });

  it('has nothing to show of files without columns', async () => {
    const ply =
      'ply\nformat ascii 1.0\nelement vertex 1\nproperty float x\nproperty float y\nproperty float z\nend_header\n1 2 3\n';
    expect(await previewColumns(textSource('a.ply', ply), quietContext)).toBeNull();
    const grid = 'ncols 2\nnrows 2\nxllcorner 0\nyllcorner 0\ncellsize 1\n1 2\n3 4\n';
    expect(await previewColumns(textSource('a.asc', grid), quietContext)).toBeNull();
  });
});
