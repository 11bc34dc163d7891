/** Meshes as clouds: OBJ, OFF, STL and GLB. */
import { describe, expect, test } from 'vitest';
import { writeStl } from '../../../formats/foreign-writers.ts';
import { meshBytes } from '../../../shapes/mesh-bytes.ts';
import { tetrahedron } from '../../../shapes/meshes.ts';
import { answerTo, cloudOf, expectCutsAreTold, expectFlipsAreSurvived, placesIn, refusalOf } from './damage.ts';

const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
const lines = (make: (i: number) => string, count = 30): string =>
  Array.from({ length: count }, (_, i) => `${make(i)}\n`).join('');
const place = (i: number): string => `${i} ${i / 4} ${(i * i) / 8}`;
const FLAT = Float32Array.from(Array.from({ length: 30 }, (_, i) => [i, i / 4, (i * i) / 8]).flat());
const MESH = /the file is a mesh of/;

describe('OBJ', () => {
  test('vertices alone are a cloud, without a warning', async () => {
    const { positions, stats, colors, normals } = await cloudOf(
      'a.obj',
      bytesOf(`# by hand\n${lines((i) => `v ${place(i)}`)}`),
    );
    expect([positions, colors, normals]).toEqual([FLAT, undefined, undefined]);
    expect(stats.warnings).toEqual([]);
  });

  test('colours are shares of 1, or bytes', async () => {
    const shares = await cloudOf('a.obj', bytesOf(lines((i) => `v ${place(i)} 1 0 ${i % 2}`)));
    expect([...shares.colors!.subarray(0, 6)]).toEqual([255, 0, 0, 255, 0, 255]);
    const whole = await cloudOf('a.obj', bytesOf(lines((i) => `v ${place(i)} 255 0 ${i}`)));
    expect([...whole.colors!.subarray(0, 6)]).toEqual([255, 0, 0, 255, 0, 1]);
  });

  test('a fourth number is no colour, and comments are none', async () => {
    const cloud = await cloudOf('a.obj', bytesOf(lines((i) => `v ${place(i)} 1.0 # 1 2 3`)));
    expect([cloud.positions, cloud.colors]).toEqual([FLAT, undefined]);
  });

  test.each([
    ['between the vertices', lines((i) => `vn 0 0.6 0.8\nv ${place(i)}`)],
    ['behind them', lines((i) => `v ${place(i)}`) + lines(() => 'vn 0 0.6 0.8')],
    ['and faces that agree', `${lines((i) => `v ${place(i)}`)}${lines(() => 'vn 0 0.6 0.8')}f 1//1 2//2 -28//-28\n`],
  ])('normals %s', async (_, text) => {
    const { normals } = await cloudOf('a.obj', bytesOf(text));
    expect([...normals!.subarray(87)]).toEqual([0, 0.6, 0.8].map(Math.fround));
  });

  test('normals that faces give to other vertices are left out', async () => {
    const text = `${lines((i) => `v ${place(i)}`)}${lines(() => 'vn 0 0 1')}f 1/1/1 2/1/3 3/1/3\n`;
    expect((await cloudOf('a.obj', bytesOf(text))).normals).toBeUndefined();
  });

  test('faces are counted', async () => {
    const text = `${lines((i) => `v ${place(i)}`)}f 1 2 3\nf 1/1 2/2 3/3 4/4 # quad\nf 1 2\n`;
    const { stats } = await cloudOf('a.obj', bytesOf(text));
    expect(stats.warnings).toEqual([expect.stringContaining('a mesh of 3 triangles; its vertices are read')]);
  });

  test('a face with something else than numbers ends', async () => {
    const { stats } = await cloudOf(
      'a.obj',
      bytesOf(`${lines((i) => `v ${place(i)}`)}f 1 2 \\\n 3\nf a/b c//d 3\nf -\n`),
    );
    expect(stats.warnings).toEqual([expect.stringMatching(MESH)]);
  });

  test('a vertex that is none is named', async () => {
    expect(await refusalOf('a.obj', bytesOf('v 1 2 3\nv 1 two 3\n'))).toMatch(/line 2 is no vertex.*"1 two 3"/);
    expect(await refusalOf('a.obj', bytesOf('f 1 2 3\n'))).toMatch(/no points/);
  });
});

