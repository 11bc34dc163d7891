/** PLY files that are not as the format's description has them: each kind as some program writes it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReadOptions } from '../../../../src/engine/cloud/point-sample.ts';
import { readCloud } from '../../../../src/engine/formats/read/read-cloud.ts';
import { joinBytes, textBytes } from '../../../formats/format-case.ts';
import { type TestElement, type TestFormat, type TestType, writeTestPly } from '../../../formats/ply-writer.ts';
import { bytesSource, recordingContext } from './sources.ts';

const COUNT = 40;
const at = (i: number): [number, number, number] => [i / 8 + 0.5, -i / 4, (i * i) % 97];
const colorAt = (i: number): [number, number, number] => [(7 * i) % 256, (11 * i) % 256, (200 + i) % 256];
const named = (type: TestType, ...names: readonly string[]) => names.map((name) => ({ name, type }));
const XYZ = named('float', 'x', 'y', 'z');
const RGB = named('uchar', 'red', 'green', 'blue');
const vertices = (properties: TestElement['properties'], record: (i: number) => number[], name = 'vertex') => ({
  name,
  properties,
  records: Array.from({ length: COUNT }, (_, i) => record(i)),
});
const plain = (format: TestFormat = 'ascii', lineEnd = '\n') =>
  writeTestPly(format, [vertices(XYZ, at)], { comments: [], lineEnd });
const colored = writeTestPly('ascii', [vertices([...XYZ, ...RGB], (i) => [...at(i), ...colorAt(i)])], { comments: [] });
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text, 'latin1'));
/** The file with its body changed. */
const withBody = (bytes: Uint8Array, change: (body: string) => string): Uint8Array<ArrayBuffer> => {
  const [head, body] = textOf(bytes).split('end_header\n') as [string, string];
  return bytesOf(`${head}end_header\n${change(body)}`);
};
const withHead = (bytes: Uint8Array, from: string | RegExp, to: string): Uint8Array<ArrayBuffer> =>
  bytesOf(textOf(bytes).replace(from, to));

async function read(bytes: Uint8Array, options: ReadOptions = {}, chunks: number | number[] = 65536, knowsSize = true) {
  const { context, warnings } = recordingContext();
  const cloud = await readCloud(bytesSource('a.ply', bytes, chunks, knowsSize), context, options);
  return { cloud, warnings };
}

const POSITIONS = Float32Array.from(Array.from({ length: COUNT }, (_, i) => at(i)).flat());
const COLORS = Uint8Array.from(Array.from({ length: COUNT }, (_, i) => colorAt(i)).flat());

interface Dialect {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly isColored?: true;
  readonly warning?: RegExp;
}

