/**
 * A mesh file to float64 positions and triangles, for comparing: PLY (text and both binary orders), OBJ, OFF, STL
 * (binary and text) and GLB, told apart by content, since names lie more often. Only the shape is read, no normals or
 * colours.
 */
import { ReconstructError } from '../../errors.ts';
import type { RunContext } from '../../events.ts';
import { isGlb, readGlbMesh } from './read-glb-mesh.ts';
import { readObjMesh } from './read-obj-mesh.ts';
import { readOffMesh } from './read-off-mesh.ts';
import { readPlyMesh } from './read-ply-mesh.ts';
import { isBinaryStl, readStlMesh } from './read-stl-mesh.ts';
import type { Steps } from '../../host/steps.ts';
import { runSteps } from '../../host/steps.ts';
import type { WorldMesh } from '../../mesh/world-mesh.ts';

/** Enough to see the first lines of a text file behind a long comment. */
const PEEK_BYTES = 1 << 16;

/**
 * @param bytes the whole file; comparing needs all of it at once anyway
 * @param name for messages, and to tell OBJ and STL without a clear beginning
 * @throws ReconstructError `mesh-format`
 */
export async function readMesh(bytes: Uint8Array, name: string, context: RunContext): Promise<WorldMesh> {
  return runSteps(readerFor(bytes, name), context.signal);
}

function readerFor(bytes: Uint8Array, name: string): Steps<WorldMesh> {
  if (isGlb(bytes)) return readGlbMesh(bytes, name);
  const beginning = new TextDecoder('latin1').decode(bytes.subarray(0, PEEK_BYTES));
  if (/^ply\s/.test(beginning)) return readPlyMesh(bytes, name);
  if (/^(\s|#.*\n)*[A-Z4n]*OFF\s/.test(beginning)) return readOffMesh(bytes, name);
  if (isBinaryStl(bytes) || /\.stl$/i.test(name) || /^\s*solid\s[^]*\bfacet\s/.test(beginning)) {
    return readStlMesh(bytes, name);
  }
  if (/\.obj$/i.test(name) || /^\s*v\s+[-+.\d]/m.test(beginning)) return readObjMesh(bytes, name);
  throw new ReconstructError(
    'mesh-format',
    `"${name}" is no mesh we can read (${bytes.length} bytes); give a PLY, OBJ, OFF, STL or GLB file.`,
    { name, bytes: bytes.length },
  );
}
