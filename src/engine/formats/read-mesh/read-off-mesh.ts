/**
 * Vertices and faces of an OFF file (Geomview), text only; the forms with colours or normals behind each vertex (COFF,
 * NOFF, CNOFF) are told by their first word and those values passed over.
 */
import { ReconstructError } from '../../errors.ts';
import type { Steps } from '../../host/steps.ts';
import { STEP_MASK } from '../../host/steps.ts';
import type { WorldMesh } from '../../mesh/world-mesh.ts';
import { MeshBuilder } from './mesh-builder.ts';
import { TextScanner } from './text-scanner.ts';

const MAX_CORNERS = 1_000_000;

export function* readOffMesh(bytes: Uint8Array, name: string): Steps<WorldMesh> {
  const text = new TextScanner(blankComments(bytes), name);
  if (!/^(ST)?C?N?OFF$/.test(text.nextWord() ?? '')) {
    throw new ReconstructError(
      'mesh-format',
      `"${name}" is a kind of OFF we do not read; save it as plain OFF or PLY.`,
      {
        name,
      },
    );
  }
  const vertexCount = text.nextNumber();
  const faceCount = text.nextNumber();
  text.nextNumber();
  const builder = new MeshBuilder();
  for (let i = 0; i < vertexCount; i++) {
    if ((i & STEP_MASK) === 0) yield;
    builder.addVertex(text.nextNumber(), text.nextNumber(), text.nextNumber());
    text.skipLine();
  }
  for (let i = 0; i < faceCount; i++) {
    if ((i & STEP_MASK) === 0) yield;
    const cornerCount = text.nextNumber();
    if (!(cornerCount >= 0 && cornerCount <= MAX_CORNERS)) {
      throw new ReconstructError('mesh-format', `Face ${i} of "${name}" claims ${cornerCount} corners.`, {
        name,
        face: i,
      });
    }
    builder.addPolygon(Array.from({ length: cornerCount }, () => text.nextNumber()));
    text.skipLine();
  }
  return builder.build(name);
}

/** Everything from a # to the end of its line becomes blanks, so that comments may stand anywhere. */
function blankComments(bytes: Uint8Array): Uint8Array {
  const [hash, newline, blank] = [35, 10, 32];
  if (!bytes.includes(hash)) return bytes;
  const blanked = bytes.slice();
  let isComment = false;
  for (let i = 0; i < blanked.length; i++) {
    if (blanked[i] === newline) isComment = false;
    else if (blanked[i] === hash) isComment = true;
    if (isComment) blanked[i] = blank;
  }
  return blanked;
}
