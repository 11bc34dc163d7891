/** GLB, read back by another program's reader: glTF Transform. */
import { type Accessor, type Document, NodeIO, type Primitive } from '@gltf-transform/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ByteSink } from '../../../../src/engine/formats/write/byte-sink.ts';
import { ChunkedOutput } from '../../../../src/engine/formats/write/chunked-output.ts';
import { planGlb, writeGlb } from '../../../../src/engine/formats/write/write-glb.ts';
import { writeMesh } from '../../../../src/engine/formats/write/write-mesh.ts';
import { vertexNormals } from '../../../../src/engine/mesh/normals.ts';
import type { TriangleMesh } from '../../../../src/engine/mesh/triangle-mesh.ts';
import { quietContext } from '../../../run-context.ts';
import { tetrahedron, torus } from '../../../shapes/meshes.ts';

const UTM = [636_900.5, 5_403_190.25, 188] as const;

async function bytesOf(mesh: TriangleMesh): Promise<{ bytes: Buffer; sizes: number[] }> {
  const chunks: Uint8Array[] = [];
  const sink: ByteSink = {
    async write(bytes) {
      chunks.push(bytes.slice());
    },
  };
  const summary = await writeMesh(mesh, 'glb', sink, quietContext);
  const bytes = Buffer.concat(chunks);
  expect(summary).toEqual({
    format: 'glb',
    bytes: bytes.length,
    vertices: mesh.positions.length / 3,
    triangles: mesh.indices.length / 3,
    beside: [],
    lost: [],
  });
  return { bytes, sizes: chunks.map((chunk) => chunk.length) };
}

const read = async (mesh: TriangleMesh): Promise<Document> => new NodeIO().readBinary((await bytesOf(mesh)).bytes);

function primitiveOf(document: Document): Primitive {
  const [mesh, ...others] = document.getRoot().listMeshes();
  expect(others).toEqual([]);
  expect(mesh!.listPrimitives()).toHaveLength(1);
  return mesh!.listPrimitives()[0]!;
}

const valuesOf = (accessor: Accessor | null): number[] => [...(accessor?.getArray() ?? [])];

/** The JSON chunk as it stands in the file. */
const jsonOf = (bytes: Buffer): Record<string, unknown> =>
  JSON.parse(bytes.toString('latin1', 20, 20 + bytes.readUInt32LE(12))) as Record<string, unknown>;

function meshOf(shape = tetrahedron(), parts: Partial<TriangleMesh> = {}): TriangleMesh {
  return { positions: Float32Array.from(shape.positions), indices: shape.indices, shift: [0, 0, 0], ...parts };
}

function fullMesh(shape = tetrahedron(), shift: readonly [number, number, number] = [0, 0, 0]): TriangleMesh {
  const colors = new Uint8Array(shape.positions.length).map((_, i) => (37 * i) % 256);
  return meshOf(shape, { normals: vertexNormals(shape.positions, shape.indices), colors, shift });
}

/** The other way round than the writer: linear light to an sRGB byte (IEC 61966-2-1). */
const toByte = (short: number): number => {
  const linear = short / 65_535;
  return Math.round(255 * (linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055));
};

const colorBytesOf = (primitive: Primitive): number[] =>
  valuesOf(primitive.getAttribute('COLOR_0')).flatMap((short, i) => (i % 4 === 3 ? [] : [toByte(short)]));

