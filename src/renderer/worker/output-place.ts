/**
 * Finds where the output folder of a batch lies as seen from its input folder: in it (the usual `meshes`), it is no
 * input itself; the same folder is refused, for there a mesh would take the place of the cloud that it is made of.
 *
 * A browser tells of granted folders. The desktop's window sees no paths, so there the listings must: whatever is below
 * the one lies, with the same sizes, below a folder of its name in the other. Of an empty folder that is never asked,
 * as nothing in it could be taken for an input.
 */
import type { InputEntry } from '../../batch/folders.ts';
import { ReconstructError } from '../../engine/vocabulary.ts';
import type { FolderRef } from './engine-api.ts';

/**
 * @returns the output folder's path in the input folder; null where it lies elsewhere. @throws ReconstructError
 * `option-invalid`
 */
export async function outputPlace(
  input: FolderRef,
  output: FolderRef,
  inputs: readonly InputEntry[],
  outputs: readonly InputEntry[],
): Promise<string | null> {
  const place =
    input.kind === 'handle' && output.kind === 'handle'
      ? ((await input.handle.resolve(output.handle))?.join('/') ?? null)
      : placeByListing(output.name, input, inputs, outputs);
  if (place !== '') return place;
  const message = `The meshes cannot go into "${output.name}", where the clouds are: choose another folder, or one in it.`;
  throw new ReconstructError('option-invalid', message, { option: 'output', value: output.name });
}

/** The shortest path, should there be copies of the folder below it; '' for the input folder itself. */
function placeByListing(
  name: string,
  input: FolderRef,
  inputs: readonly InputEntry[],
  outputs: readonly InputEntry[],
): string | null {
  const [first] = outputs;
  if (!first) return null;
  const sizes = new Map(inputs.map(({ path, bytes }) => [path, bytes]));
  const holdsAll = (prefix: string): boolean => outputs.every(({ path, bytes }) => sizes.get(prefix + path) === bytes);
  if (input.name === name && inputs.length === outputs.length && holdsAll('')) return '';
  const places = inputs.flatMap(({ path }) => {
    const place = path.endsWith(`/${first.path}`) ? path.slice(0, -first.path.length - 1) : null;
    return place !== null && (place === name || place.endsWith(`/${name}`)) ? [place] : [];
  });
  return places.toSorted((a, b) => a.length - b.length).find((place) => holdsAll(`${place}/`)) ?? null;
}
