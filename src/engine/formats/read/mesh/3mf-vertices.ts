/**
 * The vertices of a 3MF file as a cloud: those of every object that is built, in its place. Colours belong to corners
 * of triangles there; a vertex has that of the first corner that names one.
 */
import type { PointCloud } from '../../../cloud/point-cloud.ts';
import type { ReadOptions } from '../../../cloud/point-sample.ts';
import { ReconstructError } from '../../../errors.ts';
import { runSteps } from '../../../host/steps.ts';
import { GREY, NO_COLOR } from '../../read-mesh/3mf-model.ts';
import { openPackage, type PlacedMesh, placedMeshSteps, placeVertex } from '../../read-mesh/3mf-scene.ts';
import type { ByteCursor } from '../byte-cursor.ts';
import { BATCH_SIZE, COLUMN } from '../columns.ts';
import { PointCollector } from '../point-collector.ts';
import { openRandomAccess } from '../random-access.ts';
import { meshWarnings } from './mesh-vertices.ts';

/** Vertices between two looks at the signal. */
const STRETCH = 1 << 16;

/** @throws ReconstructError `cloud-format`, `cloud-empty` */
export async function read3mfVertices(cursor: ByteCursor, options: ReadOptions): Promise<PointCloud> {
  const access = await openRandomAccess(cursor);
  try {
    const file = await openPackage(cursor.name, access);
    return await collect(await runSteps(placedMeshSteps(file, access.size), cursor.signal), cursor, options);
  } catch (error) {
    if (!(error instanceof ReconstructError) || error.code !== 'mesh-format') throw error;
    throw new ReconstructError('cloud-format', error.message, error.details, { cause: error });
  } finally {
    await access.close();
  }
}

async function collect(meshes: readonly PlacedMesh[], cursor: ByteCursor, options: ReadOptions): Promise<PointCloud> {
  const sum = (of: (mesh: PlacedMesh) => number): number => meshes.reduce((all, mesh) => all + of(mesh), 0);
  const [vertexCount, colorCount] = [sum(({ object }) => object.positions.length / 3), sum(coloredIn)];
  const warnings = meshWarnings(
    cursor.name,
    sum(({ object }) => object.indices.length / 3),
  );
  if (colorCount > 0 && colorCount < vertexCount) {
    warnings.push(
      `${cursor.name}: ${vertexCount - colorCount} of its ${vertexCount} vertices have no colour; they are grey.`,
    );
  }
  const collector = new PointCollector({
    name: cursor.name,
    hasNormals: false,
    colorRange: colorCount > 0 ? 'byte' : undefined,
    numbers: 'other',
    trustedCount: 0,
    options,
  });
  const place = new Float64Array(3);
  for (const mesh of meshes) {
    for (let vertex = 0; vertex < mesh.object.positions.length / 3; vertex++) {
      if (vertex % STRETCH === 0) {
        cursor.signal.throwIfAborted();
        await cursor.giveTurn();
      }
      const { columns, count } = collector;
      placeVertex(mesh, vertex, place);
      for (let axis = 0; axis < 3; axis++) columns[axis * BATCH_SIZE + count] = place[axis]!;
      const own = mesh.object.colors.at(vertex);
      const color = own === NO_COLOR ? GREY : own;
      for (let part = 0; part < 3; part++) {
        columns[(COLUMN.red + part) * BATCH_SIZE + count] = (color >> (16 - 8 * part)) & 255;
      }
      collector.count++;
      if (collector.room === 0) collector.flush();
    }
  }
  return collector.finish(warnings);
}

function coloredIn({ object: { colors } }: PlacedMesh): number {
  let count = 0;
  for (let vertex = 0; vertex < colors.length; vertex++) if (colors.at(vertex) !== NO_COLOR) count++;
  return count;
}