describe('what is written reads back', () => {
  const float = fc.float({ noNaN: true, noDefaultInfinity: true });
  const byte = fc.nat(255);
  const meshes = fc
    .array(fc.tuple(float, float, float, byte, byte, byte), { minLength: 1, maxLength: 12 })
    .chain((rows) =>
      fc.record({
        positions: fc.constant(Float32Array.from(rows.flatMap((row) => row.slice(0, 3)))),
        colors: fc.option(fc.constant(Uint8Array.from(rows.flatMap((row) => row.slice(3)))), { nil: undefined }),
        withNormals: fc.boolean(),
        corners: fc.array(fc.array(fc.nat(rows.length - 1), { minLength: 3, maxLength: 3 }), { maxLength: 12 }),
      }),
    );

  it('to the last bit: positions, normals, colours, triangles, bounds', async () => {
    await fc.assert(
      fc.asyncProperty(meshes, async ({ positions, colors, withNormals, corners }) => {
        const indices = Uint32Array.from(corners.flat());
        const normals = withNormals ? vertexNormals(positions, indices) : undefined;
        const mesh = {
          positions,
          indices,
          shift: [0, 0, 0] as const,
          ...(normals && { normals }),
          ...(colors && { colors }),
        };
        const primitive = primitiveOf(await read(mesh));
        const position = primitive.getAttribute('POSITION')!;
        expect(valuesOf(position)).toEqual([...positions]);
        expect(valuesOf(primitive.getIndices())).toEqual([...indices]);
        expect(valuesOf(primitive.getAttribute('NORMAL'))).toEqual([...(normals ?? [])]);
        expect(colorBytesOf(primitive)).toEqual([...(colors ?? [])]);
      }),
    );
  });

  it('every byte of colour', async () => {
    const colors = Uint8Array.from({ length: 768 }, (_, i) => Math.floor(i / 3));
    const primitive = primitiveOf(await read({ ...meshOf(), positions: new Float32Array(768), colors }));
    expect(colorBytesOf(primitive)).toEqual([...colors]);
    const color = primitive.getAttribute('COLOR_0')!;
    expect(color.getNormalized()).toBe(true);
    expect(color.getElement(255, [])).toEqual([1, 1, 1, 1]);
    expect(color.getElement(0, [])).toEqual([0, 0, 0, 1]);
    // The middle of the curve, by its formula: ((128/255 + .055)/1.055)^2.4.
    expect(color.getElement(128, [])[0]).toBeCloseTo(0.21586, 4);
  });

  it('a mesh of several chunks, and twice the same bytes', async () => {
    const mesh = fullMesh(torus(300, 150), UTM);
    const { bytes, sizes } = await bytesOf(mesh);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(1 << 20);
    expect(sizes.length).toBe(Math.ceil(bytes.length / (1 << 20)));
    const primitive = primitiveOf(await new NodeIO().readBinary(bytes));
    expect(primitive.getAttribute('POSITION')!.getArray()).toEqual(mesh.positions);
    expect(primitive.getAttribute('NORMAL')!.getArray()).toEqual(mesh.normals);
    expect(primitive.getIndices()!.getArray()).toEqual(mesh.indices);
    expect(colorBytesOf(primitive)).toEqual([...mesh.colors!]);
    expect((await bytesOf(mesh)).bytes.equals(bytes)).toBe(true);
  });
});

describe('the container', () => {
  it('states its lengths, aligned, and the bounds of the positions', async () => {
    const { bytes } = await bytesOf(fullMesh(torus(7, 5)));
    expect(bytes.toString('latin1', 0, 4)).toBe('glTF');
    expect([bytes.readUInt32LE(4), bytes.readUInt32LE(8)]).toEqual([2, bytes.length]);
    const jsonBytes = bytes.readUInt32LE(12);
    expect(jsonBytes % 4).toBe(0);
    expect(bytes.toString('latin1', 16, 20)).toBe('JSON');
    expect(bytes.readUInt32LE(20 + jsonBytes)).toBe(bytes.length - 28 - jsonBytes);
    expect(bytes.toString('latin1', 24 + jsonBytes, 28 + jsonBytes)).toBe('BIN\0');

    const json = jsonOf(bytes) as {
      asset: object;
      accessors: { min?: number[]; max?: number[] }[];
      bufferViews: { byteOffset: number; byteLength: number }[];
      buffers: { byteLength: number }[];
    };
    expect(json.asset).toEqual({ version: '2.0', generator: 'GridPull' });
    expect(json.buffers).toEqual([{ byteLength: bytes.length - 28 - jsonBytes }]);
    const { positions } = meshOf(torus(7, 5));
    for (const axis of [0, 1, 2]) {
      const along = [...positions.filter((_, i) => i % 3 === axis)];
      expect(json.accessors[0]!.min![axis]).toBe(Math.min(...along));
      expect(json.accessors[0]!.max![axis]).toBe(Math.max(...along));
    }
    let end = 0;
    for (const { byteOffset, byteLength } of json.bufferViews) {
      expect([byteOffset, byteOffset % 4]).toEqual([end, 0]);
      end = byteOffset + byteLength;
    }
    expect(end).toBe(json.buffers[0]!.byteLength);
  });

  it('holds a mesh without triangles as points, and one without anything as an empty node', async () => {
    const faceless = primitiveOf(await read({ ...fullMesh(), indices: new Uint32Array(0) }));
    expect(faceless.getMode()).toBe(0);
    expect(faceless.getIndices()).toBeNull();
    expect(faceless.getAttribute('POSITION')!.getCount()).toBe(4);

    const { bytes } = await bytesOf({ positions: new Float32Array(0), indices: new Uint32Array(0), shift: UTM });
    expect(Object.keys(jsonOf(bytes))).toEqual(['asset', 'scene', 'scenes', 'nodes']);
    expect(bytes.length).toBe(20 + bytes.readUInt32LE(12));
    const root = (await new NodeIO().readBinary(bytes)).getRoot();
    expect([root.listNodes().length, root.listMeshes().length]).toEqual([1, 0]);
  });

  it('is not metal, and seen from both sides', async () => {
    const material = primitiveOf(await read(fullMesh())).getMaterial()!;
    expect([material.getMetallicFactor(), material.getRoughnessFactor(), material.getDoubleSided()]).toEqual([
      0,
      1,
      true,
    ]);
  });
});

