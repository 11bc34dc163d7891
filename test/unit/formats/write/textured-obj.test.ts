/**
 * OBJ with a texture: what three.js reads of the mesh, its material and its pictures, and how the files come into their
 * places.
 */
import { decode } from 'fast-png';
import { DefaultLoadingManager, type Loader, type Mesh, type MeshPhongMaterial, Texture } from 'three';
import { MTLLoader } from 'three/addons/loaders/MTLLoader.js';
import { OBJLoader } from 'three/addons/loaders/OBJLoader.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type WriteWhole, writeWithBeside } from '../../../../src/batch/write-beside.ts';
import { besideName } from '../../../../src/engine/formats/formats.ts';
import type { BesideSink, ByteSink } from '../../../../src/engine/formats/write/byte-sink.ts';
import { readMesh } from '../../../../src/engine/formats/read-mesh/read-mesh.ts';
import { writeMesh } from '../../../../src/engine/formats/write/write-mesh.ts';
import type { MeshTexture } from '../../../../src/engine/mesh/mesh-texture.ts';
import { vertexNormals } from '../../../../src/engine/mesh/normals.ts';
import type { TriangleMesh } from '../../../../src/engine/mesh/triangle-mesh.ts';
import { quietContext } from '../../../run-context.ts';
import { torus } from '../../../shapes/meshes.ts';

const PIXELS = 4;
const shape = torus(9, 5);
/** Every triangle has corners of its own. */
const corners = shape.indices.length;
const texture: MeshTexture = {
  sources: shape.indices.slice(),
  indices: Uint32Array.from({ length: corners }, (_, i) => i),
  coordinates: Float32Array.from({ length: 2 * corners }, (_, i) => (i + 1) / (2 * corners + 2)),
  tangents: Float32Array.from({ length: 4 * corners }, (_, i) => (i % 4 === 0 || i % 4 === 3 ? 1 : 0)),
  pixels: PIXELS,
  colors: Uint8Array.from({ length: 3 * PIXELS ** 2 }, (_, i) => 5 * i),
  relief: Uint8Array.from({ length: 3 * PIXELS ** 2 }, (_, i) => 255 - 5 * i),
};
const mesh: TriangleMesh = {
  positions: Float32Array.from(shape.positions),
  indices: shape.indices,
  normals: vertexNormals(shape.positions, shape.indices),
  colors: new Uint8Array(shape.positions.length).fill(77),
  texture,
  shift: [0, 0, 0],
};

interface Written {
  readonly bytes: Buffer;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly summary: Awaited<ReturnType<typeof writeMesh>>;
}

async function written(given: TriangleMesh, name?: string): Promise<Written> {
  const chunks: Uint8Array[] = [];
  const sink = { write: async (bytes: Uint8Array) => void chunks.push(bytes.slice()) };
  const files = new Map<string, Uint8Array>();
  const beside: BesideSink | undefined =
    name === undefined ? undefined : { name, write: async (file, bytes) => void files.set(file, bytes) };
  const summary = await writeMesh(given, 'obj', sink, quietContext, beside);
  return { bytes: Buffer.concat(chunks), files, summary };
}

/** Pictures by their names: nothing is decoded without a page. */
class NamedTextures {
  load(url: string): Texture {
    const picture = new Texture();
    picture.name = url;
    return picture;
  }
}

function readByThree({ bytes, files }: Written, materialName: string) {
  const materials = new MTLLoader().parse(Buffer.from(files.get(materialName)!).toString(), '');
  return new OBJLoader().setMaterials(materials).parse(bytes.toString()).children[0] as Mesh;
}

