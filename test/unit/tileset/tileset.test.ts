/** Tilesets of surfaces made in code: whole, without cracks, in their place, and as far from the mesh as they say. */
import { validateBytes } from 'gltf-validator';
import { describe, expect, it } from 'vitest';
import { readMesh } from '../../../src/engine/formats/read-mesh/read-mesh.ts';
import { finishSteps } from '../../../src/engine/host/steps.ts';
import { deviationSteps } from '../../../src/engine/measure/deviation.ts';
import { vertexNormalSteps } from '../../../src/engine/mesh/normals.ts';
import type { TriangleMesh } from '../../../src/engine/mesh/triangle-mesh.ts';
import type { WorldMesh } from '../../../src/engine/mesh/world-mesh.ts';
import { cellTreeSteps } from '../../../src/engine/tileset/cell-tree.ts';
import { earthFrame, utmToEarth, utmZoneOf } from '../../../src/engine/tileset/earth-frame.ts';
import { type TilesetChoice, writeTileset } from '../../../src/engine/tileset/write-tileset.ts';
import { quietContext } from '../../run-context.ts';
import { gridMesh, torus, worldMesh } from '../../shapes/meshes.ts';

interface TileJson {
  readonly boundingVolume: { readonly box: readonly number[] };
  readonly geometricError: number;
  readonly content: { readonly uri: string };
  readonly children?: readonly TileJson[];
  readonly transform?: readonly number[];
  readonly refine?: string;
}

interface TilesetJson {
  readonly asset: { readonly version: string; readonly extras: object };
  readonly geometricError: number;
  readonly root: TileJson;
}

const hills = (n: number): WorldMesh =>
  gridMesh(n, n, { columns: false, rows: false }, (u, v) => [20 * u, 20 * v, Math.sin(9 * u) * Math.cos(7 * v)]);

const rough = (n: number): WorldMesh => {
  const { positions, indices } = hills(n);
  const noise = (i: number): number => (Math.abs(Math.sin(i * 12.9898)) * 43758.5453) % 1;
  return { positions: positions.map((value, i) => (i % 3 === 2 ? value + noise(i) ** 8 : value)), indices };
};

function asMesh({ positions, indices }: WorldMesh, more: Partial<TriangleMesh> = {}): TriangleMesh {
  const local = Float32Array.from(positions);
  return {
    positions: local,
    indices,
    normals: finishSteps(vertexNormalSteps(local, indices)),
    shift: [0, 0, 0],
    ...more,
  };
}

async function tilesOf(mesh: TriangleMesh, choice: Partial<TilesetChoice> = {}, context = quietContext) {
  const files = new Map<string, Uint8Array>();
  const report = await writeTileset(
    mesh,
    { triangles: 500, unit: null, system: null, ...choice },
    async (name, body) => {
      const pieces: Uint8Array[] = [];
      const result = await body({ write: (bytes) => Promise.resolve(void pieces.push(bytes.slice())) });
      files.set(name, Buffer.concat(pieces));
      return result;
    },
    context,
  );
  const json = JSON.parse(Buffer.from(files.get('tileset.json')!).toString()) as TilesetJson;
  const meshOf = ({ content }: TileJson): Promise<WorldMesh> =>
    readMesh(files.get(content.uri)!, content.uri, quietContext);
  return { files, report, json, meshOf };
}

/** A tile and all below it. */
const withAll = (tile: TileJson): TileJson[] => [tile, ...(tile.children ?? []).flatMap(withAll)];
const leavesOf = (tile: TileJson): TileJson[] => (tile.children ? tile.children.flatMap(leavesOf) : [tile]);
/** Those that stand in the place of the mesh at a level: leaves above it stay. */
const levelOf = (tile: TileJson, depth: number): TileJson[] =>
  depth === 0 || !tile.children ? [tile] : tile.children.flatMap((child) => levelOf(child, depth - 1));

