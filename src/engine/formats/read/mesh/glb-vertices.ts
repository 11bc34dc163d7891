/**
 * The vertices of a GLB file as a cloud: those of every mesh of the scene in its place, and points, which glTF has,
 * too. The axes are turned to z-up as in `read-glb-mesh.ts`, and colours, which are linear light, to sRGB by the curve
 * of IEC 61966-2-1. The file is held whole, since any part of it may be named from anywhere.
 */
import type { PointCloud } from '../../../cloud/point-cloud.ts';
import type { ReadOptions } from '../../../cloud/point-sample.ts';
import { ReconstructError } from '../../../errors.ts';
import { runSteps, type Steps } from '../../../host/steps.ts';
import { FAN, STRIP, TRIANGLES } from '../../glb-layout.ts';
import { type Accessor, GlbFile } from '../../read-mesh/glb-file.ts';
import { unpackedGlb } from '../../read-mesh/unpack-glb.ts';
import { PlacedRoom, placedMeshes, type Placement } from '../../read-mesh/glb-scene.ts';
import type { ByteCursor } from '../byte-cursor.ts';
import { BATCH_SIZE, COLUMN } from '../columns.ts';
import { meshWarnings } from './mesh-vertices.ts';
import { PointCollector } from '../point-collector.ts';
import { openRandomAccess } from '../random-access.ts';

/** Vertices between two looks at the signal. */
const STRETCH = 1 << 16;

interface Part {
  readonly positions: Accessor;
  readonly normals: Accessor | undefined;
  readonly colors: Accessor | undefined;
  readonly matrix: Placement['matrix'];
  /** To turn normals out again where the mesh is mirrored. */
  readonly side: 1 | -1;
}

/** @throws ReconstructError `cloud-format`, `cloud-empty` */
export async function readGlbVertices(cursor: ByteCursor, options: ReadOptions): Promise<PointCloud> {
  const access = await openRandomAccess(cursor);
  try {
    const bytes = await unpackedGlb(await access.read(0, access.size), cursor.name);
    return await readScene(new GlbFile(bytes, cursor.name), bytes.length, cursor, options);
  } catch (error) {
    if (!(error instanceof ReconstructError) || error.code !== 'mesh-format') throw error;
    throw new ReconstructError('cloud-format', error.message, error.details, { cause: error });
  } finally {
    await access.close();
  }
}

async function readScene(
  file: GlbFile,
  byteCount: number,
  cursor: ByteCursor,
  options: ReadOptions,
): Promise<PointCloud> {
  const { parts, triangleCount } = await runSteps(partSteps(file, byteCount), cursor.signal);
  const has = (what: 'normals' | 'colors'): number => parts.filter((part) => part[what]).length;
  const warnings = meshWarnings(cursor.name, triangleCount);
  for (const [what, word] of [
    ['normals', 'normals'],
    ['colors', 'colours'],
  ] as const) {
    if (has(what) === 0 || has(what) === parts.length) continue;
    warnings.push(`${cursor.name}: only ${has(what)} of its ${parts.length} parts have ${word}, so they are left out.`);
  }
  const hasAll = (what: 'normals' | 'colors'): boolean => parts.length > 0 && has(what) === parts.length;
  const collector = new PointCollector({
    name: cursor.name,
    hasNormals: hasAll('normals'),
    colorRange: hasAll('colors') ? 'byte' : undefined,
    numbers: 'other',
    trustedCount: 0,
    options,
  });
  for (const part of parts) {
    for (let first = 0; first < part.positions.count; first += STRETCH) {
      cursor.signal.throwIfAborted();
      await cursor.giveTurn();
      take(part, first, Math.min(first + STRETCH, part.positions.count), collector);
    }
  }
  return collector.finish(warnings);
}

