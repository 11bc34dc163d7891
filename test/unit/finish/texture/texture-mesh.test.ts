/**
 * Textures from mesh to file: what pictures show at each place of the surface, against the points and the finer mesh.
 */
import { validateBytes } from 'gltf-validator';
import { decode } from 'fast-png';
import { MeshoptDecoder } from 'meshoptimizer/decoder';
import { describe, expect, it } from 'vitest';
import type { PointCloud } from '../../../../src/engine/cloud/point-cloud.ts';
import { unwrapMesh } from '../../../../src/engine/finish/texture/unwrap.ts';
import { spreadSteps } from '../../../../src/engine/finish/texture/spread-pixels.ts';
import { type TextureInput, textureMesh, textureRefusal } from '../../../../src/engine/finish/texture/texture-mesh.ts';
import { pngOfColors } from '../../../../src/engine/formats/write/png-picture.ts';
import { readMesh } from '../../../../src/engine/formats/read-mesh/read-mesh.ts';
import { writeMesh } from '../../../../src/engine/formats/write/write-mesh.ts';
import { INLINE_TASKS } from '../../../../src/engine/host/inline-host.ts';
import { finishSteps } from '../../../../src/engine/host/steps.ts';
import type { MeshTexture } from '../../../../src/engine/mesh/mesh-texture.ts';
import { vertexNormals } from '../../../../src/engine/mesh/normals.ts';
import type { TriangleMesh } from '../../../../src/engine/mesh/triangle-mesh.ts';
import { cross, type Triple } from '../../../../src/engine/math/triple.ts';
import { quietContext } from '../../../run-context.ts';
import { torus } from '../../../shapes/meshes.ts';

const SHIFT = [100, 200, 0] as const;
const PIXELS = 256;

function meshOf(columns: number, rows: number): TriangleMesh {
  const { positions, indices } = torus(columns, rows);
  const normals = vertexNormals(positions, indices);
  return { positions: Float32Array.from(positions), indices, normals, shift: SHIFT };
}

/** A colour for each place that changes slowly: what it is nearby. */
const colourAt = ([x, y, z]: Triple): number[] => [127 + 80 * x, 127 + 80 * y, 127 + 300 * z];

/** The vertices of a fine torus as points, in a space of their own. */
const fine = torus(160, 80);
const cloud = {
  positions: Float32Array.from(fine.positions, (value, i) => value + SHIFT[i % 3]! - 90),
  colors: Uint8Array.from(
    Array.from({ length: fine.positions.length / 3 }, (_, i) =>
      colourAt([fine.positions[3 * i]!, fine.positions[3 * i + 1]!, fine.positions[3 * i + 2]!]),
    ).flat(),
  ),
  shift: [90, 90, 90],
} as unknown as PointCloud;

const mesh = meshOf(40, 20);
const textured = (input: TextureInput) => textureMesh(input, INLINE_TASKS, quietContext);
const made = textured({ mesh, pixels: PIXELS, fine, cloud });

/** What a viewer finds in the middle of each triangle: the place, and the pixel there. */
function middles({ texture, mesh: { positions } }: { texture: MeshTexture; mesh: TriangleMesh }) {
  return Array.from({ length: texture.indices.length / 3 }, (_, t) => {
    const corners = [...texture.indices.subarray(3 * t, 3 * t + 3)];
    const mean = (at: (corner: number) => number): number => corners.reduce((sum, corner) => sum + at(corner), 0) / 3;
    const place = [0, 1, 2].map((axis) => mean((c) => positions[3 * texture.sources[c]! + axis]!));
    const [u, v] = [0, 1].map((part) => mean((c) => texture.coordinates[2 * c + part]!)) as [number, number];
    const pixel = texture.pixels * Math.floor(v * texture.pixels) + Math.floor(u * texture.pixels);
    return { place: place as unknown as Triple, pixel, corner: corners[0]! };
  });
}

