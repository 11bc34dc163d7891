/**
 * How sure a mesh is, as PLY files that we wrote have it (`write/ply-vertices.ts`). A file of another program may call
 * something else so: numbers that cannot be standard deviations, or guesses other than 0 and 1, are none.
 */
import type { Steps } from '../../host/steps.ts';
import { STEP_MASK } from '../../host/steps.ts';
import type { VertexTrust } from '../../mesh/vertex-trust.ts';
import { FileHead } from '../file-head.ts';
import { READ_MESH_FORMATS } from '../formats.ts';
import { recognise } from '../recognise.ts';
import { TRUST_PROPERTIES } from '../write/ply-vertices.ts';
import { readPlyMeshHeader } from './ply-mesh-header.ts';
import { checkRoom, plyValues, readList } from './read-ply-mesh.ts';

/**
 * Of every vertex of the file; undefined where it says nothing of it.
 * @throws ReconstructError `mesh-format` for a file that is cut off
 */
export function* readPlyTrust(bytes: Uint8Array, name: string): Steps<VertexTrust | undefined> {
  if (recognise(new FileHead(name, bytes, bytes.length), READ_MESH_FORMATS) !== 'ply') return undefined;
  const header = readPlyMeshHeader(bytes, name);
  const place = header.elements.findIndex((element) => element.name === 'vertex');
  const { properties, count } = header.elements[place] ?? { properties: [], count: 0 };
  const columnOf = (wanted: string): number => properties.findIndex((one) => one.name === wanted && !one.countType);
  const uncertaintyAt = columnOf(TRUST_PROPERTIES.uncertainty);
  const guessedAt = columnOf(TRUST_PROPERTIES.guessed);
  // Whatever stands before the vertices would have to be read past, and nobody writes it so.
  if (place !== 0 || uncertaintyAt < 0 || guessedAt < 0) return undefined;
  const values = plyValues(bytes, name, header);
  checkRoom(header.elements[0]!, header, values.remainingBytes(), name);
  const trust = { uncertainties: new Float32Array(count), guessed: new Uint8Array(count) };
  for (let vertex = 0; vertex < count; vertex++) {
    if ((vertex & STEP_MASK) === 0) yield;
    for (const [column, property] of properties.entries()) {
      if (property.countType) {
        readList(property, values);
        continue;
      }
      const value = values.next(property.type);
      if (column === uncertaintyAt) {
        if (!(value >= 0 && value < Infinity)) return undefined;
        trust.uncertainties[vertex] = value;
      } else if (column === guessedAt) {
        if (value !== 0 && value !== 1) return undefined;
        trust.guessed[vertex] = value;
      }
    }
  }
  return trust;
}
