/** GLB as our writer and glTF Transform write it, and as nobody should. */
import { Document, type Node, NodeIO } from '@gltf-transform/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMesh } from '../../../../src/engine/formats/read-mesh/read-mesh.ts';
import type { TriangleMesh } from '../../../../src/engine/mesh/triangle-mesh.ts';
import { toWorldMesh, type WorldMesh } from '../../../../src/engine/mesh/world-mesh.ts';
import { quietContext } from '../../../run-context.ts';
import { meshBytes } from '../../../shapes/mesh-bytes.ts';
import { tetrahedron, torus } from '../../../shapes/meshes.ts';

const read = (bytes: Uint8Array, name = 'mesh.glb'): Promise<WorldMesh> => readMesh(bytes, name, quietContext);

const written = (mesh: TriangleMesh): Promise<Buffer> => meshBytes(mesh, 'glb');

const meshOf = (shape: WorldMesh, shift: readonly [number, number, number] = [0, 0, 0]): TriangleMesh => ({
  positions: Float32Array.from(shape.positions),
  indices: shape.indices,
  shift,
});

/** A file with this JSON and these bytes behind it. */
function glb(json: unknown, binary: Uint8Array = new Uint8Array(0)): Uint8Array {
  const text = Buffer.from(JSON.stringify(json));
  const padded = Buffer.alloc(4 * Math.ceil(text.length / 4), ' ');
  text.copy(padded);
  const words = (...values: number[]): Buffer => Buffer.from(Uint32Array.from(values).buffer);
  const chunk = (kind: number, bytes: Uint8Array): Buffer => Buffer.concat([words(bytes.length, kind), bytes]);
  const body = Buffer.concat([chunk(0x4e4f534a, padded), chunk(0x004e4942, binary)]);
  return Buffer.concat([words(0x46546c67, 2, 12 + body.length), body]);
}

/** One triangle in the plane z = 0, as plain as glTF allows; `change` damages its JSON. */
function triangle(change: (json: ReturnType<typeof plainJson>) => void = () => undefined): Uint8Array {
  const json = plainJson();
  change(json);
  const positions = new Uint8Array(Float32Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0).buffer);
  return glb(json, Buffer.concat([positions, Uint8Array.of(0, 1, 2, 0)]));
}

function plainJson() {
  const json = {
    asset: { version: '2.0' },
    nodes: [{ mesh: 0 }],
    meshes: [{ primitives: [{ attributes: { POSITION: 0 }, indices: 1 }] }],
    accessors: [
      { bufferView: 0, componentType: 5126, type: 'VEC3', count: 3 },
      { bufferView: 1, componentType: 5121, type: 'SCALAR', count: 3 },
    ],
    bufferViews: [
      { buffer: 0, byteLength: 36 },
      { buffer: 0, byteOffset: 36, byteLength: 3 },
    ],
    buffers: [{ byteLength: 40 }],
  };
  return json as typeof json & Record<string, unknown>;
}

describe('what our writer wrote', () => {
  it.each([[[0, 0, 0] as const], [[636_900.5, 5_403_190.25, 188] as const]])(
    'comes back number for number, shifted by %j',
    async (shift) => {
      const shape = torus(40, 30);
      const mesh = { ...meshOf(shape, shift), normals: Float32Array.from(shape.positions) };
      const { positions, indices } = await read(await written(mesh), 'no ending');
      expect(positions).toEqual(toWorldMesh(mesh).positions);
      expect(indices).toEqual(mesh.indices);
    },
  );

  it('without triangles is refused like any cloud', async () => {
    const none = meshOf({ positions: Float64Array.of(1, 2, 3), indices: new Uint32Array(0) });
    for (const mesh of [none, { ...none, positions: new Float32Array(0) }]) {
      await expect(read(await written(mesh))).rejects.toMatchObject({
        code: 'mesh-format',
        message: expect.stringMatching(/no triangles/) as string,
      });
    }
  });
});

