/**
 * Meshes and clouds from files, moved to picture space (see `sheet.ts`). Both come through the engine's own readers, so
 * a picture shows what the program would read: any mesh it compares and any cloud it reconstructs.
 */
import path from 'node:path';
import { fileSource, readWhole } from '../../src/cli/node-files.ts';
import type { PointCloud } from '../../src/engine/cloud/point-cloud.ts';
import { readCloud } from '../../src/engine/formats/read/read-cloud.ts';
import type { RunContext } from '../../src/engine/events.ts';
import { readMesh } from '../../src/engine/formats/read-mesh/read-mesh.ts';
import type { WorldMesh } from '../../src/engine/mesh/world-mesh.ts';
import { cornerNormals } from './corner-normals.ts';
import { heightColors } from './height-colors.ts';
import type { Vector } from './sheet.ts';
import type { UpAxis } from './views.ts';

/** The place of picture space in the world. */
export interface Frame {
  readonly centreWorld: Vector;
  /** Half the diagonal of the bounds, world units. */
  readonly radiusWorld: number;
}

export interface MeshShape {
  readonly frame: Frame;
  readonly triangleCount: number;
  /** Enclosed volume, picture space; negative where the triangles look inwards. */
  readonly volume: number;
  /** [9 × triangleCount] picture space. */
  readonly positions: Float32Array<ArrayBuffer>;
  /** [9 × triangleCount] unit length. */
  readonly normals: Float32Array<ArrayBuffer>;
  /** [9 × triangleCount] sRGB. */
  readonly colors?: Uint8Array<ArrayBuffer>;
}

export interface MeshOptions {
  /** Take the vertex colours of the file. */
  readonly withColors: boolean;
  /** Shade with the normals of the file instead of those of the triangles. */
  readonly withFileNormals: boolean;
}

export interface CloudShape {
  readonly frame: Frame;
  /** [3 × pointCount] picture space. */
  readonly positions: Float32Array<ArrayBuffer>;
  /** [3 × pointCount] sRGB: the file's, or by height along the up axis. */
  readonly colors: Uint8Array<ArrayBuffer>;
}

const CONTEXT: RunContext = { signal: new AbortController().signal, onEvent: () => undefined };

/**
 * @throws ReconstructError `mesh-format`, also for a file without triangles; Error where it lacks the colours or
 * normals that were asked for
 */
export async function readMeshShape(file: string, options: MeshOptions): Promise<MeshShape> {
  const mesh = await readMesh(await readWhole(file), path.basename(file), CONTEXT);
  const frame = frameOf(mesh.positions);
  const wantsVertices = options.withColors || options.withFileNormals;
  const vertices = wantsVertices ? await readVertices(file, mesh) : undefined;
  const normals = options.withFileNormals
    ? toCorners(demand(vertices?.normals, file, 'normals'), mesh.indices, Float32Array)
    : cornerNormals(mesh.positions, mesh.indices);
  const positions = toCorners(toPicture(mesh.positions, [0, 0, 0], frame), mesh.indices, Float32Array);
  const shape = { frame, triangleCount: mesh.indices.length / 3, volume: volumeOf(positions), positions, normals };
  if (!options.withColors) return shape;
  return { ...shape, colors: toCorners(demand(vertices?.colors, file, 'colours'), mesh.indices, Uint8Array) };
}

/**
 * @param frame that of the mesh drawn beside it, so that both lie over each other; the cloud's own where it is alone
 * @throws ReconstructError `cloud-format`, `cloud-empty`
 */
export async function readCloudShape(file: string, upAxis: UpAxis, frame?: Frame): Promise<CloudShape> {
  const cloud = await readCloud(await fileSource(file), CONTEXT);
  const local = frame ?? frameOf(Float64Array.from(cloud.positions, (value, i) => value + cloud.shift[i % 3]!));
  const positions = toPicture(cloud.positions, cloud.shift, local);
  const colors = cloud.colors ? Uint8Array.from(cloud.colors) : heightColors(positions, upAxis);
  return { frame: local, positions, colors };
}

/** The cloud's reader knows colours and normals, which the mesh's does not; it skips points that are not finite. */
async function readVertices(file: string, mesh: WorldMesh): Promise<PointCloud> {
  const cloud = await readCloud(await fileSource(file), CONTEXT);
  if (cloud.positions.length === mesh.positions.length) return cloud;
  throw new Error(`${file} has vertices that are not finite, so their colours and normals cannot be told apart.`);
}

function demand<T>(values: T | undefined, file: string, what: string): T {
  if (values) return values;
  throw new Error(`${file} has no vertex ${what}; leave the option away.`);
}

/** @param positions [3 × count] world, in float64 as the bounds of UTM coordinates need it */
function frameOf(positions: Float64Array): Frame {
  const min = [Infinity, Infinity, Infinity];
  const max = [-Infinity, -Infinity, -Infinity];
  for (let i = 0; i < positions.length; i++) {
    const value = positions[i]!;
    if (value < min[i % 3]!) min[i % 3] = value; // NaN compares false, so it stays out of the bounds
    if (value > max[i % 3]!) max[i % 3] = value;
  }
  const [x, y, z] = min.map((low, axis) => (low + max[axis]!) / 2) as [number, number, number];
  const radiusWorld = Math.hypot(...min.map((low, axis) => (max[axis]! - low) / 2));
  return { centreWorld: [x, y, z], radiusWorld: radiusWorld || 1 };
}

function toPicture(
  positions: Float32Array | Float64Array,
  shift: Vector,
  { centreWorld, radiusWorld }: Frame,
): Float32Array<ArrayBuffer> {
  const result = new Float32Array(positions.length);
  for (let i = 0; i < positions.length; i++) {
    result[i] = (positions[i]! + (shift[i % 3]! - centreWorld[i % 3]!)) / radiusWorld;
  }
  return result;
}

/** Sum of the signed tetrahedra between the origin and each triangle. @param corners [9 × triangleCount] */
function volumeOf(corners: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < corners.length; i += 9) {
    const [ax, ay, az] = [corners[i]!, corners[i + 1]!, corners[i + 2]!];
    const [bx, by, bz] = [corners[i + 3]!, corners[i + 4]!, corners[i + 5]!];
    const [cx, cy, cz] = [corners[i + 6]!, corners[i + 7]!, corners[i + 8]!];
    sum += ax * (by * cz - bz * cy) + ay * (bz * cx - bx * cz) + az * (bx * cy - by * cx);
  }
  return sum / 6;
}

/** Values per vertex to values per corner, three numbers each. */
function toCorners<T extends Float32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>>(
  values: ArrayLike<number>,
  indices: Uint32Array,
  ArrayType: new (length: number) => T,
): T {
  const result = new ArrayType(3 * indices.length);
  for (let corner = 0; corner < indices.length; corner++) {
    for (let axis = 0; axis < 3; axis++) result[3 * corner + axis] = values[3 * indices[corner]! + axis]!;
  }
  return result;
}