async function together(
  tiles: readonly TileJson[],
  meshOf: (tile: TileJson) => Promise<WorldMesh>,
): Promise<WorldMesh> {
  const positions: number[] = [];
  const indices: number[] = [];
  const numbers = new Map<string, number>();
  for (const tile of tiles) {
    const mesh = await meshOf(tile);
    for (const vertex of mesh.indices) {
      const place = [...mesh.positions.slice(3 * vertex, 3 * vertex + 3)];
      const key = place.join();
      if (!numbers.has(key)) {
        numbers.set(key, positions.length / 3);
        positions.push(...place);
      }
      indices.push(numbers.get(key)!);
    }
  }
  return worldMesh(positions, indices);
}

/** Edges with one triangle. */
function openEdges({ indices }: WorldMesh): number {
  const uses = new Map<string, number>();
  for (let at = 0; at < indices.length; at++) {
    const [a, b] = [indices[at]!, indices[at % 3 === 2 ? at - 2 : at + 1]!];
    const key = a < b ? `${a},${b}` : `${b},${a}`;
    uses.set(key, (uses.get(key) ?? 0) + 1);
  }
  return [...uses.values()].filter((count) => count === 1).length;
}

describe('a tileset', () => {
  it('has every triangle in one leaf, in files that a validator of glTF finds nothing in', async () => {
    const mesh = asMesh(hills(60), { colors: new Uint8Array(3 * 3600).fill(99) });
    const { json, files, report, meshOf } = await tilesOf(mesh);
    const whole = await together(leavesOf(json.root), meshOf);
    expect(whole.indices).toHaveLength(mesh.indices.length);
    const all = withAll(json.root);
    expect(report).toMatchObject({ tiles: all.length, levels: 3, triangles: mesh.indices.length / 3, place: 'file' });
    expect([...files.keys()].sort()).toEqual([...all.map(({ content }) => content.uri), 'tileset.json'].sort());
    expect([...files.keys()].at(-1)).toBe('tileset.json');
    for (const { content } of all) {
      const { issues } = await validateBytes(files.get(content.uri)!);
      expect(issues.messages, content.uri).toEqual([]);
      expect((await meshOf({ content } as TileJson)).indices.length / 3).toBeLessThan(3 * 500);
    }
    expect(Buffer.from(files.get('tileset.json')!.subarray(0, 1024)).includes('GridPull')).toBe(true);
  });

  it('says where its tiles are: boxes hold what is shown and all boxes below, and errors grow upwards', async () => {
    const { json, meshOf } = await tilesOf(asMesh(hills(60)));
    expect(json.asset.version).toBe('1.1');
    expect(json.root.refine).toBe('REPLACE');
    const inside = (outer: TileJson, [x, y, z]: readonly number[], by: readonly number[] = [0, 0, 0]): boolean => {
      const { box } = outer.boundingVolume;
      return [x!, y!, z!].every(
        (value, axis) => Math.abs(value - box[axis]!) + by[axis]! <= box[3 + 4 * axis]! * (1 + 1e-6),
      );
    };
    for (const tile of withAll(json.root)) {
      const { box } = tile.boundingVolume;
      expect(box).toHaveLength(12);
      const { positions } = await meshOf(tile);
      for (let at = 0; at < positions.length; at += 3)
        expect(inside(tile, [...positions.slice(at, at + 3)])).toBe(true);
      for (const child of tile.children ?? []) {
        const { box: below } = child.boundingVolume;
        expect(inside(tile, below, [below[3]!, below[7]!, below[11]!])).toBe(true);
        expect(child.geometricError).toBeLessThan(tile.geometricError);
      }
      if (!tile.children) expect(tile.geometricError).toBe(0);
    }
    expect(json.geometricError).toBeGreaterThan(json.root.geometricError);
  });

  it.each([
    ['hills, whose border is open', hills(60), 4 * 59],
    ['a torus, which is closed', torus(80, 40), 0],
  ])('of %s has no cracks, at any level and between levels', async (_, shape, open) => {
    const { json, meshOf, report } = await tilesOf(asMesh(shape));
    // The mesh's own border may have fewer edges at coarser levels; between tiles none may open.
    const edgesOf = async (tiles: readonly TileJson[]): Promise<number> => openEdges(await together(tiles, meshOf));
    expect(await edgesOf(leavesOf(json.root))).toBe(open);
    for (let depth = 0; depth < report.levels; depth++) {
      expect(await edgesOf(levelOf(json.root, depth)), `level ${depth}`).toBeLessThanOrEqual(open);
    }
    const [first, ...rest] = json.root.children!;
    expect(await edgesOf([...leavesOf(first!), ...rest])).toBeLessThanOrEqual(open);
    expect(report.levels).toBeGreaterThanOrEqual(3);
  });

  it.each([
    ['hills', hills(60)],
    // What sticks out of a rough surface is left out first, and is far from what is shown, which lies in the midst of
    // it.
    ['rough hills', rough(60)],
  ])('of %s is no further from the mesh than it says', async (_, shape) => {
    const { json, meshOf, report } = await tilesOf(asMesh(shape));
    for (let depth = 0; depth < report.levels; depth++) {
      const tiles = levelOf(json.root, depth);
      const shown = await together(tiles, meshOf);
      const told = Math.max(...tiles.map(({ geometricError }) => geometricError));
      const found = finishSteps(deviationSteps(shape, shown, 1)).maximum;
      expect(found, `level ${depth}`).toBeLessThanOrEqual(told + 1e-5);
    }
    expect(report.coarsestError).toBe(json.root.geometricError);
    expect(report.coarsestError).toBeLessThan(2);
  });

  it('of one triangle is one tile, and of none is refused', async () => {
    const { json, report } = await tilesOf(asMesh(worldMesh([0, 0, 0, 1, 0, 0, 0, 1, 0], [0, 1, 2])));
    expect(report).toMatchObject({ tiles: 1, levels: 1, coarsestError: 0 });
    expect(json.root.children).toBeUndefined();
    // Flat, and yet a box.
    expect(json.root.boundingVolume.box[11]).toBeGreaterThan(0);
    await expect(tilesOf(asMesh(worldMesh([], [])))).rejects.toMatchObject({ code: 'mesh-format' });
  });

  it('has eight children at most, each of the triangles of one octant, in the order of the mesh', () => {
    const { positions, indices } = torus(80, 40);
    const { root, order, sharedDepths } = finishSteps(cellTreeSteps(Float32Array.from(positions), indices, 100));
    expect([...order].sort((a, b) => a - b)).toEqual([...order.keys()]);
    const cells = (cell: typeof root): (typeof root)[] => [cell, ...cell.children.flatMap(cells)];
    const used = new Map<number, Set<string>>();
    for (const { name, first, end, children } of cells(root)) {
      expect(new Set(children.map((child) => child.name)).size).toBe(children.length);
      expect(children.length).toBeLessThanOrEqual(8);
      if (children.length > 0) {
        expect(children[0]!.first).toBe(first);
        expect(children.at(-1)!.end).toBe(end);
        continue;
      }
      expect(end - first).toBeLessThanOrEqual(100);
      for (const triangle of order.subarray(first, end)) {
        for (let corner = 0; corner < 3; corner++) {
          const vertex = indices[3 * triangle + corner]!;
          used.set(vertex, (used.get(vertex) ?? new Set()).add(name));
        }
      }
    }
    for (const [vertex, names] of used) {
      const [one, ...others] = names;
      const shared = Math.min(...others.map((other) => [...other].findIndex((digit, i) => digit !== one![i])));
      if (others.length > 0) expect(sharedDepths[vertex]).toBe(shared);
      else expect(sharedDepths[vertex]).toBeGreaterThanOrEqual(one!.length);
    }
  });

  it('ends where no halving parts triangles, and where nothing can be left out', () => {
    // A thousand in one place, and two at the ends.
    const positions = [0, 0, 0, 1, 0, 0, 0, 1, 0, 99, 99, 99, 100, 99, 99, 99, 100, 99];
    const indices = Uint32Array.from([...Array.from({ length: 1000 }, () => [0, 1, 2]).flat(), 3, 4, 5]);
    const { root, order } = finishSteps(cellTreeSteps(Float32Array.from(positions), indices, 100));
    expect(order).toHaveLength(1001);
    const depthOf = ({ children, depth }: typeof root): number => Math.max(depth, ...children.map(depthOf));
    expect(depthOf(root)).toBe(10);
  });

  it('comes to the same bytes again, and writes nothing more once it is cancelled', async () => {
    const mesh = asMesh(torus(60, 30));
    expect((await tilesOf(mesh)).files).toEqual((await tilesOf(mesh)).files);
    const context = { signal: AbortSignal.abort('enough'), onEvent: () => undefined };
    await expect(tilesOf(mesh, {}, context)).rejects.toBe('enough');
  });

  it('stands where the file has it, in metres', async () => {
    const mesh = asMesh(hills(10), { shift: [1000, 2000, 50] });
    const { json } = await tilesOf(mesh, { unit: 'mm' });
    expect(json.root.transform).toEqual([0.001, 0, 0, 0, 0, 0.001, 0, 0, 0, 0, 0.001, 0, 1, 2, 0.05, 1]);
    const metres = await tilesOf(mesh);
    expect(metres.json.root.transform).toEqual([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 1000, 2000, 50, 1]);
    expect(json.geometricError).toBeCloseTo(metres.json.geometricError / 1000, 9);
  });

  it('stands on the earth where the system is a zone of UTM', async () => {
    const mesh = asMesh(hills(10), { shift: [500_100, 5_800_100, 100] });
    const { json, report } = await tilesOf(mesh, { system: { epsg: 25832 } });
    const m = json.root.transform!;
    // PROJ 9.1, EPSG:25832 to 4936.
    const proj = [3856072.31038196, 610843.143342869, 5026846.45794835];
    for (const [axis, value] of proj.entries()) expect(m[12 + axis]).toBeCloseTo(value, 5);
    expect(report).toMatchObject({ place: 'earth' });
    expect(report.frameDeviation).toBeLessThan(1e-3);
    // Up is away from the middle of the earth, and a kilometre is one, less what the projection says.
    const length = (column: number): number => Math.hypot(m[4 * column]!, m[4 * column + 1]!, m[4 * column + 2]!);
    expect([length(0), length(1), length(2)].map((value) => value.toFixed(4))).toEqual(['1.0004', '1.0004', '1.0000']);
    const up = [0, 1, 2].reduce((sum, axis) => sum + m[8 + axis]! * m[12 + axis]!, 0);
    expect(up).toBeGreaterThan(6.3e6);
    const wrong = tilesOf(mesh, { system: { epsg: 25832 }, unit: 'mm' });
    await expect(wrong).rejects.toThrow('EPSG:25832 is in metres; leave the unit mm out, or the coordinate system.');
    const other = await tilesOf(mesh, { system: { epsg: 31467, name: 'DHDN' } });
    expect(other.report.place).toBe('file');
    expect(other.json.asset.extras).toEqual({ generator: 'GridPull', coordinateSystem: { epsg: 31467, name: 'DHDN' } });
  });
});