describe('what other programs write', () => {
  /** A tetrahedron under nodes that `place` sets up, saved by glTF Transform. */
  async function placed(
    place: (document: Document, leaf: Node) => Node,
    Indices: Uint8ArrayConstructor | Uint16ArrayConstructor = Uint16Array,
  ): Promise<WorldMesh> {
    const document = new Document();
    const buffer = document.createBuffer();
    const shape = tetrahedron();
    const position = document.createAccessor().setType('VEC3').setArray(Float32Array.from(shape.positions));
    const indices = document.createAccessor().setType('SCALAR').setArray(Indices.from(shape.indices));
    const primitive = document
      .createPrimitive()
      .setAttribute('POSITION', position.setBuffer(buffer))
      .setIndices(indices.setBuffer(buffer));
    const leaf = document.createNode().setMesh(document.createMesh().addPrimitive(primitive));
    document.createScene().addChild(place(document, leaf));
    return read(await new NodeIO().writeBinary(document));
  }
  const rows = ({ positions }: WorldMesh): number[][] =>
    Array.from({ length: positions.length / 3 }, (_, v) => [...positions.subarray(3 * v, 3 * v + 3)]);

  it.each([Uint8Array, Uint16Array])('y up becomes z up, indices of any width (%o)', async (Indices) => {
    const mesh = await placed((_, leaf) => leaf, Indices);
    // Vertices 2 and 3 of the tetrahedron lie on glTF's y and z.
    expect(rows(mesh)).toEqual([
      [0, 0, 0],
      [1, 0, 0],
      [0, 0, 1],
      [0, -1, 0],
    ]);
    expect([...mesh.indices]).toEqual([...tetrahedron().indices]);
  });

  it('nodes below one another: moved, turned, scaled, from the root down', async () => {
    const mesh = await placed((document, leaf) => {
      const turn = document.createNode().setRotation([0, 0, Math.SQRT1_2, Math.SQRT1_2]); // x to y
      const root = document.createNode().setTranslation([10, 0, 0]).setScale([2, 3, 4]);
      return root.addChild(turn.addChild(leaf));
    });
    expect(rows(mesh)).toEqual([
      [10, 0, 0],
      [10, 0, 3],
      [8, 0, 0],
      [10, -4, 0],
    ]);
  });

  it('a mirrored node turns its triangles around, so that the outside stays outside', async () => {
    const mesh = await placed((_, leaf) => leaf.setScale([-1, 1, 1]));
    const { indices } = tetrahedron();
    expect([...mesh.indices]).toEqual([0, 3, 6, 9].flatMap((i) => [indices[i]!, indices[i + 2]!, indices[i + 1]!]));
  });

  it('one mesh in two places, points beside it, a stride, no indices, no scene', async () => {
    const positions = new Float32Array(3 * 4);
    positions.set([0, 0, 0, 9, 1, 0, 0, 9, 0, 1, 0, 9]);
    const json = {
      asset: { version: '2.0' },
      extensionsRequired: ['KHR_materials_unlit'],
      nodes: [{ mesh: 0 }, { mesh: 0, matrix: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 5, 6, 7, 1] }, { camera: 0 }],
      meshes: [{ primitives: [{ attributes: { POSITION: 0 } }, { attributes: { POSITION: 0 }, mode: 0 }] }],
      accessors: [{ bufferView: 0, componentType: 5126, type: 'VEC3', count: 3 }],
      bufferViews: [{ buffer: 0, byteLength: 48, byteStride: 16 }],
      buffers: [{ byteLength: 48 }],
    };
    const mesh = await read(glb(json, new Uint8Array(positions.buffer)));
    expect(rows(mesh)).toEqual([
      [0, 0, 0],
      [1, 0, 0],
      [0, 0, 1],
      [5, -7, 6],
      [6, -7, 6],
      [5, -7, 7],
    ]);
    expect([...mesh.indices]).toEqual([0, 1, 2, 3, 4, 5]);
  });
});

