/**
 * Compressed GLB, read back by three.js with meshoptimizer's decoder, by Khronos' validator, and by our own readers.
 */
import { validateBytes } from 'gltf-validator';
import { MeshoptDecoder } from 'meshoptimizer/decoder';
import { type BufferAttribute, type Mesh, Vector3 } from 'three';
import { GLTFLoader } from 'three/examples/jsm/loaders/GLTFLoader.js';
import { describe, expect, it } from 'vitest';
import { runSteps } from '../../../../src/engine/host/steps.ts';
import type { MeshFormat } from '../../../../src/engine/formats/formats.ts';
import { readMesh } from '../../../../src/engine/formats/read-mesh/read-mesh.ts';
import { unpackedGlb } from '../../../../src/engine/formats/read-mesh/unpack-glb.ts';
import { writeMesh } from '../../../../src/engine/formats/write/write-mesh.ts';
import { vertexNormals } from '../../../../src/engine/mesh/normals.ts';
import { topologySteps } from '../../../../src/engine/mesh/topology.ts';
import type { TriangleMesh } from '../../../../src/engine/mesh/triangle-mesh.ts';
import { quietContext } from '../../../run-context.ts';
import { torus } from '../../../shapes/meshes.ts';

const UTM = [636_900.5, 5_403_190.25, 188] as const;

async function bytesOf(mesh: TriangleMesh, format: MeshFormat = 'glb-compressed'): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  await writeMesh(mesh, format, { write: async (bytes) => void chunks.push(bytes.slice()) }, quietContext);
  return Buffer.concat(chunks);
}

function fullMesh(columns = 60, rows = 30, shift: TriangleMesh['shift'] = [0, 0, 0]): TriangleMesh {
  const { positions, indices } = torus(columns, rows);
  const colors = new Uint8Array(positions.length).map((_, i) => (37 * i) % 256);
  return {
    positions: Float32Array.from(positions),
    indices,
    normals: vertexNormals(positions, indices),
    colors,
    shift,
  };
}

async function loaded(bytes: Buffer): Promise<Mesh> {
  const loader = new GLTFLoader().setMeshoptDecoder(MeshoptDecoder);
  const { buffer, byteOffset, length } = bytes;
  const { scene } = await loader.parseAsync(buffer.slice(byteOffset, byteOffset + length) as ArrayBuffer, '');
  scene.updateMatrixWorld(true);
  const mesh = scene.getObjectByProperty('type', 'Mesh');
  return mesh as Mesh;
}

/** The places of the vertices as three.js shows them, in our axes. */
function shownPlaces(mesh: Mesh): Vector3[] {
  const positions = mesh.geometry.getAttribute('position') as BufferAttribute;
  return Array.from({ length: positions.count }, (_, i) => {
    const { x, y, z } = new Vector3().fromBufferAttribute(positions, i).applyMatrix4(mesh.matrixWorld);
    return new Vector3(x, -z, y);
  });
}

const STEP = 2.6 / 65_535;