test('OBJ and OFF with any wrong byte are survived', async () => {
  const obj = bytesOf(`${lines((i) => `v ${place(i)}\nvn 0 0 1`, 6)}f 1//1 2//2 3//3\nf -1/2/3 4 5\n`);
  await expectFlipsAreSurvived('a.obj', obj, placesIn(obj.length, 60));
  const off = bytesOf(`COFF\n6 2 0\n${lines((i) => `${place(i)} 1 2 3`, 6)}3 0 1 2\n3 2 1 3\n`);
  await expectFlipsAreSurvived('a.off', off, placesIn(off.length, 40));
  await expectCutsAreTold('a.off', off, placesIn(off.length, 40));
});

describe('OFF', () => {
  const body = (make: (i: number) => string, faces = ''): string => lines(make) + faces;

  test.each([['OFF\n30 0 0\n'], ['OFF 30 0 0\n'], ['# first\nOFF # kind\n\n30 0 0 # counts\n'], ['OFF\r\n30 0 0\r\n']])(
    'after %j',
    async (head) => {
      const { positions, stats } = await cloudOf('a.off', bytesOf(head + body(place)));
      expect(positions).toEqual(FLAT);
      expect(stats.warnings).toEqual([]);
    },
  );

  test.each([
    ['COFF', (i: number) => `${place(i)} 255 0 ${i} 255`, true, false],
    ['COFF', (i: number) => `${place(i)} 255 0 ${i}`, true, false],
    ['COFF', (i: number) => `${place(i)} 1.0 0.0 ${i === 1 ? '0.00392' : '0.0'} 1.0`, true, false],
    ['NOFF', (i: number) => `${place(i)} 0 0.6 0.8`, false, true],
    ['CNOFF', (i: number) => `${place(i)} 0 0.6 0.8 255 0 ${i}`, true, true],
    ['STCNOFF', (i: number) => `${place(i)} 0 0.6 0.8 255 0 ${i} 255 0.5 0.5`, true, true],
  ])('%s', async (kind, make, hasColors, hasNormals) => {
    const cloud = await cloudOf('a.off', bytesOf(`${kind}\n30 0 0\n${body(make)}`));
    expect(cloud.positions).toEqual(FLAT);
    expect(cloud.colors && [...cloud.colors.subarray(0, 6)]).toEqual(hasColors ? [255, 0, 0, 255, 0, 1] : undefined);
    expect(cloud.normals && [...cloud.normals.subarray(0, 3)]).toEqual(
      hasNormals ? [0, 0.6, 0.8].map(Math.fround) : undefined,
    );
  });

  test('faces are counted, and missing ones said', async () => {
    const whole = await cloudOf('a.off', bytesOf(`OFF\n30 2 0\n${body(place, '3 0 1 2\n4 0 1 2 3\n')}`));
    expect(whole.stats.warnings).toEqual([expect.stringContaining('a mesh of 3 triangles')]);
    const cut = await cloudOf('a.off', bytesOf(`OFF\n30 2 0\n${body(place, '3 0 1 2\n')}`));
    expect(cut.stats.warnings[1]).toMatch(/ends after 1 of 2 faces/);
  });

  test('numbers that the kind does not name are said', async () => {
    const { stats } = await cloudOf('a.off', bytesOf(`OFF\n30 0 0\n${body((i) => `${place(i)} 1 2 3`)}`));
    expect(stats.warnings).toEqual([expect.stringContaining('COFF is for colours')]);
  });

  test.each([
    ['4OFF\n1 0 0\n1 2 3 4\n', /kind 4OFF/],
    ['OFF BINARY\n\0\0\0\0', /kind OFF BINARY/],
    ['OFF\nx 0 0\n', /line 2 should count/],
    ['OFF\n2 0 0\n1 2 3\n1 2\n', /line 4 \(vertex 1 of 2\)/],
    ['OFF\n99999999999 0 0\n1 2 3\n', /ends after 1 of the 99999999999 points/],
    ['OFF\n', /ends before its counts/],
  ])('%j is refused', async (text, message) => {
    expect(await refusalOf('a.off', bytesOf(text))).toMatch(message);
  });
});