describe('a file that cannot be read', () => {
  const refused = async (bytes: Uint8Array, message: RegExp): Promise<void> => {
    await expect(read(bytes)).rejects.toMatchObject({
      code: 'mesh-format',
      message: expect.stringMatching(message) as string,
      details: { name: 'mesh.glb' },
    });
  };

  it('is refused with what is the matter with it; the plain one is read', async () => {
    expect([...(await read(triangle())).positions]).toEqual([0, 0, 0, 1, 0, 0, 0, 0, 1]);
    const cases: readonly (readonly [RegExp, Parameters<typeof triangle>[0]])[] = [
      [/not glTF 2 \(1\.0\)/, (json) => (json.asset.version = '1.0')],
      [/needs the extension KHR_draco/, (json) => (json['extensionsRequired'] = ['KHR_draco_mesh_compression'])],
      [
        /compressed \(KHR_draco/,
        (json) => Object.assign(json.meshes[0]!.primitives[0]!, { extensions: { KHR_draco_mesh_compression: {} } }),
      ],
      [/in strips or fans/, (json) => Object.assign(json.meshes[0]!.primitives[0]!, { mode: 5 })],
      [/positions are of a kind/, (json) => (json.accessors[0]!.componentType = 5122)],
      [/indices are of a kind/, (json) => (json.accessors[1]!.type = 'VEC2')],
      [/sparsely/, (json) => Object.assign(json.accessors[0]!, { sparse: {} })],
      [/in another file/, (json) => Object.assign(json.buffers[0]!, { uri: 'mesh.bin' })],
      [/bent by a skeleton/, (json) => Object.assign(json.nodes[0]!, { skin: 0 })],
      [/positions are cut off/, (json) => (json.accessors[0]!.count = 4)],
      [/indices are cut off/, (json) => (json.bufferViews[1]!.byteOffset = 38)],
      [/positions are cut off/, (json) => Object.assign(json.bufferViews[0]!, { byteStride: 4 })],
      [/count is -3/, (json) => (json.accessors[1]!.count = -3)],
      [/2 corners/, (json) => (json.accessors[1]!.count = 2)],
      [/names vertex 2 of 2/, (json) => (json.accessors[0]!.count = 2)],
      [/number 7 of its meshes/, (json) => (json.nodes[0]!.mesh = 7)],
      [/POSITION is no number/, (json) => Object.assign(json.meshes[0]!.primitives[0]!, { attributes: {} })],
      [/rotation is not 4 numbers/, (json) => Object.assign(json.nodes[0]!, { rotation: [0, null, 0, 1] })],
      [/nodes is damaged/, (json) => json.nodes.push(null as never)],
      [/no triangles/, (json) => Object.assign(json, { scenes: [{ nodes: [] }] })],
    ];
    for (const [message, change] of cases) await refused(triangle(change), message);
  });

  it('with a ring of nodes ends all the same', async () => {
    const ring = (json: ReturnType<typeof plainJson>): void => {
      Object.assign(json, { scenes: [{ nodes: [0] }], nodes: [{ children: [1] }, { children: [0], mesh: 0 }] });
    };
    await refused(triangle(ring), /node 0 stands in two places/);
  });

  it('that is small and repeats itself into millions is refused before it fills the memory', async () => {
    const count = 30_000;
    const json = {
      ...plainJson(),
      nodes: Array.from({ length: 1000 }, () => ({ mesh: 0 })),
      accessors: [
        { bufferView: 0, componentType: 5126, type: 'VEC3', count: 3 },
        { bufferView: 1, componentType: 5121, type: 'SCALAR', count },
      ],
      bufferViews: [
        { buffer: 0, byteLength: 36 },
        { buffer: 0, byteLength: count },
      ],
    };
    await refused(glb(json, new Uint8Array(count)), /repeats its meshes too often/);
  });

  it('with millions of parts without a vertex ends, and listens meanwhile', async () => {
    const part = { attributes: { POSITION: 0 } };
    const json = (nodes: number) => ({
      ...plainJson(),
      nodes: Array.from({ length: nodes }, () => ({ mesh: 0 })),
      scenes: [{ nodes: Array.from({ length: nodes }, (_, node) => node) }],
      meshes: [{ primitives: Array.from({ length: 500 }, () => part) }],
      accessors: [{ bufferView: 0, componentType: 5126, type: 'VEC3', count: 0 }],
    });
    // 2 ** 24 places, each part 64 of them.
    await refused(glb(json(524), new Uint8Array(42)), /no triangles/);
    await refused(glb(json(525), new Uint8Array(42)), /repeats its meshes too often/);
    const signal = AbortSignal.timeout(20);
    const reading = readMesh(glb(json(520), new Uint8Array(42)), 'mesh.glb', { signal, onEvent: () => undefined });
    await expect(reading).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('of hostile bytes gives a mesh or our error, never another', async () => {
    const whole = triangle();
    const cut = fc.nat(whole.length).map((end) => whole.subarray(0, Math.max(4, end)));
    const bitten = fc
      .array(fc.tuple(fc.integer({ min: 4, max: whole.length - 1 }), fc.nat(255)), { minLength: 1 })
      .map((bites) => {
        const bytes = whole.slice();
        for (const [at, value] of bites) bytes[at] = value;
        return bytes;
      });
    const nonsense = fc.json().map((text) => glb(JSON.parse(text)));
    await fc.assert(
      fc.asyncProperty(fc.oneof(cut, bitten, nonsense), async (bytes) => {
        const outcome = await read(bytes).catch((error: unknown) => error);
        if (outcome instanceof Error) expect(outcome).toMatchObject({ code: 'mesh-format' });
        else expect(outcome).toHaveProperty('indices');
      }),
      { numRuns: 500 },
    );
  });
});