describe('a texture', () => {
  it('keeps every triangle, its corners at their own vertices, within the picture', async () => {
    const { texture } = await made;
    expect([...texture.indices].map((corner) => texture.sources[corner])).toEqual([...mesh.indices]);
    expect(texture.coordinates.every((value) => value >= 0 && value <= 1)).toBe(true);
  });

  it('shows the colours of the points', async () => {
    const { texture, report } = await made;
    expect(report).toMatchObject({ pixels: PIXELS, hasColors: true, hasRelief: true });
    for (const { place, pixel } of middles({ texture, mesh })) {
      colourAt(place).forEach((value, channel) => {
        expect(Math.abs(texture.colors![3 * pixel + channel]! - value)).toBeLessThan(12);
      });
    }
  });

  it('shows the normals of the finer surface in the frame of the coarse one', async () => {
    const { texture } = await made;
    for (const { place, pixel, corner } of middles({ texture, mesh })) {
      const normal = [0, 1, 2].map((axis) => mesh.normals![3 * texture.sources[corner]! + axis]!) as unknown as Triple;
      const right = [...texture.tangents.subarray(4 * corner, 4 * corner + 3)] as unknown as Triple;
      expect(Math.hypot(...right)).toBeCloseTo(1, 5);
      const up = cross(normal, right).map((value) => value * texture.tangents[4 * corner + 3]!);
      const [p, q, r] = [0, 1, 2].map((k) => texture.relief![3 * pixel + k]! / 127.5 - 1) as [number, number, number];
      const shown = [0, 1, 2].map((axis) => p * right[axis]! + q * up[axis]! + r * normal[axis]!);
      const across = Math.hypot(place[0], place[1]);
      const own = [place[0] - place[0] / across, place[1] - place[1] / across, place[2]];
      const length = Math.hypot(...own) * Math.hypot(...shown);
      const cosine = own.reduce((sum, value, axis) => sum + value * shown[axis]!, 0) / length;
      // A frame of one corner for the middle of the triangle: some degrees.
      expect(cosine).toBeGreaterThan(0.96);
    }
  });

  it('tangents go right in the picture, and up to its top', async () => {
    const { texture } = await made;
    const { coordinates, sources, indices, tangents } = texture;
    for (let first = 0; first < indices.length; first += 3) {
      const [a, b] = [indices[first]!, indices[first + 1]!];
      const along = [0, 1, 2].map(
        (axis) => mesh.positions[3 * sources[b]! + axis]! - mesh.positions[3 * sources[a]! + axis]!,
      );
      const right = [...tangents.subarray(4 * a, 4 * a + 3)];
      const normal = [0, 1, 2].map((axis) => mesh.normals![3 * sources[a]! + axis]!) as unknown as Triple;
      const up = cross(normal, right as unknown as Triple).map((value) => value * tangents[4 * a + 3]!);
      const [u, v] = [0, 1].map((part) => coordinates[2 * b + part]! - coordinates[2 * a + part]!) as [number, number];
      const [toRight, toUp] = [right, up].map((way) => way.reduce((sum, value, axis) => sum + value * along[axis]!, 0));
      const cosine = (toRight! * u - toUp! * v) / (Math.hypot(toRight!, toUp!) * Math.hypot(u, v));
      expect(cosine).toBeGreaterThan(0.9);
    }
  });

  it('is the same every time', async () => {
    const again = await textured({ mesh, pixels: PIXELS, fine, cloud });
    expect(again).toEqual(await made);
  });

  it('has no colours without points, no relief without a finer mesh, and there is none of neither', async () => {
    const small = { mesh: meshOf(8, 6), pixels: 512 };
    const relief = await textured({ ...small, fine: torus(16, 12) });
    expect([relief.texture.colors, relief.report.hasColors, relief.report.hasRelief]).toEqual([undefined, false, true]);
    const colours = await textured({ ...small, cloud });
    expect([colours.texture.relief, colours.report.hasColors]).toEqual([undefined, true]);
    expect(textureRefusal(small)).toMatch(/^No texture is made: it would show nothing/);
    const ofSize = (triangles: number) => ({ ...mesh, indices: new Uint32Array(3 * triangles) });
    expect(textureRefusal({ ...small, mesh: ofSize(500_000), cloud })).toBeNull();
    expect(textureRefusal({ ...small, mesh: ofSize(500_001), cloud })).toMatch(/simplify the mesh first\.$/);
  });

  it('is laid out alike at every scale', async () => {
    const { positions, normals, indices } = meshOf(16, 8);
    const laidOut = (scale: number) =>
      unwrapMesh({ positions: positions.map((value) => scale * value), normals: normals!, indices, pixels: 128 });
    const own = await laidOut(1);
    expect(own.charts).toBeGreaterThan(0);
    // Powers of two round nothing.
    for (const scale of [2 ** 100, 2 ** -100]) expect(await laidOut(scale)).toEqual(own);
  });

  it('is written as GLB that Khronos finds nothing in, whose pictures come back, and whose triangles do', async () => {
    const { texture } = await made;
    const chunks: Uint8Array[] = [];
    const sink = { write: async (bytes: Uint8Array) => void chunks.push(bytes.slice()) };
    const { lost } = await writeMesh({ ...mesh, texture }, 'glb', sink, quietContext);
    expect(lost).toEqual([]);
    const bytes = Buffer.concat(chunks);
    const { issues } = await validateBytes(bytes, { maxIssues: 10 });
    expect(issues.messages).toEqual([]);
    const read = await readMesh(bytes, 'textured.glb', quietContext);
    expect(read.indices.length).toBe(mesh.indices.length);
    const at = bytes.indexOf(Buffer.from([0x89, 0x50, 0x4e, 0x47]));
    expect(Buffer.from(decode(bytes.subarray(at)).data as Uint8Array).equals(Buffer.from(texture.colors!))).toBe(true);
    const other = await writeMesh({ ...mesh, texture }, 'ply', { write: () => Promise.resolve() }, quietContext);
    expect(other.lost).toContain('texture');
  });
});

