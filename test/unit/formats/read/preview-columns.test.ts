/** What a text file would be read as, before it is. */
import { describe, expect, it } from 'vitest';
import { gzipSync } from 'node:zlib';
import type { DialectChoice } from '../../../../src/engine/cloud/point-sample.ts';
import { readCloud } from '../../../../src/engine/formats/read/read-cloud.ts';
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
    const preview = await previewColumns(source, quietContext, { columns: ['x', 'z', 'y', 'intensity'] });
    expect(preview?.columns.map(({ role }) => role)).toEqual(['x', 'z', 'y', 'intensity', '-']);
    const wrong = previewColumns(source, quietContext, { columns: ['-', 'x', 'y', '-', '-'] });
    await expect(wrong).rejects.toMatchObject({ code: 'option-invalid' });
  });

  it('takes a person’s word for separator and decimal mark, as the reader does', async () => {
    // Three numbers with decimal commas, or six.
    const source = textSource('a.txt', '1,5 2,5 3,5\n2,25 4,5 1,5\n3,5 1,5 2,5\n');
    const read = async (dialect: DialectChoice) => {
      const preview = await previewColumns(source, quietContext, { dialect });
      const { positions } = await readCloud(source, quietContext, { dialect });
      return [preview!.separator, preview!.decimalMark, preview!.columns.length, ...positions.subarray(0, 3)];
    };
    expect(await read({})).toEqual(['blanks', ',', 3, 1.5, 2.5, 3.5]);
    expect(await read({ separator: 'blanks and other signs', decimalMark: '.' })).toEqual([
      ...['blanks and other signs', '.', 6],
      ...[1, 5, 2],
    ]);
    await expect(previewColumns(source, quietContext, { dialect: { separator: 'tabs' } })).rejects.toMatchObject({
      code: 'cloud-format',
    });
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
