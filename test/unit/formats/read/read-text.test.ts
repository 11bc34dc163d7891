import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCloud } from '../../../../src/engine/formats/read/read-cloud.ts';
import { recordingContext, textSource } from './sources.ts';

async function read(text: string, name = 'a.xyz') {
  const { context, warnings } = recordingContext();
  return { cloud: await readCloud(textSource(name, text, 13), context), warnings };
}

test('any float64 numbers, separators and chunks give the numbers that Number() gives', async () => {
  const coordinate = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e30, max: 1e30 });
  const points = fc.array(fc.tuple(coordinate, coordinate, coordinate), { minLength: 1, maxLength: 20 });
  const separator = fc.constantFrom(' ', '\t', ',', ';', ', ', '  ');
  const lineEnd = fc.constantFrom('\n', '\r\n', '\r');
  const chunkSizes = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 });
  await fc.assert(
    fc.asyncProperty(points, separator, lineEnd, chunkSizes, async (triples, blank, end, sizes) => {
      const text = triples.map((triple) => triple.join(blank)).join(end);
      const cloud = await readCloud(textSource('a.txt', text, sizes), recordingContext().context);
      const expected = triples.flatMap((triple) =>
        triple.map((value, axis) => Number(String(value)) - cloud.shift[axis as 0]),
      );
      expect(cloud.positions).toEqual(Float32Array.from(expected));
      // Text has 0 for −0.
      expect(cloud.stats.min[0]).toBe(Math.min(...triples.map(([x]) => x + 0)));
    }),
  );
});

describe('columns', () => {
  const normal = (i: number) => `${Math.cos(i).toFixed(4)} ${Math.sin(i).toFixed(4)} 0`;
  const lines = (line: (i: number) => string) => Array.from({ length: 300 }, (_, i) => line(i)).join('\n');
  const color = (i: number) => `${i % 256} 7 255`;

  test.each([
    ['x y z intensity', (i: number) => `${i} 1 2 -120`, false, false],
    ['x y z r g b', (i: number) => `${i} 1 2 ${color(i)}`, false, true],
    ['x y z nx ny nz', (i: number) => `${i} 1 2 ${normal(i)}`, true, false],
    ['x y z i r g b', (i: number) => `${i} 1 2 -120 ${color(i)}`, false, true],
    ['x y z r g b nx ny nz', (i: number) => `${i} 1 2 ${color(i)} ${normal(i)}`, true, true],
    ['x y z nx ny nz r g b', (i: number) => `${i} 1 2 ${normal(i)} ${color(i)}`, true, true],
    ['x y z i r g b nx ny nz', (i: number) => `${i} 1 2 5 ${color(i)} ${normal(i)}`, true, true],
  ])('%s', async (_, line, hasNormals, hasColors) => {
    const { cloud, warnings } = await read(lines(line));
    expect([...cloud.positions.subarray(3, 6)]).toEqual([1, 1, 2]);
    expect(cloud.normals && [...cloud.normals.subarray(3, 6)]).toEqual(
      hasNormals ? [Math.fround(0.5403), Math.fround(0.8415), 0] : undefined,
    );
    expect(cloud.colors && [...cloud.colors.subarray(3, 6)]).toEqual(hasColors ? [1, 7, 255] : undefined);
    expect(warnings).toEqual([]);
  });

  test('colours of 16 bits and of floats are scaled', async () => {
    expect([...(await read(lines((i) => `${i} 0 0 65535 0 32896`))).cloud.colors!.subarray(0, 3)]).toEqual([
      255, 0, 128,
    ]);
    expect([...(await read(lines((i) => `${i} 0 0 .5 .25 1.0`))).cloud.colors!.subarray(0, 3)]).toEqual([128, 64, 255]);
  });

  test('columns that are neither are named and ignored', async () => {
    const { cloud, warnings } = await read(lines((i) => `${i} 1 2 -7 80000 3.5`));
    expect([cloud.normals, cloud.colors]).toEqual([undefined, undefined]);
    expect(warnings).toEqual([expect.stringContaining('columns 4, 5, 6')]);
  });

  test.each(['Z,Y,X,R,G,B', '//Z Y X R G B', '"z";"y";"x";"red";"green";"blue"'])('names %s decide', async (names) => {
    const { cloud } = await read(`${names}\n${lines((i) => `${i} 1 2 1 2 3`)}`);
    expect([...cloud.positions.subarray(3, 6)]).toEqual([2, 1, 1]);
    expect([...cloud.colors!.subarray(0, 3)]).toEqual([1, 2, 3]);
  });

  test('a header line of other words is passed over', async () => {
    const { cloud, warnings } = await read('Easting Northing Height\n1 2 3\n4 5 6\n');
    expect([...cloud.positions]).toEqual([1, 2, 3, 4, 5, 6]);
    expect(warnings).toEqual([]);
  });

  test('decimal commas between blanks or semicolons', async () => {
    for (const blank of [' ', ';', '\t']) {
      const { cloud } = await read(`1,5${blank}2,25${blank}-3\n4,125${blank}5,0${blank}1,5e1\n`);
      expect([...cloud.positions]).toEqual([1.5, 2.25, -3, 4.125, 5, 15]);
    }
  });
});

describe('odd lines', () => {
  test('ragged lines and words are skipped, and the first is named', async () => {
    const { cloud, warnings } = await read('# head\n1 2 3\n4 5\n7 8 x9\n1 1 1\n1 2 3 4\n');
    expect([...cloud.positions]).toEqual([1, 2, 3, 1, 1, 1]);
    expect(cloud.stats.pointCount).toBe(2);
    expect(warnings).toEqual([expect.stringMatching(/3 lines were skipped, the first is line 3 with 2 columns/)]);
  });

  test('nan and infinities of all C libraries are dropped as points, not as lines', async () => {
    const { cloud, warnings } = await read(
      'nan 0 0\n1 2 3\n0 -inf 0\n0 0 1.#QNAN\nInfinity 0 -nan(ind)\n0 -1.#IND 0\n',
    );
    expect([...cloud.positions]).toEqual([1, 2, 3]);
    expect(cloud.stats).toMatchObject({ pointCount: 6, finiteCount: 1 });
    expect(warnings).toHaveLength(1);
  });

  test('a PTS count that is wrong is said', async () => {
    const { cloud, warnings } = await read('3\n1 2 3\n4 5 6\n', 'a.pts');
    expect(cloud.stats.pointCount).toBe(2);
    expect(warnings).toEqual([expect.stringContaining('promises 3 points, but 2')]);
  });

  test('a byte order mark and a missing last line end do not matter', async () => {
    const { cloud } = await read('\ufeff1 2 3\n4 5 6');
    expect([...cloud.positions]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test.each([
    ['only comments', '# nothing\n\n// at all\n', 'cloud-empty', /holds no points/],
    [
      'only words',
      'these are words\nand these too\n',
      'cloud-format',
      /text without points.*line 1: "these are words"/,
    ],
    ['a novel in one line', 'x'.repeat(2 ** 20 + 100), 'cloud-format', /text without points/],
    ['a novel after points', `1 2 3\n4 5 6\n${'x'.repeat(2 ** 20 + 100)}`, 'cloud-format', /longer than a million/],
  ])('%s', async (_, text, code, message) => {
    const source = textSource('a.asc', text);
    await expect(readCloud(source, recordingContext().context)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message) as string,
    });
  });
});
