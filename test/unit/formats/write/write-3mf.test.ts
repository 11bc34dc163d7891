/** 3MF files as three's loader reads them, and by the rules of the core specification and the materials extension. */
import { unzipSync } from 'fflate';
import { Color, type Mesh, SRGBColorSpace } from 'three';
import { ThreeMFLoader } from 'three/addons/loaders/3MFLoader.js';
import { describe, expect, it, vi } from 'vitest';
import { readTriangleMesh } from '../../../../src/engine/read-triangle-mesh.ts';
import type { TriangleMesh } from '../../../../src/engine/mesh/triangle-mesh.ts';
import { SmallDomParser, type SmallElement } from '../../../formats/small-dom.ts';
import { quietContext } from '../../../run-context.ts';
import { meshBytes } from '../../../shapes/mesh-bytes.ts';
import { torus } from '../../../shapes/meshes.ts';

const shape = torus(20, 10);
const ring: TriangleMesh = {
  positions: Float32Array.from(shape.positions),
  indices: shape.indices,
  shift: [0, 0, 0],
};
const colors = Uint8Array.from(ring.positions, (value, i) => Math.abs(Math.round(60 * value) + 7 * (i % 5)) & 0xf0);
const colored = { ...ring, colors };

const modelOf = (bytes: Uint8Array): SmallElement =>
  new SmallDomParser().parseFromString(new TextDecoder().decode(unzipSync(bytes)['3D/3dmodel.model'])).documentElement;

function loaded(bytes: Buffer): { readonly mesh: Mesh; readonly corners: number[][] } {
  vi.stubGlobal('DOMParser', SmallDomParser);
  const group = new ThreeMFLoader().parse(Uint8Array.from(bytes).buffer);
  vi.unstubAllGlobals();
  const meshes: Mesh[] = [];
  group.traverse((object) => {
    if ('isMesh' in object) meshes.push(object as Mesh);
  });
  expect(meshes).toHaveLength(1);
  const { index, attributes } = meshes[0]!.geometry;
  const position = attributes['position']!;
  const numbers = index ? [...index.array] : Array.from({ length: position.count }, (_, i) => i);
  const corners = numbers.map((vertex) => [position.getX(vertex), position.getY(vertex), position.getZ(vertex)]);
  return { mesh: meshes[0]!, corners };
}

const cornersOf = ({ positions, indices }: TriangleMesh): number[][] =>
  Array.from(indices, (vertex) => [...positions.subarray(3 * vertex, 3 * vertex + 3)]);