describe('compressed GLB', () => {
  it('three.js shows the same surface with the same normals and colours', async () => {
    const mesh = fullMesh();
    const shown = await loaded(await bytesOf(mesh));
    const places = shownPlaces(shown);
    expect(places).toHaveLength(mesh.positions.length / 3);
    expect(shown.geometry.index!.count).toBe(mesh.indices.length);
    const [normals, colors] = ['normal', 'color'].map((name) => shown.geometry.getAttribute(name) as BufferAttribute);
    let [furthest, mostTurned] = [0, 0];
    for (const [i, place] of places.entries()) {
      const [vertex, distance] = nearest(mesh.positions, place);
      furthest = Math.max(furthest, distance);
      const normal = new Vector3().fromBufferAttribute(normals!, i).normalize();
      const own = new Vector3().fromArray(mesh.normals!, 3 * vertex);
      mostTurned = Math.max(mostTurned, normal.angleTo(own));
      expect(byteOf(colors!.getX(i))).toBe(mesh.colors![3 * vertex]);
      expect(byteOf(colors!.getZ(i))).toBe(mesh.colors![3 * vertex + 2]);
    }
    expect(furthest).toBeLessThan((Math.sqrt(3) / 2) * STEP * 1.01);
    expect((180 * mostTurned) / Math.PI).toBeLessThan(0.95);
  });

  it("Khronos' validator finds nothing", async () => {
    for (const mesh of [fullMesh(), fullMesh(3, 3, UTM)]) {
      const { issues } = await validateBytes(await bytesOf(mesh), { maxIssues: 10 });
      expect(issues.messages.filter(({ severity }) => severity < 2)).toEqual([]);
    }
  });

  it('takes a quarter of the plain file, though its colours are noise', async () => {
    const mesh = fullMesh(200, 100);
    const [small, plain] = [await bytesOf(mesh), await bytesOf(mesh, 'glb')];
    expect(small.length).toBeLessThan(plain.length / 4);
    expect(await bytesOf(mesh)).toEqual(small);
  });

  it('comes back by our own reader, with a shift in float64 and the same topology', async () => {
    const mesh = fullMesh(40, 20, UTM);
    const read = await readMesh(await bytesOf(mesh), 'small.glb', quietContext);
    const { genus, watertight, triangles } = await runSteps(
      topologySteps(read.positions, read.indices),
      quietContext.signal,
    );
    expect([genus, watertight, triangles]).toEqual([1, true, 1600]);
    for (let i = 0; i < read.positions.length; i += 3) {
      const [x, y, z] = [0, 1, 2].map((axis) => read.positions[i + axis]! - UTM[axis]!) as [number, number, number];
      expect(nearest(mesh.positions, new Vector3(x, y, z))[1]).toBeLessThan(STEP);
    }
  });

  it('unused vertices go, one triangle stays, a mesh without triangles is a plain GLB', async () => {
    const positions = Float32Array.of(9, 9, 9, 0, 0, 0, 1, 0, 0, 0, 1, 0);
    const one = { positions, indices: Uint32Array.of(1, 2, 3), shift: [0, 0, 0] as const };
    const read = await readMesh(await bytesOf(one), 'one.glb', quietContext);
    expect([read.positions.length, read.indices.length]).toEqual([9, 3]);
    const points = { ...one, indices: new Uint32Array(0) };
    expect(await bytesOf(points)).toEqual(await bytesOf(points, 'glb'));
    const flat = { positions: new Float32Array(9), indices: Uint32Array.of(0, 1, 2), shift: [0, 0, 0] as const };
    expect((await readMesh(await bytesOf(flat), 'flat.glb', quietContext)).indices.length).toBe(3);
  });

  it('damaged parts end with a sentence', async () => {
    const whole = await bytesOf(fullMesh(12, 8));
    const jsonBytes = whole.readUInt32LE(12);
    const text = whole.toString('latin1', 20, 20 + jsonBytes);
    const withJson = (change: (json: string) => string): Buffer => {
      const changed = Buffer.from(whole);
      changed.write(
        change(text).replace('"name":"GridPull mesh",', '').padEnd(jsonBytes).slice(0, jsonBytes),
        20,
        'latin1',
      );
      return changed;
    };
    const scrambled = Buffer.from(whole);
    for (let i = 28 + jsonBytes; i < scrambled.length; i += 7) scrambled[i] = (scrambled[i]! * 31 + 7) % 256;
    const cases = [
      scrambled,
      withJson((json) => json.replace(/"count":\d+,"mode":"ATTRIBUTES"/, '"count":9e12,"mode":"ATTRIBUTES"')),
      withJson((json) => json.replace(/"byteStride":8,"count"/, '"byteStride":0,"count"')),
      withJson((json) => json.replace('"filter":"OCTAHEDRAL"', '"filter":"ELLIPSOIDAL"')),
    ];
    for (const [i, bytes] of cases.entries()) {
      await expect(unpackedGlb(bytes, 'bad.glb').then(() => `case ${i} is read`)).rejects.toThrow(
        /^"bad.glb" cannot be read: its compressed/,
      );
    }
  });
});

function nearest(positions: Float32Array, { x, y, z }: Vector3): [vertex: number, distance: number] {
  let [best, vertex] = [Infinity, -1];
  for (let i = 0; i < positions.length; i += 3) {
    const distance = Math.hypot(positions[i]! - x, positions[i + 1]! - y, positions[i + 2]! - z);
    if (distance < best) [best, vertex] = [distance, i / 3];
  }
  return [vertex, best];
}

/** Linear light to an sRGB byte (IEC 61966-2-1). */
function byteOf(light: number): number {
  return Math.round(255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055));
}
