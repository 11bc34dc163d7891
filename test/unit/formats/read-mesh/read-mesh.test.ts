import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMesh } from '../../../../src/engine/formats/read-mesh/read-mesh.ts';
import type { WorldMesh } from '../../../../src/engine/mesh/world-mesh.ts';
import { quietContext } from '../../../run-context.ts';
import { torus } from '../../../shapes/meshes.ts';

const read = (content: string | Uint8Array, name: string): Promise<WorldMesh> =>
  readMesh(typeof content === 'string' ? new TextEncoder().encode(content) : content, name, quietContext);

/** A square of two triangles in the plane z = 0.5. */
const SQUARE = { positions: [0, 0, 0.5, 1, 0, 0.5, 1, 1, 0.5, 0, 1, 0.5], indices: [0, 1, 2, 0, 2, 3] };

async function expectSquare(reading: Promise<WorldMesh>): Promise<void> {
  const mesh = await reading;
  expect([...mesh.positions]).toEqual(SQUARE.positions);
  expect([...mesh.indices]).toEqual(SQUARE.indices);
}

const plyHeader = (encoding: string, lines: readonly string[], ends = '\n'): string =>
  ['ply', `format ${encoding} 1.0`, 'comment made by hand', ...lines, 'end_header', ''].join(ends);

describe('PLY', () => {
  const ELEMENTS = [
    'element vertex 4',
    'property uchar flag',
    'property double x',
    'property float y',
    'property list uchar short tags',
    'property float z',
    'element edge 1',
    'property int vertex1',
    'property int vertex2',
    'element face 1',
    'property float quality',
    'property list uint8 int32 vertex_index',
  ];

  it.each(['\n', '\r\n'])('text, other properties and elements between, line ends %j', async (ends) => {
    const body = ['7 0 0 2 5 6 0.5', '7 1 0 0 0.5', '7 1 1 1 9 .5', '7 0 1 0 5e-1', '0 1', '0.25 4 0 1 2 3', ''];
    await expectSquare(read(plyHeader('ascii', ELEMENTS, ends) + body.join(ends), 'square.ply'));
  });

  it.each([
    ['binary_little_endian', true],
    ['binary_big_endian', false],
  ] as const)('%s', async (encoding, isLittle) => {
    const body = new DataView(new ArrayBuffer(4 * (1 + 8 + 4 + 1 + 4 + 4) + 8 + 4 + 1 + 16));
    let at = 0;
    for (let vertex = 0; vertex < 4; vertex++) {
      body.setUint8(at, 7);
      body.setFloat64(at + 1, SQUARE.positions[3 * vertex]!, isLittle);
      body.setFloat32(at + 9, SQUARE.positions[3 * vertex + 1]!, isLittle);
      body.setUint8(at + 13, 2); // two tags of two bytes
      body.setFloat32(at + 18, SQUARE.positions[3 * vertex + 2]!, isLittle);
      at += 22;
    }
    body.setUint8(at + 12, 4);
    for (let corner = 0; corner < 4; corner++) body.setInt32(at + 13 + 4 * corner, corner, isLittle);
    const header = new TextEncoder().encode(plyHeader(encoding, ELEMENTS));
    await expectSquare(read(Buffer.concat([header, new Uint8Array(body.buffer)]), 'square.ply'));
  });

  it.each(['before', 'behind'])(
    'an element without properties %s the faces takes no time, whatever its count',
    async (where) => {
      const vertices = ['element vertex 4', 'property float x', 'property float y', 'property float z'];
      const faces = ['element face 1', 'property list uchar int vertex_indices'];
      const empty = ['element junk 9007199254740991'];
      const elements = where === 'before' ? [...vertices, ...empty, ...faces] : [...vertices, ...faces, ...empty];
      const body = '0 0 .5\n1 0 .5\n1 1 .5\n0 1 .5\n4 0 1 2 3\n';
      await expectSquare(read(plyHeader('ascii', elements) + body, 'square.ply'));
    },
  );

  it('keeps every digit of coordinates that float32 cannot hold', async () => {
    const lines = ['element vertex 3', ...['x', 'y', 'z'].map((axis) => `property double ${axis}`)];
    const header = plyHeader('ascii', [...lines, 'element face 1', 'property list uchar int vertex_indices']);
    const mesh = await read(`${header}636900.123456 5403190.25 1\n1 0 0\n0 1 0\n3 0 1 2\n`, 'far.ply');
    expect(mesh.positions[0]).toBe(636900.123456);
  });

  it.each([
    ['no end_header', 'ply\nformat ascii 1.0\n'],
    ['no format', 'ply\nelement vertex 0\nend_header\n'],
    ['an unknown encoding', plyHeader('binary', [])],
    ['an absurd count', plyHeader('ascii', ['element vertex 99999999999', 'property float x'])],
    ['a negative count', plyHeader('ascii', ['element vertex -1'])],
    ['an unknown type', plyHeader('ascii', ['element vertex 1', 'property quad x'])],
    ['a property without element', plyHeader('ascii', ['property float x'])],
    ['no z', plyHeader('ascii', ['element vertex 1', 'property float x', 'property float y']) + '1 2\n'],
    ['a word for a number', plyHeader('ascii', ELEMENTS) + '7 0 0 2 5 six 0.5\n'.repeat(4) + '0 1\n0 3 0 1 2\n'],
    ['a cut-off body', plyHeader('binary_little_endian', ELEMENTS) + 'x'.repeat(90)],
    [
      'a count of a list beyond the file',
      plyHeader('binary_little_endian', ['element x 1', 'property list uint int a']) + '\xff\xff\xff\x7f',
    ],
    [
      'points only',
      plyHeader('ascii', ['element vertex 1', 'property float x', 'property float y', 'property float z']) + '1 2 3\n',
    ],
  ])('refuses %s', async (_what, content) => {
    await expect(read(Buffer.from(content, 'latin1'), 'bad.ply')).rejects.toMatchObject({
      code: 'mesh-format',
      details: { name: 'bad.ply' },
    });
  });
});