describe('a texture in compressed GLB', () => {
  it('is what it is in plain GLB but for rounding, and Khronos finds nothing', async () => {
    const { texture } = await made;
    const [plain, packed] = await Promise.all(
      (['glb', 'glb-compressed'] as const).map(async (format) => {
        const chunks: Uint8Array[] = [];
        const sink = { write: async (bytes: Uint8Array) => void chunks.push(bytes.slice()) };
        const { lost } = await writeMesh({ ...mesh, texture }, format, sink, quietContext);
        expect(lost).toEqual([]);
        return Buffer.concat(chunks);
      }),
    );
    const { issues } = await validateBytes(packed!, { maxIssues: 10 });
    expect(issues.messages.filter(({ severity }) => severity < 2)).toEqual([]);
    const [own, unpacked] = await Promise.all([plain!, packed!].map((bytes) => cornersOf(bytes)));
    expect(unpacked!.pictures).toEqual(own!.pictures);
    expect(own!.pictures).toHaveLength(2);
    expect(unpacked!.rows).toHaveLength(own!.rows.length);
    // Each corner by its place in the picture, which no other shares.
    const nearest = own!.rows.map(({ uv }) =>
      unpacked!.rows.reduce((best, row) => (apart(row.uv, uv) < apart(best.uv, uv) ? row : best)),
    );
    for (const [i, { uv, place, tangent }] of own!.rows.entries()) {
      const row = nearest[i]!;
      expect(apart(row.uv, uv)).toBeLessThan(1 / 65_535);
      expect(apart(row.place, place)).toBeLessThan(1e-4);
      expect(row.tangent[3]).toBe(tangent[3]);
      // Eight bits on an octahedron.
      expect(apart(row.tangent.slice(0, 3), tangent.slice(0, 3))).toBeLessThan(0.02);
    }
  });
});

const apart = (a: readonly number[], b: readonly number[]): number => Math.hypot(...a.map((value, i) => value - b[i]!));

interface View {
  readonly byteOffset?: number;
  readonly byteLength: number;
  readonly extensions?: {
    readonly EXT_meshopt_compression: {
      readonly byteOffset: number;
      readonly byteLength: number;
      readonly byteStride: number;
      readonly count: number;
      readonly mode: string;
      readonly filter?: string;
    };
  };
}
interface Gltf {
  readonly accessors: { readonly bufferView: number; readonly componentType: number; readonly count: number }[];
  readonly bufferViews: View[];
  readonly images: { readonly bufferView: number }[];
  readonly meshes: { readonly primitives: { readonly attributes: Readonly<Record<string, number>> }[] }[];
  readonly nodes: { readonly scale?: number[]; readonly translation: number[] }[];
}
/** Bytes of a column's number, and what is 1 of it. */
const NUMBERS: Readonly<Record<number, readonly [bytes: number, read: (view: DataView, at: number) => number]>> = {
  5120: [1, (view, at) => view.getInt8(at) / 127],
  5123: [2, (view, at) => view.getUint16(at, true)],
  5126: [4, (view, at) => view.getFloat32(at, true)],
};