describe('an OBJ with a texture', () => {
  const png = /\.png$/;
  beforeAll(() => void DefaultLoadingManager.addHandler(png, new NamedTextures() as unknown as Loader));
  afterAll(() => void DefaultLoadingManager.removeHandler(png));

  it('names its material, and that its pictures, as three.js reads them', async () => {
    const all = await written(mesh, 'my statue.obj');
    expect(all.summary.lost).toEqual([]);
    expect([...all.files.keys()]).toEqual(['my statue.colors.png', 'my statue.relief.png', 'my statue.mtl']);
    expect(all.summary.beside).toEqual([...all.files.keys()]);
    expect(all.bytes.toString()).toMatch(/^mtllib my statue\.mtl$/m);
    const material = readByThree(all, 'my statue.mtl').material as MeshPhongMaterial;
    expect([material.map?.name, material.normalMap?.name]).toEqual(['my statue.colors.png', 'my statue.relief.png']);
    // Programs multiply the picture by it.
    expect(material.color.toArray()).toEqual([1, 1, 1]);
    expect(material.vertexColors).toBe(false);
  });

  it('shows at each corner of each triangle the place in the picture, from the bottom', async () => {
    const { geometry } = readByThree(await written(mesh, 'statue.obj'), 'statue.mtl');
    const [positions, places, normals] = ['position', 'uv', 'normal'].map((name) => geometry.getAttribute(name).array);
    expect(positions).toHaveLength(3 * corners);
    for (let i = 0; i < corners; i++) {
      const vertex = 3 * shape.indices[i]!;
      expect(positions!.slice(3 * i, 3 * i + 3)).toEqual(mesh.positions.slice(vertex, vertex + 3));
      expect(normals!.slice(3 * i, 3 * i + 3)).toEqual(mesh.normals!.slice(vertex, vertex + 3));
      expect(places![2 * i]).toBe(texture.coordinates[2 * i]);
      expect(places![2 * i + 1]).toBeCloseTo(1 - texture.coordinates[2 * i + 1]!, 6);
    }
  });

  it('keeps its vertices and triangles, and every byte of its pictures', async () => {
    const { bytes, files } = await written(mesh, 'statue.obj');
    const read = await readMesh(bytes, 'statue.obj', quietContext);
    expect(read.indices).toEqual(mesh.indices);
    expect(Float32Array.from(read.positions)).toEqual(mesh.positions);
    for (const [name, rgb] of [['colors', texture.colors!] as const, ['relief', texture.relief!] as const]) {
      const picture = decode(files.get(`statue.${name}.png`)!);
      expect([picture.width, picture.height, [...picture.data]]).toEqual([PIXELS, PIXELS, [...rgb]]);
      // By which GridPull replaces its own files and nobody else's.
      expect(Buffer.from(files.get(`statue.${name}.png`)!).includes('GridPull')).toBe(true);
    }
  });

  it('has the colours of its vertices where the picture has none, and corners without normals', async () => {
    const { colors: _colors, ...relief } = texture;
    const { normals: _normals, ...bare } = mesh;
    const all = await written({ ...bare, texture: relief }, 'statue.obj');
    expect([...all.files.keys()]).toEqual(['statue.relief.png', 'statue.mtl']);
    const read = readByThree(all, 'statue.mtl');
    expect((read.material as MeshPhongMaterial).map).toBeNull();
    expect(read.geometry.getAttribute('color').array).toHaveLength(3 * corners);
    expect(all.bytes.toString()).toMatch(/^f \d+\/\d+ \d+\/\d+ \d+\/\d+$/m);
  });

  it('is that without a texture for whom takes one file alone, who is told', async () => {
    const { texture: _texture, ...plain } = mesh;
    const alone = await written(mesh);
    expect(alone.summary).toMatchObject({ beside: [], lost: ['texture'] });
    expect(alone.bytes).toEqual((await written(plain)).bytes);
  });
});

describe('the names beside it', () => {
  it.each([
    ['statue.obj', 'statue.mtl'],
    ['two parts.v2.OBJ', 'two parts.v2.mtl'],
    ['Säule.obj', 'Säule.mtl'],
    ['a\nmap_Kd /etc/passwd#.obj', 'a_map_Kd /etc/passwd_.mtl'],
    ['-bm 3.obj', '_bm 3.mtl'],
    [' a  b\\.obj', '_a_ b_.mtl'],
  ])('%j: %j', (name, expected) => {
    expect(besideName(name, 'material')).toBe(expected);
  });
});

describe('the files beside it', () => {
  /** A disk on which a file has its name once its body is done. */
  function disk(isFull: (path: string) => boolean = () => false) {
    const events: string[] = [];
    const write: WriteWhole = async <T>(path: string, body: (sink: ByteSink) => Promise<T>): Promise<T> => {
      const result = await body({
        write: async () => {
          if (isFull(path)) throw new Error('full');
          events.push(`filled ${path}`);
        },
      });
      events.push(`placed ${path}`);
      return result;
    };
    const run = () =>
      writeWithBeside('out/a.obj', write, async (sink, beside) => {
        await beside.write('a.colors.png', new Uint8Array(1));
        await beside.write('a.mtl', new Uint8Array(1));
        await sink.write(new Uint8Array(1));
        return beside.name;
      });
    return { events, run };
  }

  it('are all filled before the first gets its name, and the mesh gets its own last', async () => {
    const { events, run } = disk();
    expect(await run()).toBe('a.obj');
    expect(events).toEqual([
      ...['a.obj', 'a.colors.png', 'a.mtl'].map((name) => `filled out/${name}`),
      ...['a.mtl', 'a.colors.png', 'a.obj'].map((name) => `placed out/${name}`),
    ]);
  });

  it.each(['a.obj', 'a.colors.png', 'a.mtl'])('get no names where %s cannot be written', async (name) => {
    const { events, run } = disk((path) => path === `out/${name}`);
    await expect(run()).rejects.toThrow('full');
    expect(events.filter((event) => event.startsWith('placed'))).toEqual([]);
  });
});