describe('OBJ', () => {
  it('corners with texture and normal, negative corners, continued lines, polygons', async () => {
    const text = `# a square
mtllib none.mtl
v 0 0 0.5 0.1 0.2 0.3
vt 0 0
v 1 0 .5
vn 0 0 1
v 1 1 5e-1
v 0 1 0.5
f 1/1/1 2//1 \\
  -2/1 4 # the whole of it
l 1 2
p 1
`;
    await expectSquare(read(text, 'square.obj'));
    await expectSquare(read(text.replaceAll('\n', '\r\n'), 'square.obj'));
  });

  it('is known by its lines where the name says nothing', async () => {
    await expectSquare(read('v 0 0 .5\nv 1 0 .5\nv 1 1 .5\nv 0 1 .5\nf 1 2 3 4\n', 'square'));
  });

  it.each([
    ['a corner beyond the vertices', 'v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 4\n'],
    ['corner 0', 'v 0 0 0\nv 1 0 0\nv 0 1 0\nf 0 1 2\n'],
    ['a corner that is no number', 'v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 x\n'],
    ['two coordinates', 'v 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n'],
    ['no faces', 'v 0 0 0\nv 1 0 0\n'],
  ])('refuses %s', async (_what, text) => {
    await expect(read(text, 'bad.obj')).rejects.toMatchObject({ code: 'mesh-format', details: { name: 'bad.obj' } });
  });
});

describe('OFF', () => {
  it('comments anywhere, colours behind faces', async () => {
    const text = '# head\nOFF # kind\n4 1 0\n0 0 .5\n1 0 .5 # second\n1 1 .5\n\n0 1 .5\n4 0 1 2 3 255 0 0\n';
    await expectSquare(read(text, 'square.off'));
  });

  it('counts on the first line, vertex colours', async () => {
    const vertices = ['0 0 .5', '1 0 .5', '1 1 .5', '0 1 .5'].map((vertex) => `${vertex} 10 20 30 255\n`).join('');
    await expectSquare(read(`COFF 4 2 5\n${vertices}3 0 1 2\n3 0 2 3\n`, 'square.off'));
  });

  it.each([
    ['an end too soon', 'OFF\n4 1 0\n0 0 0\n'],
    ['an absurd face', 'OFF\n3 1 0\n0 0 0\n1 0 0\n0 1 0\n99999999999 0 1 2\n'],
    ['four coordinates', '4OFF\n1 1 0\n'],
  ])('refuses %s', async (_what, text) => {
    await expect(read(text, 'bad.off')).rejects.toMatchObject({ code: 'mesh-format' });
  });
});