/**
 * Places, coordinates in the pictures and tangents of the corners as the glTF specifications say, unpacked by
 * meshoptimizer.
 */
async function cornersOf(file: Buffer) {
  await MeshoptDecoder.ready;
  const jsonBytes = file.readUInt32LE(12);
  const gltf = JSON.parse(file.toString('utf8', 20, 20 + jsonBytes)) as Gltf;
  const binary = file.subarray(28 + jsonBytes);
  const viewOf = ({ byteOffset = 0, byteLength, extensions }: View): [bytes: Uint8Array, stride: number | null] => {
    const packed = extensions?.EXT_meshopt_compression;
    if (!packed) return [binary.subarray(byteOffset, byteOffset + byteLength), null];
    const bytes = new Uint8Array(packed.count * packed.byteStride);
    const source = binary.subarray(packed.byteOffset, packed.byteOffset + packed.byteLength);
    MeshoptDecoder.decodeGltfBuffer(bytes, packed.count, packed.byteStride, source, packed.mode, packed.filter);
    return [bytes, packed.byteStride];
  };
  const { attributes } = gltf.meshes[0]!.primitives[0]!;
  const columnOf = (name: string, width: number): number[][] => {
    const { bufferView, componentType, count } = gltf.accessors[attributes[name]!]!;
    const [bytes, stride] = viewOf(gltf.bufferViews[bufferView]!);
    const [size, read] = NUMBERS[componentType]!;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const row = stride ?? size * width;
    return Array.from({ length: count }, (_, i) =>
      Array.from({ length: width }, (__, k) => read(view, i * row + k * size)),
    );
  };
  const [{ scale = [1, 1, 1], translation }] = gltf.nodes as [Gltf['nodes'][number]];
  const places = columnOf('POSITION', 3).map(([x, y, z]) => [
    scale[0]! * x! + translation[0]!,
    scale[1]! * z! + translation[1]!,
    translation[2]! - scale[2]! * y!,
  ]);
  const isWhole = gltf.accessors[attributes['TEXCOORD_0']!]!.componentType === 5123;
  const uvs = columnOf('TEXCOORD_0', 2).map((uv) => uv.map((value) => value / (isWhole ? 65_535 : 1)));
  const tangents = columnOf('TANGENT', 4);
  const rows = places.map((place, i) => ({ place, uv: uvs[i]!, tangent: tangents[i]! }));
  const pictures = gltf.images.map(({ bufferView }) => decode(viewOf(gltf.bufferViews[bufferView]!)[0]).data);
  return { rows, pictures };
}

describe('pictures', () => {
  it.each([
    [1, 1],
    [3, 2],
    [64, 40],
  ])('of %i × %i pixels come back by another reader', (width, height) => {
    const rgb = Uint8Array.from({ length: 3 * width * height }, (_, i) => (i * i * 31 + 7 * i) % 256);
    const { data, ...rest } = decode(pngOfColors(width, height, rgb));
    expect([rest.width, rest.height, rest.channels]).toEqual([width, height, 3]);
    expect([...data]).toEqual([...rgb]);
  });

  it('are spread eight pixels beyond what is covered, and no further', () => {
    const pixels = 40;
    const isCovered = new Uint8Array(pixels * pixels);
    const picture = new Uint8Array(3 * isCovered.length);
    isCovered[pixels * 20 + 20] = 1;
    picture.set([10, 20, 30], 3 * (pixels * 20 + 20));
    finishSteps(spreadSteps(pixels, isCovered, [picture]));
    expect(isCovered.reduce((sum, is) => sum + is, 0)).toBe(17 * 17);
    expect([...picture.subarray(3 * (pixels * 12 + 28), 3 * (pixels * 12 + 28) + 3)]).toEqual([10, 20, 30]);
    expect(picture[3 * (pixels * 11 + 20)]).toBe(0);
  });
});