describe('STL', () => {
  const rows = Array.from({ length: 30 }, (_, i) => [i % 7, i / 4, (i * i) / 8]);
  // Two triangles of one edge.
  const shared = [
    [0, 0, 0],
    [1, 0, 0],
    [0, 1, 0],
    [1, 0, 0],
    [-0, 1, 0],
    [1, 1, 0.5],
  ];
  const FORMS = [
    ['ascii', 'made for a test'],
    ['binary', 'made for a test'],
    ['binary', 'solid binary'],
  ] as const;

  test.each(FORMS)('%s, titled "%s"', async (data, title) => {
    const { positions, stats, normals } = await cloudOf('a.stl', new Uint8Array(writeStl(rows, data, title)));
    expect([positions, normals]).toEqual([Float32Array.from(rows.flat()), undefined]);
    expect(stats.warnings).toEqual([expect.stringContaining('a mesh of 10 triangles; the corners are read')]);
  });

  test.each(FORMS)('equal corners of %s, titled "%s", are one point', async (data, title) => {
    const { positions, stats } = await cloudOf('a.stl', new Uint8Array(writeStl(shared, data, title)));
    expect([...positions].map((value) => value + 0)).toEqual([0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 1, 0.5]);
    expect(stats).toMatchObject({ pointCount: 4, finiteCount: 4 });
  });

  test('of unknown size, several solids, capitals', async () => {
    const binary = await answerTo('a.stl', new Uint8Array(writeStl(rows, 'binary', 'solid')), {}, 100, false);
    expect('positions' in binary && binary.positions.length).toBe(90);
    const text = writeStl(rows, 'ascii').toString();
    expect((await cloudOf('a.stl', bytesOf(text + text))).positions).toHaveLength(90);
    expect((await cloudOf('a.stl', bytesOf(text.toUpperCase()))).positions).toHaveLength(90);
  });

  test.each(['ascii', 'binary'] as const)('%s, cut', async (data) => {
    const bytes = new Uint8Array(writeStl(rows, data));
    await expectCutsAreTold('a.stl', bytes, placesIn(bytes.length, 120));
    await expectFlipsAreSurvived('a.stl', bytes, placesIn(bytes.length, 40));
    const cut = bytes.subarray(0, Math.floor(0.7 * bytes.length));
    expect((await cloudOf('a.stl', cut, { partial: true })).stats.warnings).toHaveLength(2);
  });
});

/** A GLB of one primitive: `attributes` of float32 triples, or of bytes for colours. */
function glbOf(
  mode: number,
  attributes: Readonly<Record<string, Float32Array | Uint8Array>>,
  node: object = {},
): Uint8Array {
  const views: object[] = [];
  const accessors: object[] = [];
  const chunks: Buffer[] = [];
  let offset = 0;
  const names = Object.entries(attributes).map(([name, values], i) => {
    const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
    const isFloat = values instanceof Float32Array;
    const columns = isFloat ? 3 : 4;
    views.push({ buffer: 0, byteOffset: offset, byteLength: bytes.length });
    accessors.push({
      bufferView: i,
      componentType: isFloat ? 5126 : 5121,
      count: values.length / columns,
      type: `VEC${columns}`,
      ...(!isFloat && { normalized: true }),
    });
    chunks.push(bytes);
    offset += bytes.length;
    return [name, i] as const;
  });
  const json = {
    asset: { version: '2.0' },
    scenes: [{ nodes: [0] }],
    nodes: [{ mesh: 0, ...node }],
    meshes: [{ primitives: [{ attributes: Object.fromEntries(names), mode }] }],
    buffers: [{ byteLength: offset }],
    bufferViews: views,
    accessors,
  };
  const text = Buffer.from(JSON.stringify(json).padEnd(4 * Math.ceil(JSON.stringify(json).length / 4)));
  const chunk = (kind: number, bytes: Buffer): Buffer => {
    const head = Buffer.alloc(8);
    head.writeUInt32LE(bytes.length, 0);
    head.writeUInt32LE(kind, 4);
    return Buffer.concat([head, bytes]);
  };
  const body = Buffer.concat([chunk(0x4e4f534a, text), chunk(0x004e4942, Buffer.concat(chunks))]);
  const head = Buffer.alloc(12);
  head.writeUInt32LE(0x46546c67, 0);
  head.writeUInt32LE(2, 4);
  head.writeUInt32LE(12 + body.length, 8);
  return new Uint8Array(Buffer.concat([head, body]));
}

