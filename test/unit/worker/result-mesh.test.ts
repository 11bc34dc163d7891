/** Meshes that a batch wrote, read back to the very numbers that the run had. */
import { describe, expect, it } from 'vitest';
import type { ByteSource, MeshFormat, TriangleMesh } from '../../../src/engine/index.ts';
import { readResultMesh } from '../../../src/renderer/worker/result-mesh.ts';
import { quietContext } from '../../run-context.ts';
import { meshBytes } from '../../shapes/mesh-bytes.ts';

const UTM = [483_000, 5_456_000, 300] as const;

/** A patch of 20 × 20 vertices, none of them a round number. */
function patch(shift: TriangleMesh['shift']): TriangleMesh {
  const size = 20;
  const positions = Float32Array.from({ length: 3 * size * size }, (_, i) => {
    const vertex = Math.floor(i / 3);
    const [x, y] = [vertex % size, Math.floor(vertex / size)];
    return [x * 1.1 - 9.7, y * 0.9 - 7.3, Math.sin(0.7 * x) * Math.cos(0.4 * y)][i % 3]!;
  });
  const indices: number[] = [];
  for (let y = 0; y + 1 < size; y++) {
    for (let x = 0; x + 1 < size; x++) {
      const corner = y * size + x;
      indices.push(corner, corner + 1, corner + size, corner + 1, corner + size + 1, corner + size);
    }
  }
  const colors = Uint8Array.from(positions, (_, i) => (i * 37) & 255);
  return { positions, indices: Uint32Array.from(indices), normals: positions.map(() => 0.577), colors, shift };
}

/** In pieces, and with a size that is not known where it is not given. */
function sourceOf(name: string, bytes: Uint8Array, size?: number): ByteSource {
  return {
    name,
    ...(size !== undefined && { size }),
    async *stream() {
      for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000);
    },
  };
}

/** Corners of all triangles, which do not depend on how vertices are numbered. */
const cornersOf = ({ positions, indices }: Pick<TriangleMesh, 'positions' | 'indices'>): number[] =>
  [...indices].flatMap((vertex) => [...positions.subarray(3 * vertex, 3 * vertex + 3)]);

describe.each<MeshFormat>(['ply', 'ply-ascii', 'obj', 'stl', 'glb'])('%s', (format) => {
  const name = `mesh.${format.replace('-ascii', '')}`;

  it.each([
    ['without a shift', [0, 0, 0] as const],
    ['with one', UTM],
  ])('comes back %s', async (_what, shift) => {
    const mesh = patch(shift);
    const bytes = await meshBytes(mesh, format);
    for (const size of [undefined, bytes.length]) {
      const read = await readResultMesh(sourceOf(name, bytes, size), format, shift, quietContext);
      expect(read.positions.length).toBe(mesh.positions.length);
      const [was, is] = [cornersOf(mesh), cornersOf(read)];
      expect(is.length).toBe(was.length);
      // World coordinates in float64 end at 10⁻⁹ there, where a float32 near zero would go on.
      const tolerance = shift === UTM ? 1e-9 : 0;
      expect(Math.max(...is.map((value, i) => Math.abs(value - was[i]!)))).toBeLessThanOrEqual(tolerance);
    }
  });
});

it('keeps the numbering where the format has one', async () => {
  const mesh = patch(UTM);
  for (const format of ['ply', 'obj', 'glb'] as const) {
    const { indices } = await readResultMesh(
      sourceOf(`mesh.${format}`, await meshBytes(mesh, format)),
      format,
      UTM,
      quietContext,
    );
    expect(indices).toEqual(mesh.indices);
  }
});

it.each([
  ['a GLB that is cut off', (bytes: Uint8Array) => bytes.subarray(0, bytes.length - 1), /cut off/],
  ['a GLB that ends in its header', (bytes: Uint8Array) => bytes.subarray(0, 30), /not read/],
  ['a GLB of another program', (bytes: Uint8Array) => renamed(bytes), /another program/],
  ['no mesh', () => new Uint8Array(100), /no mesh we can read/],
])('says what is wrong with %s', async (_what, change, words) => {
  const bytes = change(await meshBytes(patch(UTM), 'glb'));
  const read = readResultMesh(sourceOf('mesh.glb', bytes), 'glb', UTM, quietContext);
  await expect(read).rejects.toMatchObject({ code: 'mesh-format', message: expect.stringMatching(words) as string });
});

function renamed(bytes: Uint8Array): Uint8Array {
  return Buffer.from(Buffer.from(bytes).toString('latin1').replace('"GridPull"', '"GridPush"'), 'latin1');
}
