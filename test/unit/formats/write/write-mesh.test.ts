import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ByteSink } from '../../../../src/engine/formats/write/byte-sink.ts';
import type { MeshFormat } from '../../../../src/engine/formats/formats.ts';
import { formatFromName } from '../../../../src/engine/formats/write/format-from-name.ts';
import { float32Text, NUMBER_TEXT_BYTES } from '../../../../src/engine/formats/write/number-text.ts';
import { readTriangleMesh, readTrustReport } from '../../../../src/engine/read-triangle-mesh.ts';
import { lossMessages, writeMesh } from '../../../../src/engine/formats/write/write-mesh.ts';
import { vertexNormals } from '../../../../src/engine/mesh/normals.ts';
import { readMesh } from '../../../../src/engine/formats/read-mesh/read-mesh.ts';
import type { TriangleMesh } from '../../../../src/engine/mesh/triangle-mesh.ts';
import { toWorldMesh } from '../../../../src/engine/mesh/world-mesh.ts';
import { quietContext } from '../../../run-context.ts';
import { tetrahedron, torus } from '../../../shapes/meshes.ts';

const FORMATS: readonly MeshFormat[] = ['ply', 'ply-ascii', 'obj', 'stl'];
const UTM = [636_900.5, 5_403_190.25, 188] as const;

class MemorySink implements ByteSink {
  readonly sizes: number[] = [];
  readonly #chunks: Uint8Array[] = [];

  async write(bytes: Uint8Array): Promise<void> {
    this.sizes.push(bytes.length);
    this.#chunks.push(bytes.slice());
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }
}

function meshOf(shape = tetrahedron(), parts: Partial<TriangleMesh> = {}): TriangleMesh {
  return { positions: Float32Array.from(shape.positions), indices: shape.indices, shift: [0, 0, 0], ...parts };
}

/** A mesh with normals and colours. */
function fullMesh(shape = tetrahedron(), shift: readonly [number, number, number] = [0, 0, 0]): TriangleMesh {
  const colors = new Uint8Array(shape.positions.length).map((_, i) => (37 * i) % 256);
  return meshOf(shape, { normals: vertexNormals(shape.positions, shape.indices), colors, shift });
}

async function bytesOf(mesh: TriangleMesh, format: MeshFormat): Promise<Buffer> {
  const sink = new MemorySink();
  const summary = await writeMesh(mesh, format, sink, quietContext);
  expect(summary).toMatchObject({
    format,
    bytes: sink.bytes.length,
    vertices: mesh.positions.length / 3,
    triangles: mesh.indices.length / 3,
  });
  return sink.bytes;
}

const triangleCorners = ({ positions, indices }: { positions: ArrayLike<number>; indices: Uint32Array }): number[] =>
  [...indices].flatMap((vertex) => [positions[3 * vertex]!, positions[3 * vertex + 1]!, positions[3 * vertex + 2]!]);