const DIALECTS: Readonly<Record<string, Dialect>> = {
  'colours beside another red': {
    bytes: writeTestPly(
      'ascii',
      [vertices([...XYZ, ...named('uchar', 'Rf', 'R', 'G', 'B')], (i) => [...at(i), 99, ...colorAt(i)])],
      { comments: [] },
    ),
    isColored: true,
  },
  'decimal commas': { bytes: withBody(plain(), (body) => body.replaceAll('.', ',')) },
  'decimal commas beside colours': { bytes: withBody(colored, (body) => body.replaceAll('.', ',')), isColored: true },
  'decimal commas between semicolons': {
    bytes: withBody(plain(), (body) => body.replaceAll('.', ',').replaceAll(' ', ';')),
  },
  'commas between values': { bytes: withBody(plain(), (body) => body.replaceAll(' ', ', ')) },
  'a vertex over two lines': {
    bytes: withBody(colored, (body) => body.replaceAll(/^(\S+ \S+ \S+) /gm, '$1 \n')),
    isColored: true,
  },
  'a vertex over three lines': { bytes: withBody(plain(), (body) => body.replaceAll(' ', '\n')) },
  'line ends LF CR before binary data': { bytes: plain('binary_little_endian', '\n\r') },
  'line ends LF CR': { bytes: plain('ascii', '\n\r') },
  'line ends CR behind a header of LF': { bytes: withBody(plain(), (body) => body.replaceAll('\n', '\r')) },
  'line ends CRLF behind a header of LF': { bytes: withBody(plain(), (body) => body.replaceAll('\n', '\r\n')) },
  'a header line without comment': {
    bytes: withHead(plain(), 'element', 'Created by a program - www.example.org\nelement'),
    warning: /header line 3 \("Created by a program.*was ignored/,
  },
  'a header line without comment behind the properties': {
    bytes: withHead(plain('binary_big_endian'), 'end_header', 'my own remark\nend_header'),
    warning: /header line 7/,
  },
  'a byte order mark': { bytes: joinBytes(Uint8Array.of(0xef, 0xbb, 0xbf), plain()) },
  'a byte order mark before binary data': {
    bytes: joinBytes(Uint8Array.of(0xef, 0xbb, 0xbf), plain('binary_little_endian')),
  },
  'a leading blank': { bytes: joinBytes(textBytes(' '), plain('binary_little_endian')) },
  'leading lines': { bytes: joinBytes(textBytes('\n\n'), plain()) },
  'comments among the data': {
    bytes: withBody(plain(), (body) => `# exported points\n${body.replace('\n', '\ncomment half\nobj_info x\n')}`),
    warning: /3 lines of comment among the data were ignored \(first in line 8\)/,
  },
  'capitals everywhere': {
    bytes: bytesOf(textOf(plain()).replace(/^[^]*end_header/, (head) => head.toUpperCase())),
  },
  'an element called points': { bytes: withHead(plain(), 'element vertex', 'element Points') },
  'an element called vertices': {
    bytes: withHead(plain('binary_little_endian'), 'element vertex', 'element vertices'),
  },
  'text that is said to be binary': {
    bytes: withHead(plain(), 'ascii', 'binary_little_endian'),
    warning: /says binary_little_endian, but the data is text/,
  },
  'an incomplete colour set': {
    bytes: writeTestPly('ascii', [vertices([...XYZ, ...RGB.slice(0, 2)], (i) => [...at(i), 1, 2])], { comments: [] }),
    warning: /have red and green but no blue, so red and green was left out/,
  },
  'an incomplete normal': {
    bytes: writeTestPly('ascii', [vertices([...XYZ, ...named('float', 'nz')], (i) => [...at(i), 1])], { comments: [] }),
    warning: /have nz but no nx and ny/,
  },
  faces: {
    bytes: writeTestPly(
      'binary_little_endian',
      [
        vertices(XYZ, at),
        {
          name: 'face',
          properties: [{ name: 'vertex_indices', type: 'double', countType: 'uchar' }],
          records: [[[0, 1, 2]], [[2, 3, 4]]],
        },
      ],
      { comments: [] },
    ),
    warning: /faces are left out \(the file has 2\)/,
  },
  'fewer vertices promised than there are': {
    bytes: joinBytes(plain(), textBytes('9 9 9\n')),
    warning: /text after the last vertex/,
  },
};

describe.each(Object.entries(DIALECTS))('%s', (_, { bytes, isColored, warning }) => {
  test('is read right, in any chunks, whether the size is known or not', async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(sizes, fc.boolean(), async (chunks, knowsSize) => {
        const { cloud, warnings } = await read(bytes, {}, chunks, knowsSize);
        expect(cloud.positions).toEqual(POSITIONS);
        expect(cloud.colors).toEqual(isColored && COLORS);
        expect(cloud.normals).toBeUndefined();
        expect(warnings).toEqual(warning ? [expect.stringMatching(warning)] : []);
      }),
      { numRuns: 12 },
    );
  });

  test('with a flipped byte gives points or a code', async () => {
    const flips = fc.tuple(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), fc.boolean());
    await fc.assert(
      fc.asyncProperty(flips, async ([place, mask, partial]) => {
        const flipped = bytes.slice();
        flipped[place]! ^= mask;
        const error: unknown = await read(flipped, { partial }).then(
          () => undefined,
          (reason: unknown) => reason,
        );
        if (error !== undefined) expect(error).toHaveProperty('code', expect.stringMatching(/^cloud-(format|empty)$/));
      }),
      { numRuns: 30 },
    );
  });
});