function* partSteps(
  file: GlbFile,
  byteCount: number,
): Steps<{ readonly parts: readonly Part[]; readonly triangleCount: number }> {
  const parts: Part[] = [];
  const room = new PlacedRoom(file, byteCount);
  let triangleCount = 0;
  for (const { mesh, matrix, isMirrored } of yield* placedMeshes(file)) {
    yield;
    // Pieces of one mesh may share their vertices.
    const met = new Set<number>();
    for (const primitive of file.list(file.item('meshes', mesh), 'primitives')) {
      const attributes = file.record(primitive, 'attributes');
      const position = file.integer(attributes, 'POSITION');
      if (file.has(primitive, 'extensions')) refuseCompressed(file, primitive);
      const positions = file.accessor(position, 'positions');
      triangleCount += trianglesOf(file, primitive, positions.count);
      room.take(met.has(position) ? 0 : positions.count);
      if (met.has(position)) continue;
      met.add(position);
      const optional = (key: string, what: 'normals' | 'colours'): Accessor | undefined => {
        const found = file.has(attributes, key) ? file.accessor(file.integer(attributes, key), what) : undefined;
        if (found && found.count !== positions.count)
          throw file.refusal(`it has ${found.count} ${what} of ${positions.count} vertices`);
        return found;
      };
      const [normals, colors] = [optional('NORMAL', 'normals'), optional('COLOR_0', 'colours')];
      parts.push({ positions, normals, colors, matrix, side: isMirrored ? -1 : 1 });
    }
  }
  return { parts, triangleCount };
}

function trianglesOf(file: GlbFile, primitive: object, vertexCount: number): number {
  const mode = file.integer(primitive, 'mode', TRIANGLES);
  const count = file.has(primitive, 'indices')
    ? file.accessor(file.integer(primitive, 'indices'), 'indices').count
    : vertexCount;
  if (mode === STRIP || mode === FAN) return Math.max(0, count - 2);
  return mode === TRIANGLES ? Math.floor(count / 3) : 0;
}

function take(
  { positions, normals, colors, matrix: m, side }: Part,
  first: number,
  end: number,
  collector: PointCollector,
) {
  const turn = normals && cofactors(m, side);
  for (let i = first; i < end; i++) {
    const { columns, count: at } = collector;
    const [x, y, z] = [positions.at(i, 0), positions.at(i, 1), positions.at(i, 2)];
    columns[at] = m[0]! * x + m[4]! * y + m[8]! * z + m[12]!;
    // (x, y, z) becomes (x, −z, y).
    columns[2 * BATCH_SIZE + at] = m[1]! * x + m[5]! * y + m[9]! * z + m[13]!;
    columns[BATCH_SIZE + at] = 0 - (m[2]! * x + m[6]! * y + m[10]! * z + m[14]!);
    if (turn) {
      const [u, v, w] = [normals.at(i, 0), normals.at(i, 1), normals.at(i, 2)];
      const a = turn[0]! * u + turn[1]! * v + turn[2]! * w;
      const b = turn[3]! * u + turn[4]! * v + turn[5]! * w;
      const c = turn[6]! * u + turn[7]! * v + turn[8]! * w;
      const length = Math.hypot(a, b, c) || 1;
      columns[COLUMN.nx * BATCH_SIZE + at] = a / length;
      columns[COLUMN.ny * BATCH_SIZE + at] = 0 - c / length;
      columns[COLUMN.nz * BATCH_SIZE + at] = b / length;
    }
    if (colors) {
      for (let part = 0; part < 3; part++) {
        columns[(COLUMN.red + part) * BATCH_SIZE + at] = 255 * encoded(colors.at(i, part) / colors.full);
      }
    }
    collector.count++;
    if (collector.room === 0) collector.flush();
  }
}

/** [9] by rows: normals stay upright to their surface under the cofactors of a matrix, whatever its scales are. */
function cofactors(m: Placement['matrix'], side: 1 | -1): readonly number[] {
  const at = (row: number, column: number): number => m[(row % 3) + 4 * (column % 3)]!;
  return Array.from({ length: 9 }, (_, i) => {
    const [row, column] = [Math.floor(i / 3), i % 3];
    return (
      side * (at(row + 1, column + 1) * at(row + 2, column + 2) - at(row + 1, column + 2) * at(row + 2, column + 1))
    );
  });
}

function encoded(linear: number): number {
  return linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
}

function refuseCompressed(file: GlbFile, primitive: object): void {
  const compressed = Object.keys(file.record(primitive, 'extensions')).find((key) => /compression/.test(key));
  if (compressed !== undefined) throw file.refusal(`its vertices are compressed (${compressed})`);
}