describe('what is written reads back', () => {
  const float = fc.float({ noNaN: true, noDefaultInfinity: true });
  const meshes = fc
    .tuple(fc.array(fc.tuple(float, float, float), { minLength: 1, maxLength: 12 }), fc.boolean())
    .chain(([points, isFull]) =>
      fc.record({
        positions: fc.constant(Float32Array.from(points.flat(), (value) => value + 0)),
        triangles: fc.array(fc.array(fc.nat(points.length - 1), { minLength: 3, maxLength: 3 }), {
          minLength: 1,
          maxLength: 12,
        }),
        isFull: fc.constant(isFull),
      }),
    )
    .map(({ positions, triangles, isFull }): TriangleMesh => {
      const indices = Uint32Array.from(triangles.flat());
      const mesh = { positions, indices, shift: [0, 0, 0] as const };
      if (!isFull) return mesh;
      return { ...mesh, normals: vertexNormals(positions, indices), colors: new Uint8Array(positions.length).fill(9) };
    });

  it.each(FORMATS)('%s: to the last bit', async (format) => {
    await fc.assert(
      fc.asyncProperty(meshes, async (mesh) => {
        const again = await readMesh(
          await bytesOf(mesh, format),
          `mesh.${format === 'stl' ? 'stl' : ''}`,
          quietContext,
        );
        if (format === 'stl') expect(triangleCorners(again)).toEqual(triangleCorners(mesh));
        else {
          expect(again.indices).toEqual(mesh.indices);
          // Text holds the float32 in its shortest digits; reading it as float64 is not yet the same number.
          const isText = format !== 'ply';
          expect(isText ? Float32Array.from(again.positions) : again.positions).toEqual(
            isText ? mesh.positions : Float64Array.from(mesh.positions),
          );
        }
      }),
    );
  });

  it.each(['ply', 'ply-ascii', 'obj'] as const)('%s with a global shift: float64 to the last bit', async (format) => {
    const mesh = fullMesh(torus(12, 7), UTM);
    const again = await readMesh(await bytesOf(mesh, format), 'far', quietContext);
    expect(again).toEqual(toWorldMesh(mesh));
  });

  it.each(FORMATS)('%s of a mesh of several chunks', async (format) => {
    const mesh = fullMesh(torus(300, 150));
    const sink = new MemorySink();
    await writeMesh(mesh, format, sink, quietContext);
    expect(Math.max(...sink.sizes)).toBeLessThanOrEqual(1 << 20);
    expect(sink.sizes.length).toBe(Math.ceil(sink.bytes.length / (1 << 20)));
    const again = await readMesh(sink.bytes, `torus.${format}`, quietContext);
    expect(again.indices.length).toBe(mesh.indices.length);
    expect(triangleCorners(again).slice(-9).map(Math.fround)).toEqual(triangleCorners(mesh).slice(-9));
  });

  it.each(FORMATS)('%s twice: the same bytes', async (format) => {
    expect(await bytesOf(fullMesh(), format)).toEqual(await bytesOf(fullMesh(), format));
  });
});

describe('the layout of', () => {
  it('binary PLY', async () => {
    const mesh = fullMesh();
    const bytes = await bytesOf(mesh, 'ply');
    const header = bytes.toString('latin1').split('end_header\n')[0]!;
    expect(`${header}end_header\n`).toBe(`ply
format binary_little_endian 1.0
comment written by GridPull
element vertex 4
property float x
property float y
property float z
property float nx
property float ny
property float nz
property uchar red
property uchar green
property uchar blue
element face 4
property list uchar uint vertex_indices
end_header
`);
    const body = bytes.subarray(header.length + 'end_header\n'.length);
    expect(body.length).toBe(4 * 27 + 4 * 13);
    for (let vertex = 0; vertex < 4; vertex++) {
      for (let axis = 0; axis < 3; axis++) {
        expect(body.readFloatLE(27 * vertex + 12 + 4 * axis)).toBe(mesh.normals![3 * vertex + axis]);
        expect(body[27 * vertex + 24 + axis]).toBe(mesh.colors![3 * vertex + axis]);
      }
    }
    expect(body[4 * 27]).toBe(3);
  });

  it('PLY with a shift: double, the shift added', async () => {
    const bytes = await bytesOf(meshOf(tetrahedron(), { shift: UTM }), 'ply');
    const start = bytes.indexOf('end_header\n') + 11;
    expect(bytes.toString('latin1', 0, start)).toContain('property double x\nproperty double y\nproperty double z\n');
    expect([0, 8, 16].map((at) => bytes.readDoubleLE(start + at))).toEqual([...UTM]);
  });

  it('ASCII PLY: shortest digits, decimal points', async () => {
    const positions = Float32Array.of(0.1, -1 / 3, 1e-7, 2, 0, 0, 16_777_216, 1, 0);
    const mesh: TriangleMesh = {
      positions,
      indices: Uint32Array.of(0, 1, 2),
      colors: new Uint8Array(9).fill(255),
      shift: [0, 0, 0],
    };
    const text = (await bytesOf(mesh, 'ply-ascii')).toString('latin1');
    expect(text.split('end_header\n')[1]).toBe(
      '0.1 -0.33333334 1e-7 255 255 255\n2 0 0 255 255 255\n16777216 1 0 255 255 255\n3 0 1 2\n',
    );
  });

  it('OBJ: colours that give the byte again, normals, corners from 1', async () => {
    const text = (await bytesOf(fullMesh(), 'obj')).toString('latin1');
    const lines = text.trimEnd().split('\n');
    expect(lines[0]).toBe('# written by GridPull');
    expect(lines.map((line) => line.split(' ')[0]).join(' ')).toBe('# v v v v vn vn vn vn f f f f');
    expect(lines[9]).toBe('f 1//1 3//3 2//2');
    const colours = lines.slice(1, 5).flatMap((line) => line.split(' ').slice(4));
    expect(colours.map((channel) => Math.round(255 * Number(channel)))).toEqual([...fullMesh().colors!]);
    expect((await bytesOf(meshOf(), 'obj')).toString('latin1')).toContain('\nf 1 3 2\n');
  });

  it('STL: title, count, unit normals, no text beginning', async () => {
    const bytes = await bytesOf(fullMesh(), 'stl');
    expect(bytes.toString('latin1', 0, 80).trimEnd()).toBe('binary STL written by GridPull');
    expect(bytes.readUInt32LE(80)).toBe(4);
    expect(bytes.length).toBe(84 + 200);
    expect([0, 4, 8].map((at) => bytes.readFloatLE(84 + at))).toEqual([0, 0, -1]);
  });

  it('an STL triangle without area: a zero normal', async () => {
    const bytes = await bytesOf({ ...meshOf(), indices: Uint32Array.of(0, 0, 1) }, 'stl');
    expect([0, 4, 8].map((at) => bytes.readFloatLE(84 + at))).toEqual([0, 0, 0]);
  });
});