describe('coordinates of UTM', () => {
  it.each([
    [32632, [500_100, 5_800_100, 100], [3856072.31043915, 610843.143351927, 5026846.45798657]],
    [32632, [691_000, 4_500_000, 50], [4754291.55812548, 946407.74182647, 4131255.21752133]],
    [32756, [300_000, 6_200_000, 10], [-4604278.59896252, 2570478.90261861, -3576007.90382711]],
  ] as const)('of EPSG:%i are on the earth where PROJ has them', (epsg, place, earth) => {
    const found = utmToEarth(utmZoneOf(epsg)!, place);
    expect(Math.hypot(...found.map((value, axis) => value - earth[axis]!))).toBeLessThan(1e-6);
  });

  it('are those of its zones, and of no other system', () => {
    const known = [32601, 32660, 32701, 32760, 25828, 25838];
    expect(known.map((epsg) => utmZoneOf(epsg)?.zone)).toEqual([1, 60, 1, 60, 28, 38]);
    for (const epsg of [undefined, 4326, 32600, 32661, 32700, 32761, 25827, 25839, 31467]) {
      expect(utmZoneOf(epsg), String(epsg)).toBe(null);
    }
  });

  it('are off by the roundness of the earth in a plane frame', () => {
    const origin = [500_000, 5_800_000, 0] as const;
    const off = (far: number) => earthFrame(utmZoneOf(25832)!, origin, [[500_000, 5_800_000 + far, 0]]).deviation;
    expect(off(0)).toBe(0);
    expect(off(5000) / (5000 ** 2 / (2 * 6.38e6))).toBeCloseTo(1, 1);
  });
});