describe('the node', () => {
  const placed = (matrix: readonly number[], [x, y, z]: readonly number[]): number[] =>
    [0, 1, 2].map((row) => matrix[row]! * x! + matrix[4 + row]! * y! + matrix[8 + row]! * z! + matrix[12 + row]!);

  it('turns z-up to y-up without mirroring', async () => {
    const [node] = (await read(fullMesh())).getRoot().listNodes();
    expect(node!.getTranslation()).toEqual([0, 0, 0]);
    const matrix = node!.getWorldMatrix();
    [
      [
        [1, 0, 0],
        [1, 0, 0],
      ],
      [
        [0, 1, 0],
        [0, 0, -1],
      ],
      [
        [0, 0, 1],
        [0, 1, 0],
      ],
    ].forEach(([from, to]) => placed(matrix, from!).forEach((value, i) => expect(value).toBeCloseTo(to![i]!, 15)));
  });

  it('places a shifted mesh where it belongs, all digits kept', async () => {
    const [node] = (await read(fullMesh(tetrahedron(), UTM))).getRoot().listNodes();
    expect(node!.getTranslation()).toEqual([UTM[0], UTM[2], -UTM[1]]);
    // The vertex (0, 1, 0) in world space, y-up: (x, z, −y).
    const world = placed(node!.getWorldMatrix(), [0, 1, 0]);
    [UTM[0], UTM[2], -(UTM[1] + 1)].forEach((value, i) => expect(world[i]).toBeCloseTo(value, 8));
  });
});

describe('the limit of 4 GiB', () => {
  const all = { normals: true, colors: true };
  it('refuses what would pass it, with the way out', () => {
    // 56 bytes a vertex with its two triangles: 76.7 million end at 4 GiB.
    expect(() => planGlb(76_700_000, 153_400_000, all)).toThrow(
      expect.objectContaining({ code: 'output-failed', details: { request: 4_295_204_124, limit: 2 ** 32 - 1 } }),
    );
    expect(() => planGlb(76_700_000, 153_400_000, all)).toThrow(/4\.0 GiB.*PLY/);
  });

  it('takes what stays below it', () => {
    expect(planGlb(76_600_000, 153_200_000, all).indices).toBe(1_838_400_000);
    expect(planGlb(76_700_000, 153_400_000, { normals: true, colors: false }).colors).toBe(0);
  });

  it('before the first byte', async () => {
    let calls = 0;
    const sink: ByteSink = {
      async write() {
        calls++;
      },
    };
    // No more than a length: the numbers must not be looked at.
    const huge = { ...meshOf(), positions: { length: 3 * 2 ** 29 } as Float32Array<ArrayBuffer> };
    const out = new ChunkedOutput(sink, quietContext);
    await expect(writeGlb(huge, out, quietContext.signal)).rejects.toMatchObject({ code: 'output-failed' });
    await out.flush();
    expect(calls).toBe(0);
  });
});