describe('a cut file', () => {
  const list = vertices([...XYZ, { name: 'w', type: 'uchar', countType: 'uchar' } as const], at);
  const lists = { ...list, records: list.records.map((record, i) => [...record, Array<number>(i % 3).fill(1)]) };
  test.each([
    ['ascii', colored],
    ['binary', plain('binary_little_endian')],
    ['lists', writeTestPly('binary_big_endian', [lists])],
    ['two lines a vertex', DIALECTS['a vertex over two lines']!.bytes],
  ])('%s gives its whole points where that is asked for, and is refused else', async (_, bytes) => {
    const start = Buffer.from(bytes).indexOf('end_header\n') + 11;
    const cuts = fc.tuple(fc.integer({ min: start, max: bytes.length - 6 }), fc.boolean());
    await fc.assert(
      fc.asyncProperty(cuts, async ([cut, knowsSize]) => {
        const part = bytes.subarray(0, cut);
        await expect(read(part, {}, 64, knowsSize)).rejects.toMatchObject({ code: 'cloud-format' });
        const answer = await read(part, { partial: true }, 64, knowsSize).catch((error: unknown) => error);
        if (answer instanceof Error) {
          expect(answer).toMatchObject({ code: 'cloud-format' });
          return;
        }
        const { cloud, warnings } = answer as Awaited<ReturnType<typeof read>>;
        expect(cloud.positions).toEqual(POSITIONS.subarray(0, cloud.positions.length));
        expect(warnings).toEqual([
          expect.stringContaining(`ends after ${cloud.stats.pointCount} of the ${COUNT} points`),
        ]);
      }),
    );
  });

  test('has all points but the one that is cut', async () => {
    const bytes = plain('binary_little_endian');
    expect((await read(bytes.subarray(0, -1), { partial: true })).cloud.stats.pointCount).toBe(COUNT - 1);
    // The last line may be a cut number.
    expect((await read(colored.subarray(0, -30), { partial: true })).cloud.stats.pointCount).toBeLessThan(COUNT);
  });
});

describe('is refused', () => {
  const doubled = writeTestPly('ascii', [
    vertices([...XYZ, ...named('float', 'a', 'b', 'c')], (i) => [...at(i), 0, 0, 0]),
  ]);
  const big = Array.from({ length: 300 }, (_, i) => [i / 7 + 2, i / 9 + 3, i / 11 + 4]);
  test.each([
    ['binary data that is said to be text', withHead(plain('binary_little_endian'), 'binary_little_endian', 'ascii'), /says ascii, but the data from byte \d+ on is binary/], // prettier-ignore
    ['the wrong byte order', withHead(writeTestPly('binary_big_endian', [{ name: 'vertex', properties: XYZ, records: big }]), 'big', 'little'), /The byte order or the type/], // prettier-ignore
    ['a lost value', withBody(plain(), (body) => body.replace(/^\S+ /, '')), /line 8 \(vertex 0 of 40\) has 2 values where its properties need 3/], // prettier-ignore
    ['a lost value further on', withBody(plain(), (body) => body.replace(/\n\S+ /, '\n')), /line 9 \(vertex 1 of 40\) has 2 values/], // prettier-ignore
    ['lines of half a record each', withBody(doubled, (body) => body.replaceAll(' 0 0 0', '')), /has 3 values where its properties need 6/], // prettier-ignore
    ['a misspelt property', withHead(plain(), 'property float y', 'propery float y'), /not a PLY header line/],
    ['a misspelt element', withHead(plain(), 'element vertex', 'elment vertex'), /not a PLY header line/],
    [
      'more vertices promised than there are',
      withHead(plain(), 'vertex 40', 'vertex 41'),
      /after 40 of the 41 vertices/,
    ],
  ])('%s', async (_, bytes, message) => {
    for (const partial of [false, true]) {
      if (partial && /after 40/.test(message.source)) continue;
      await expect(read(bytes, { partial })).rejects.toMatchObject({ code: 'cloud-format', message });
    }
  });
});