describe('the summary', () => {
  it('names what STL cannot hold, and that its coordinates are local', async () => {
    const sink = new MemorySink();
    const summary = await writeMesh(fullMesh(tetrahedron(), UTM), 'stl', sink, quietContext);
    expect(lossMessages(summary)).toEqual(
      ['shared vertices', 'global shift', 'vertex normals', 'colours'].map((part) => `STL does not keep: ${part}`),
    );
    expect(triangleCorners(await readMesh(sink.bytes, 'local.stl', quietContext))).toEqual(
      triangleCorners(tetrahedron()),
    );
    expect((await writeMesh(meshOf(), 'stl', new MemorySink(), quietContext)).lost).toEqual(['sharedVertices']);
  });

  it.each(['ply', 'ply-ascii', 'obj'] as const)('%s loses nothing', async (format) => {
    const summary = await writeMesh(fullMesh(tetrahedron(), UTM), format, new MemorySink(), quietContext);
    expect(summary.lost).toEqual([]);
  });
});

describe('refusals, before the first byte', () => {
  it.each([
    ['a position that is not finite', 'field-not-finite', { positions: new Float32Array(12).fill(NaN, 5, 6) }],
    ['a normal that is not finite', 'field-not-finite', { normals: new Float32Array(12).fill(Infinity) }],
    ['a shift that is not finite', 'field-not-finite', { shift: [0, NaN, 0] as const }],
    ['a triangle beyond the vertices', 'mesh-format', { indices: Uint32Array.of(0, 1, 4) }],
    ['half a triangle', 'mesh-format', { indices: Uint32Array.of(0, 1) }],
    ['too few colours', 'mesh-format', { colors: new Uint8Array(9) }],
  ])('%s', async (_what, code, parts) => {
    const sink = new MemorySink();
    await expect(writeMesh(meshOf(tetrahedron(), parts), 'ply', sink, quietContext)).rejects.toMatchObject({ code });
    expect(sink.sizes).toEqual([]);
  });

  it('a sink that fails: its own error, and nothing after it', async () => {
    const problem = new Error('disk full');
    let calls = 0;
    const sink: ByteSink = {
      async write() {
        if (++calls === 2) throw problem;
      },
    };
    await expect(writeMesh(fullMesh(torus(300, 150)), 'obj', sink, quietContext)).rejects.toBe(problem);
    expect(calls).toBe(2);
  });

  it('an abort: no further chunk', async () => {
    const controller = new AbortController();
    const reason = new Error('stopped by the test');
    let calls = 0;
    const sink: ByteSink = {
      async write() {
        if (++calls === 2) controller.abort(reason);
      },
    };
    const context = { ...quietContext, signal: controller.signal };
    await expect(writeMesh(fullMesh(torus(300, 150)), 'ply-ascii', sink, context)).rejects.toBe(reason);
    expect(calls).toBe(2);
    await expect(writeMesh(meshOf(), 'ply', sink, context)).rejects.toBe(reason);
    expect(calls).toBe(2);
  });
});

