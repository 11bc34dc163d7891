/**
 * A mesh as 3D Tiles 1.1 (OGC 22-025): GLB files of some ten thousand triangles and `tileset.json`, which says where
 * each is and how far it is from the mesh, so that a viewer loads what it needs. A tile of a coarser level is replaced
 * by its children.
 */
import type { CoordinateSystem } from '../cloud/point-cloud.ts';
import { ReconstructError } from '../errors.ts';
import type { RunContext } from '../events.ts';
import type { ByteSink } from '../formats/write/byte-sink.ts';
import { writeMesh } from '../formats/write/write-mesh.ts';
import { runSteps } from '../host/steps.ts';
import { type LengthUnit, MILLIMETRES } from '../math/length-unit.ts';
import type { Triple } from '../math/triple.ts';
import type { TriangleMesh } from '../mesh/triangle-mesh.ts';
import { cellTreeSteps } from './cell-tree.ts';
import { earthFrame, utmZoneOf } from './earth-frame.ts';
import { type Tile, tileContents } from './tile-contents.ts';

export const TILESET_FILE = 'tileset.json';
export const TILESET_TRIANGLES = 50_000;

export interface TilesetChoice {
  /** Of a tile, about. */
  readonly triangles: number;
  /** What lengths of the mesh are; null where nobody knows, and metres are taken. */
  readonly unit: LengthUnit | null;
  readonly system: CoordinateSystem | null;
}

export interface TilesetReport {
  readonly tiles: number;
  readonly levels: number;
  readonly triangles: number;
  readonly bytes: number;
  /** Metres: how far the coarsest tile is from the mesh at most. */
  readonly coarsestError: number;
  /** `earth`: where the coordinate system says. `file`: about the origin of the file. */
  readonly place: 'earth' | 'file';
  /** Metres, at the corners, by which a plane frame misses the round earth; null of `file`. */
  readonly frameDeviation: number | null;
}

/** Fills a file of the tileset, by its name in the folder with `/`; the file is there when it is whole. */
export type WriteTilesetFile = <T>(name: string, body: (sink: ByteSink) => Promise<T>) => Promise<T>;

/**
 * `tileset.json` is the last file that is written: without it there is no tileset.
 * @throws ReconstructError `mesh-format`, `option-invalid`; rejects with `context.signal.reason`, and as `write` does
 */
export async function writeTileset(
  mesh: TriangleMesh,
  choice: TilesetChoice,
  write: WriteTilesetFile,
  context: RunContext,
): Promise<TilesetReport> {
  if (mesh.indices.length === 0) {
    throw new ReconstructError(
      'mesh-format',
      'The mesh has no triangles, so that there is nothing to make tiles of.',
      {},
    );
  }
  const frame = frameOf(mesh, choice);
  const { positions, indices } = mesh;
  const tree = await runSteps(cellTreeSteps(positions, indices, choice.triangles), context.signal);
  const { trust: _trust, texture: _texture, ...plain } = mesh;
  let bytes = 0;
  const root = await tileContents(
    plain,
    tree,
    choice.triangles,
    async ({ name }, content) => {
      const quiet = { signal: context.signal, onEvent: () => undefined };
      const written = await write(contentName(name), (sink) => writeMesh(content, 'glb', sink, quiet));
      bytes += written.bytes;
    },
    context,
  );
  const text = new TextEncoder().encode(tilesetText(root, frame, choice.system));
  await write(TILESET_FILE, (sink) => sink.write(text));
  const { tiles, levels } = counted(root);
  return {
    tiles,
    levels,
    triangles: indices.length / 3,
    bytes: bytes + text.length,
    coarsestError: root.error * frame.scale,
    place: frame.deviation === null ? 'file' : 'earth',
    frameDeviation: frame.deviation,
  };
}

function contentName(name: string): string {
  return `content/r${name}.glb`;
}

interface TileFrame {
  /** [16] column by column: from the space of the positions to that of the tileset, metres. */
  readonly matrix: readonly number[];
  /** Metres of a unit of the mesh. */
  readonly scale: number;
  readonly deviation: number | null;
}

/** @throws ReconstructError `option-invalid` for lengths that are none of the coordinate system */
function frameOf({ positions, shift }: TriangleMesh, { unit, system }: TilesetChoice): TileFrame {
  const zone = utmZoneOf(system?.epsg);
  const scale = MILLIMETRES[unit ?? 'm'] / MILLIMETRES.m;
  if (!zone) {
    const along = (axis: number): number[] => [0, 1, 2].map((i) => (i === axis ? scale : 0));
    const matrix = [...along(0), 0, ...along(1), 0, ...along(2), 0, ...shift.map((value) => value * scale), 1];
    return { matrix, scale, deviation: null };
  }
  if (scale !== 1) {
    const message = `EPSG:${system!.epsg} is in metres; leave the unit ${unit} out, or the coordinate system.`;
    throw new ReconstructError('option-invalid', message, { option: 'unit' });
  }
  const { matrix, deviation } = earthFrame(zone, shift, cornersOf(positions, shift));
  return { matrix, scale, deviation };
}

/** World. */
function cornersOf(positions: Float32Array, shift: Triple): Triple[] {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (let i = 0; i < positions.length; i++) {
    low[i % 3] = Math.min(low[i % 3]!, positions[i]!);
    high[i % 3] = Math.max(high[i % 3]!, positions[i]!);
  }
  const at = (corner: number, axis: number): number => shift[axis]! + ((corner >> axis) & 1 ? high[axis]! : low[axis]!);
  return Array.from({ length: 8 }, (_, corner): Triple => [at(corner, 0), at(corner, 1), at(corner, 2)]);
}

function counted({ children }: Tile): { readonly tiles: number; readonly levels: number } {
  const below = children.map(counted);
  return {
    tiles: 1 + below.reduce((sum, { tiles }) => sum + tiles, 0),
    levels: 1 + Math.max(0, ...below.map(({ levels }) => levels)),
  };
}

/** Names the program within its first bytes, as all of its files do. */
function tilesetText(root: Tile, frame: TileFrame, system: CoordinateSystem | null): string {
  const { matrix, scale } = frame;
  const diagonal = Math.hypot(...root.max.map((high, axis) => high - root.min[axis]!));
  const known = {
    ...(system?.epsg !== undefined && { epsg: system.epsg }),
    ...(system?.name && { name: system.name }),
  };
  const tileset = {
    asset: { version: '1.1', extras: { generator: 'GridPull', coordinateSystem: known } },
    geometricError: diagonal * scale,
    root: { transform: matrix, refine: 'REPLACE', ...tileJson(root, scale, diagonal) },
  };
  return `${JSON.stringify(tileset)}\n`;
}

/** Boxes have a thickness, of what is flat too. */
const LEAST_SHARE = 1e-6;

/** Z is up in tiles, as in the mesh; of a GLB, whose y is up, viewers turn it back. */
function tileJson(tile: Tile, scale: number, diagonal: number): object {
  const { cell, error, min, max, children } = tile;
  const [x, y, z] = [0, 1, 2].map((axis) => (min[axis]! + max[axis]!) / 2) as [number, number, number];
  const half = (axis: number): number => Math.max((max[axis]! - min[axis]!) / 2, LEAST_SHARE * diagonal);
  return {
    boundingVolume: { box: [x, y, z, half(0), 0, 0, 0, half(1), 0, 0, 0, half(2)] },
    geometricError: error * scale,
    content: { uri: contentName(cell.name) },
    ...(children.length > 0 && { children: children.map((child) => tileJson(child, scale, diagonal)) }),
  };
}
