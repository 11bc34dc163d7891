/** How the name of a mesh chooses its format. */
import { ReconstructError } from '../../errors.ts';
import { joinedText } from '../../option-kinds.ts';
import { type ExportFormat, EXPORT_FORMATS, endingOf, endingsOf, fitsFormat } from '../formats.ts';

/**
 * The format that the ending of `name` stands for, in any case; `.ply` is binary, text is asked for by format.
 * @throws ReconstructError `option-invalid` for any other ending
 */
export function formatFromName(name: string): ExportFormat {
  const ending = endingOf(name);
  const format = EXPORT_FORMATS.find((id) => fitsFormat(name, id));
  if (format) return format;
  const supported = endingsOf(EXPORT_FORMATS).map((known) => `.${known}`);
  const problem = ending === '' ? 'has no extension' : `ends in .${ending}`;
  throw new ReconstructError(
    'option-invalid',
    `"${name}" ${problem}; meshes are written as ${joinedText(supported, ' or ')}, so give the file one of these endings.`,
    { name, extension: ending, supported: supported.join(' ') },
  );
}