describe('properties', () => {
  test('of 64 bits are numbers, and in front of others move them', async () => {
    const parts = Array.from({ length: COUNT }, (_, i) => {
      const view = new DataView(new ArrayBuffer(28));
      view.setBigUint64(0, 1_700_000_000_000_000n + BigInt(i), true);
      at(i).forEach((value, axis) => view.setFloat32(8 + 4 * axis, value, true));
      view.setBigInt64(20, BigInt(-i), true);
      return new Uint8Array(view.buffer);
    });
    const head = `ply\nformat binary_little_endian 1.0\nelement vertex ${COUNT}\nproperty uint64 timestamp\nproperty float x\nproperty float y\nproperty float z\nproperty int64 scalar_Intensity\nend_header\n`;
    const { cloud } = await read(joinBytes(textBytes(head), ...parts));
    expect(cloud.positions).toEqual(POSITIONS);
    expect(cloud.attributes!.time).toEqual(Float64Array.from({ length: COUNT }, (_, i) => 1_700_000_000_000_000 + i));
    expect(cloud.attributes!.intensity).toEqual(Float32Array.from({ length: COUNT }, (_, i) => 0 - i));
  });

  test('of CloudCompare become attributes', async () => {
    const names = ['scalar_Intensity', 'scalar_Classification', 'scalar_GpsTime', 'scalar_ReturnNumber', 'scalar_NumberOfReturns', 'scalar_Original_cloud_index']; // prettier-ignore
    const record = (i: number): number[] => [...at(i), i / 2, i % 9, 1e5 + i, 1 + (i % 3), 3, i % 2];
    const bytes = writeTestPly('binary_big_endian', [vertices([...XYZ, ...named('double', ...names)], record)]);
    const { intensity, classification, time, returnNumber, returnCount, scan } = (await read(bytes)).cloud.attributes!;
    const columns = [intensity, classification, time, returnNumber, returnCount, scan];
    columns.forEach((column, k) =>
      expect([...column!]).toEqual(Array.from({ length: COUNT }, (_, i) => record(i)[3 + k])),
    );
  });

  test('of signed bytes are colours of unsigned ones', async () => {
    const signed = (value: number): number => (value > 127 ? value - 256 : value);
    const properties = [...XYZ, ...named('char', 'red', 'green', 'blue')];
    const bytes = writeTestPly('binary_little_endian', [
      vertices(properties, (i) => [...at(i), ...colorAt(i).map(signed)]),
    ]);
    expect((await read(bytes)).cloud.colors).toEqual(COLORS);
  });

  test('of 16 bits with values of 8 are colours of 8', async () => {
    const properties = [...XYZ, ...named('ushort', 'red', 'green', 'blue')];
    const bytes = writeTestPly('binary_little_endian', [vertices(properties, (i) => [...at(i), ...colorAt(i)])]);
    expect((await read(bytes)).cloud.colors).toEqual(COLORS);
  });

  test('with lists between them are read where one place fills several batches', async () => {
    const properties = [{ name: 'w', type: 'uchar', countType: 'uchar' } as const, ...XYZ];
    const records = Array.from({ length: 5000 }, (_, i) => [
      Array<number>(i % 3).fill(7),
      ...(i < 4500 ? [1, 2, 3] : at(i)),
    ]);
    const { cloud } = await read(writeTestPly('binary_little_endian', [{ name: 'vertex', properties, records }]));
    expect(cloud.positions).toEqual(Float32Array.from(records.flatMap((record) => record.slice(1) as number[])));
  });
});