describe('formatFromName', () => {
  it.each([
    ['mesh.ply', 'ply'],
    ['/some.where/Mesh.OBJ', 'obj'],
    ['C:\\a.b\\mesh.v2.Stl', 'stl'],
    ['mesh.glb', 'glb'],
    ['mesh.3MF', '3mf'],
  ])('%s is %s', (name, format) => {
    expect(formatFromName(name)).toBe(format);
  });

  it.each(['mesh', 'mesh.gltf', 'mesh.', '/dir.ply/mesh', 'mesh.ply.gz', 'mesh.constructor'])('refuses %s', (name) => {
    expect(() => formatFromName(name)).toThrow(expect.objectContaining({ code: 'option-invalid' }));
    expect(() => formatFromName(name)).toThrow(/\.ply, \.obj, \.stl, \.glb or \.3mf/);
  });
});

describe('float32Text', () => {
  it.each([
    [0.1, '0.1'],
    [-2.5, '-2.5'],
    [1e-45, '1e-45'],
    [3.4028234663852886e38, '3.4028235e+38'],
    [1 / 3, '0.33333334'],
    [8.589973e9, '8589974000'], // two texts of seven digits: the nearer one,
  ])('%f', (value, text) => {
    expect(float32Text(Math.fround(value))).toBe(text);
  });

  it('rounds back to the same float32 for every bit pattern, within the room kept for it', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Math.fround(Number(float32Text(value)))).toBe(value + 0);
        expect(float32Text(value).length).toBeLessThanOrEqual(NUMBER_TEXT_BYTES);
      }),
      { numRuns: 5000 },
    );
  });
});

describe('the trust of a mesh', () => {
  const trust = { uncertainties: Float32Array.of(0.5, 0, 1e-7, 3), guessed: Uint8Array.of(0, 1, 0, 1) };
  const sure = (): TriangleMesh => ({ ...meshOf(), trust });

  it.each(['ply', 'ply-ascii'] as const)('is read from %s as it was written', async (format) => {
    const bytes = await bytesOf(sure(), format);
    const again = await readTriangleMesh(bytes, 'sure.ply', quietContext);
    // Vertices are welded in their order.
    expect(again.trust).toEqual(trust);
    expect((await readTrustReport(bytes, 'sure.ply', quietContext))!.places).not.toEqual([]);
  });

  it('stands behind normals and colours', async () => {
    const bytes = await bytesOf({ ...fullMesh(), trust }, 'ply');
    const start = bytes.indexOf('end_header\n') + 11;
    expect(bytes.toString('latin1', 0, start)).toContain(
      'property uchar blue\nproperty float uncertainty\nproperty uchar guessed\nelement face',
    );
    expect(bytes.readFloatLE(start + 27)).toBe(0.5);
    expect(bytes[start + 31 + 32]).toBe(1);
  });

  it('is told of where a format has no place for it', async () => {
    const { lost } = await writeMesh(sure(), 'obj', new MemorySink(), quietContext);
    expect(lossMessages({ format: 'obj', lost })).toEqual([
      'OBJ does not keep: uncertainty and guesses of the vertices',
    ]);
  });

  it('is not written where it is no number or of another mesh', async () => {
    const wrong = { ...trust, uncertainties: Float32Array.of(0.5, NaN, 0, 0) };
    await expect(bytesOf({ ...meshOf(), trust: wrong }, 'ply')).rejects.toMatchObject({ code: 'field-not-finite' });
    const short = { ...trust, guessed: new Uint8Array(3) };
    await expect(bytesOf({ ...meshOf(), trust: short }, 'ply')).rejects.toMatchObject({ code: 'mesh-format' });
  });

  it.each([
    ['a negative number', '-1 0'],
    ['a guess of 2', '1 2'],
    ['no number', 'nan 0'],
  ])('is none with %s', async (_, row) => {
    const text = (await bytesOf(sure(), 'ply-ascii')).toString('latin1').replace(/0\.5 0\n/, `${row}\n`);
    expect(text).toContain(`${row}\n`);
    expect((await readTriangleMesh(Buffer.from(text), 'odd.ply', quietContext)).trust).toBeUndefined();
    expect(await readTrustReport(Buffer.from(text), 'odd.ply', quietContext)).toBeNull();
  });
});
