/** The mesh files we write, and how a file's name chooses among them. */
import { ReconstructError } from '../../errors.ts';

export type MeshFormat = 'ply' | 'ply-ascii' | 'obj' | 'stl' | 'glb';

const FORMAT_BY_EXTENSION: Readonly<Record<string, MeshFormat>> = { ply: 'ply', obj: 'obj', stl: 'stl', glb: 'glb' };

/**
 * The format that the extension of `name` stands for, in any case; `.ply` is binary, text is asked for by format.
 * @throws ReconstructError `option-invalid` for any other extension
 */
export function formatFromName(name: string): MeshFormat {
  const extension = /\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  if (Object.hasOwn(FORMAT_BY_EXTENSION, extension)) return FORMAT_BY_EXTENSION[extension]!;
  const problem = extension === '' ? 'has no extension' : `ends in .${extension}`;
  throw new ReconstructError(
    'option-invalid',
    `"${name}" ${problem}; meshes are written as .ply, .obj, .stl or .glb, so give the file one of these endings.`,
    { name, extension, supported: '.ply .obj .stl .glb' },
  );
}
