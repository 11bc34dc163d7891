import { describe, expect, it } from 'vitest';
import { readTriangleMesh } from '../../src/engine/read-triangle-mesh.ts';
import { quietContext } from '../run-context.ts';

const read = (text: string, name: string) => readTriangleMesh(new TextEncoder().encode(text), name, quietContext);

const ply = (vertices: readonly string[], properties: string): string =>
  `ply\nformat ascii 1.0\nelement vertex ${vertices.length}\nproperty double x\nproperty double y\nproperty double z\n${properties}element face 1\nproperty list uchar int vertex_indices\nend_header\n${vertices.join('\n')}\n3 0 1 2\n`;

describe('a mesh from a file', () => {
  it('has its colours, and what no triangle uses is gone', async () => {
    const rgb = 'property uchar red\nproperty uchar green\nproperty uchar blue\n';
    const mesh = await read(ply(['0 0 0 1 2 3', '1 0 0 4 5 6', '0 1 0 7 8 9', '9 9 9 0 0 0'], rgb), 'a.ply');
    expect([...mesh.positions]).toEqual([0, 0, 0, 1, 0, 0, 0, 1, 0]);
    expect([...mesh.colors!]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect([...mesh.normals!]).toEqual([0, 0, 1, 0, 0, 1, 0, 0, 1]);
  });

  it('far from the origin is shifted', async () => {
    const mesh = await read(ply(['500000 5000000 0', '500001 5000000 0', '500000 5000001 0.25'], ''), 'far.ply');
    expect([...mesh.positions].map((value, i) => value + mesh.shift[i % 3]!)).toEqual([
      500000, 5000000, 0, 500001, 5000000, 0, 500000, 5000001, 0.25,
    ]);
    expect(Math.max(...mesh.positions.map(Math.abs))).toBeLessThan(10);
  });

  it('of corners apart is joined', async () => {
    const facet = (corners: string): string => `facet normal 0 0 1\nouter loop\n${corners}endloop\nendfacet\n`;
    const text = `solid a\n${facet('vertex 0 0 0\nvertex 1 0 0\nvertex 0 1 0\n')}${facet('vertex 1 0 0\nvertex 1 1 0\nvertex 0 1 0\n')}endsolid a\n`;
    const mesh = await read(text, 'a.stl');
    expect(mesh.positions).toHaveLength(12);
    expect([...mesh.indices]).toEqual([0, 1, 2, 1, 3, 2]);
  });

  it('without a finite place for a vertex is refused', async () => {
    await expect(read(ply(['0 0 0', 'nan 0 0', '0 1 0'], ''), 'bad.ply')).rejects.toThrow(
      'Vertex 1 of "bad.ply" has no finite place',
    );
  });
});