describe('GLB', () => {
  test('a mesh that we wrote comes back, colours and normals too', async () => {
    const { positions, indices } = tetrahedron();
    const count = positions.length / 3;
    const mesh = {
      positions: Float32Array.from(positions),
      indices,
      shift: [500_000, 5_400_000.5, 100] as const,
      normals: Float32Array.from({ length: 3 * count }, (_, i) => (i % 3 === 2 ? 1 : 0)),
      colors: Uint8Array.from({ length: 3 * count }, (_, i) => 20 * i),
    };
    const cloud = await cloudOf('a.glb', await meshBytes(mesh, 'glb'));
    expect([...cloud.colors!]).toEqual([...mesh.colors]);
    expect([...cloud.normals!]).toEqual([...mesh.normals]);
    expect(cloud.stats.min).toEqual(
      [0, 1, 2].map((axis) => mesh.shift[axis]! + Math.min(...[0, 1, 2, 3].map((i) => mesh.positions[3 * i + axis]!))),
    );
    expect(cloud.stats.warnings).toEqual([expect.stringMatching(MESH)]);
  });

  test('points are a cloud, turned to z-up, with colours of bytes', async () => {
    const bytes = glbOf(0, {
      POSITION: Float32Array.of(1, 2, 3, 4, 5, 6),
      COLOR_0: Uint8Array.of(255, 0, 55, 255, 0, 255, 0, 255),
    });
    const { positions, colors, stats } = await cloudOf('a.glb', bytes);
    expect([...positions]).toEqual([1, -3, 2, 4, -6, 5]);
    expect([...colors!]).toEqual([255, 0, 128, 0, 255, 0]);
    expect(stats.warnings).toEqual([]);
  });

  test('normals follow unequal scales and mirrors', async () => {
    const normal = [Math.SQRT1_2, Math.SQRT1_2, 0];
    const attributes = {
      POSITION: Float32Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0),
      NORMAL: Float32Array.of(...normal, ...normal, ...normal),
    };
    const read = async (scale: number[]) => [
      ...(await cloudOf('a.glb', glbOf(4, attributes, { scale }))).normals!.subarray(0, 3),
    ];
    const [a, b] = [1 / Math.hypot(1, 0.5), 0.5 / Math.hypot(1, 0.5)];
    (await read([1, 2, 1])).forEach((value, i) => expect(value).toBeCloseTo([a, 0, b][i]!, 6));
    (await read([-1, 2, 1])).forEach((value, i) => expect(value).toBeCloseTo([-a, 0, b][i]!, 6));
  });

  test('a cut or damaged file is refused as a cloud', async () => {
    const bytes = glbOf(4, { POSITION: Float32Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0) });
    await expectCutsAreTold('a.glb', bytes, placesIn(bytes.length, 150));
    await expectFlipsAreSurvived('a.glb', bytes, placesIn(bytes.length, 60));
  });
});

test.each([
  ['a.obj', lines((i) => `v ${place(i)}`)],
  ['a.off', `OFF\n30 0 0\n${lines(place)}`],
])('a byte order mark in front of %s costs no vertex', async (name, text) => {
  const { positions, stats } = await cloudOf(name, bytesOf(`\ufeff${text}`));
  expect([stats.pointCount, positions.length / 3]).toEqual([30, 30]);
});