describe('a 3MF file', () => {
  it('is the same mesh to three, corner for corner', async () => {
    expect(loaded(await meshBytes(ring, '3mf')).corners).toEqual(cornersOf(ring));
  });

  it('has the colours of the vertices there, byte for byte', async () => {
    const { mesh, corners } = loaded(await meshBytes(colored, '3mf'));
    expect(corners).toEqual(cornersOf(ring));
    const attribute = mesh.geometry.attributes['color']!;
    const bytes = Array.from({ length: attribute.count }, (_, i) =>
      new Color(attribute.getX(i), attribute.getY(i), attribute.getZ(i)).getHexString(SRGBColorSpace),
    );
    const hex = (vertex: number): string => Buffer.from(colors.subarray(3 * vertex, 3 * vertex + 3)).toString('hex');
    expect(bytes).toEqual(Array.from(ring.indices, hex));
  });

  it('keeps to the rules', async () => {
    const model = modelOf(await meshBytes(colored, '3mf'));
    expect(model.nodeName).toBe('model');
    expect(model.getAttribute('unit')).toBe('millimeter');
    expect(model.getAttribute('requiredextensions')).toBe('m');
    expect(model.children.map(({ nodeName }) => nodeName)).toEqual(['metadata', 'resources', 'build']);
    const [group, object] = model.querySelector('resources')!.children;
    const palette = group!.children.map((color) => color.getAttribute('color'));
    expect(new Set(palette).size).toBe(palette.length);
    for (const color of palette) expect(color).toMatch(/^#[0-9A-F]{6}$/);
    expect([group, object].map((element) => element!.getAttribute('id'))).toEqual(['1', '2']);
    expect([object!.getAttribute('pid'), object!.getAttribute('pindex')]).toEqual(['1', '0']);
    expect(model.querySelectorAll('item').map((item) => item.getAttribute('objectid'))).toEqual(['2']);
    const vertices = object!.querySelectorAll('vertices vertex');
    for (const { attributes } of vertices) {
      expect(attributes.map(({ name }) => name)).toEqual(['x', 'y', 'z']);
      // What the schema takes for a number.
      for (const { value } of attributes) expect(value).toMatch(/^[-+]?(\d+(\.\d+)?|\.\d+)([eE][-+]?\d+)?$/);
    }
    const triangles = object!.querySelectorAll('triangles triangle');
    expect(triangles).toHaveLength(ring.indices.length / 3);
    for (const triangle of triangles) {
      const values = (names: string): number[] => names.split(' ').map((name) => Number(triangle.getAttribute(name)));
      expect(new Set(values('v1 v2 v3')).size).toBe(3);
      expect(Math.max(...values('v1 v2 v3'))).toBeLessThan(vertices.length);
      expect(Math.max(...values('p1 p2 p3'))).toBeLessThan(palette.length);
      expect(triangle.getAttribute('pid')).toBe('1');
    }
    expect(modelOf(await meshBytes(ring, '3mf')).getAttribute('requiredextensions')).toBeNull();
  });

  it('is a package whose types and relationships lead to the model', async () => {
    const bytes = await meshBytes(ring, '3mf');
    const files = unzipSync(bytes);
    expect(Object.keys(files)).toEqual(['[Content_Types].xml', '_rels/.rels', '3D/3dmodel.model']);
    const parse = (name: string): SmallElement =>
      new SmallDomParser().parseFromString(new TextDecoder().decode(files[name])).documentElement;
    const types = parse('[Content_Types].xml').children.map((type) => type.getAttribute('Extension'));
    expect(types).toEqual(['rels', 'model']);
    const [relationship] = parse('_rels/.rels').children;
    expect(relationship!.getAttribute('Target')).toBe('/3D/3dmodel.model');
    // By this GridPull knows its own files.
    expect(bytes.subarray(0, 1024).includes('GridPull')).toBe(true);
    expect(await meshBytes(ring, '3mf')).toEqual(bytes);
  });

  it('comes back number for number, with its colours and without its shift', async () => {
    const odd = Float32Array.from(ring.positions, (value) => value / 3 - 1e-9);
    const mesh = { ...colored, positions: odd, shift: [5e5, 0, 0] as const };
    const back = await readTriangleMesh(await meshBytes(mesh, '3mf'), 'ring.3mf', quietContext);
    expect(back.positions).toEqual(odd);
    expect(back.indices).toEqual(ring.indices);
    expect(back.colors).toEqual(colors);
    expect(back.shift).toEqual([0, 0, 0]);
  });

  it('has no triangle that names a vertex twice, and no object without triangles', async () => {
    const indices = Uint32Array.of(0, 1, 1, 0, 1, 2);
    const some = modelOf(await meshBytes({ ...ring, indices }, '3mf'));
    expect(some.querySelectorAll('triangle').map((triangle) => triangle.getAttribute('v3'))).toEqual(['2']);
    const none = modelOf(await meshBytes({ ...colored, indices: indices.subarray(0, 3) }, '3mf'));
    expect(none.querySelectorAll('object item colorgroup')).toEqual([]);
    expect(none.querySelector('build')!.children).toEqual([]);
  });

  it('of many pieces is whole', async () => {
    // More text than is packed at once, and more bytes than are flushed at once.
    const large = torus(220, 110);
    const mesh = { ...ring, positions: Float32Array.from(large.positions, Math.sin), indices: large.indices };
    const back = await readTriangleMesh(await meshBytes(mesh, '3mf'), 'ring.3mf', quietContext);
    expect(back.indices).toEqual(mesh.indices);
    expect(back.positions).toEqual(mesh.positions);
  });
});
