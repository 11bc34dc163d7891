/**
 * A mesh file to float64 positions and triangles, for comparing: any format of the table that is read as a mesh, told
 * by content first, since names lie more often. Only the shape is read, no normals or colours.
 */
import { ReconstructError } from '../../errors.ts';
import type { RunContext } from '../../events.ts';
import { runSteps } from '../../host/steps.ts';
import type { WorldMesh } from '../../mesh/world-mesh.ts';
import { joinedText } from '../../option-kinds.ts';
import { withArticle } from '../article.ts';
import { CODECS } from '../codecs.ts';
import { FileHead } from '../file-head.ts';
import { FORMATS, READ_MESH_FORMATS } from '../formats.ts';
import { readerFor, recognise } from '../recognise.ts';

/** The cube of it, a volume, is still a number that float64 holds. */
const MOST_COORDINATE = 1e100;

/**
 * @param bytes the whole file; comparing needs all of it at once anyway
 * @param name for messages, and to tell OBJ and STL without a clear beginning
 * @throws ReconstructError `mesh-format`
 */
export async function readMesh(bytes: Uint8Array, name: string, context: RunContext): Promise<WorldMesh> {
  const head = new FileHead(name, bytes, bytes.length);
  const format = recognise(head, READ_MESH_FORMATS);
  if (!format) {
    const names = joinedText(
      READ_MESH_FORMATS.map((id) => FORMATS[id].name),
      ' or ',
    );
    const message = `"${name}" is no mesh we can read (${bytes.length} bytes); give ${withArticle(names)} file.`;
    throw new ReconstructError('mesh-format', message, { name, bytes: bytes.length });
  }
  const read = readerFor(CODECS[format].mesh, head);
  const mesh = await runSteps(await read(bytes, name), context.signal);
  refuseBeyondMeasure(mesh, name);
  return mesh;
}

/** Places that are no numbers are left to who uses the mesh, which can do without those vertices. */
function refuseBeyondMeasure({ positions }: WorldMesh, name: string): void {
  const at = positions.findIndex((value) => Number.isFinite(value) && Math.abs(value) > MOST_COORDINATE);
  if (at < 0) return;
  const vertex = Math.floor(at / 3);
  const message =
    `"${name}" has a vertex, number ${vertex}, at ${positions[at]}: no length or area can be told of that. ` +
    'Export the mesh again, in another unit if need be.';
  throw new ReconstructError('mesh-format', message, { name, vertex });
}