describe('STL', () => {
  const TEXT = `solid square
 facet normal 0 0 1
  outer loop
   vertex 0 0 0.5
   vertex 1 0 0.5
   vertex 1 1 5.0E-1
  endloop
 endfacet
endsolid square
`;
  const triangle = { positions: [0, 0, 0.5, 1, 0, 0.5, 1, 1, 0.5], indices: [0, 1, 2] };

  const binary = (title: string, count = 1): Uint8Array => {
    const view = new DataView(new ArrayBuffer(134));
    new Uint8Array(view.buffer).set(new TextEncoder().encode(title));
    view.setUint32(80, count, true);
    triangle.positions.forEach((value, i) => view.setFloat32(84 + 12 + 4 * i, value, true));
    return new Uint8Array(view.buffer);
  };

  it.each([
    ['text', TEXT],
    ['binary', binary('some program')],
    ['binary that begins like text', binary('solid lies')],
  ])('%s', async (_what, content) => {
    for (const name of ['square.stl', 'square']) {
      const mesh = await read(content, name);
      expect([...mesh.positions]).toEqual(triangle.positions);
      expect([...mesh.indices]).toEqual(triangle.indices);
    }
  });

  it.each([
    ['a cut-off file', binary('x', 2)],
    ['no room for a header', new Uint8Array(20)],
    ['no triangles', 'solid nothing\nendsolid nothing\n'],
  ])('refuses %s', async (_what, content) => {
    await expect(read(content, 'bad.stl')).rejects.toMatchObject({ code: 'mesh-format' });
  });
});

describe('any file', () => {
  it('that is none of them is refused by name', async () => {
    await expect(read('hello', 'notes.txt')).rejects.toMatchObject({ code: 'mesh-format', details: { bytes: 5 } });
    await expect(read('', 'empty')).rejects.toMatchObject({ code: 'mesh-format' });
  });

  it('of hostile bytes gives a mesh or our error, never another', async () => {
    const beginnings = fc.constantFrom(
      'ply\nformat ascii 1.0\nelement vertex 3\nproperty float x\nend_header\n',
      'ply\nformat binary_little_endian 1.0\nelement face 9\nproperty list int int vertex_indices\nend_header\n',
      'OFF 3 1 0\n',
      'solid\nfacet\n',
      'v 1 2 3\nf 1 1 1\n',
      '',
    );
    await fc.assert(
      fc.asyncProperty(beginnings, fc.uint8Array({ maxLength: 300 }), async (beginning, rest) => {
        const bytes = Buffer.concat([new TextEncoder().encode(beginning), rest]);
        const outcome = await read(bytes, 'any').catch((error: unknown) => error);
        if (outcome instanceof Error) expect(outcome).toMatchObject({ code: 'mesh-format' });
        else expect(outcome).toHaveProperty('indices');
      }),
      { numRuns: 500 },
    );
  });

  it('stops when aborted', async () => {
    const lines = [...torus(300, 300).positions].map((value, i) => (i % 3 === 0 ? `\nv ${value}` : ` ${value}`));
    const controller = new AbortController();
    const bytes = new TextEncoder().encode(`${lines.join('')}\nf 1 2 3\n`);
    const reason = new Error('stopped by the test');
    const reading = readMesh(bytes, 'torus.obj', { ...quietContext, signal: controller.signal });
    controller.abort(reason);
    await expect(reading).rejects.toBe(reason);
  });
});

describe('a vertex that no length can be told of', () => {
  const obj = (x: string): string => `v ${x} 0 0\nv 0 1 0\nv 0 0 1\nf 1 2 3\n`;

  it.each(['1.1e100', '-1e308'])('is refused: %s', async (x) => {
    await expect(read(obj(x), 'far.obj')).rejects.toMatchObject({
      code: 'mesh-format',
      message: expect.stringMatching(/^"far\.obj" has a vertex, number 0, at -?1(\.1)?e\+\d+: no length/) as string,
    });
  });

  it('is taken up to where volumes still are numbers', async () => {
    expect([...(await read(obj('1e100'), 'far.obj')).positions].slice(0, 3)).toEqual([1e100, 0, 0]);
  });
});
