/**
 * The meshes' names: the input's with the ending of the format. Where two meshes would get the same one, or a mesh the
 * name of a folder of meshes, each of them keeps the input's ending in its name: `scan.ply` and `scan.xyz` make
 * `scan-ply.ply` and `scan-xyz.ply`. Names that differ in case, or in how accents are written, count as the same: on
 * many file systems they are.
 */
import { endingFor, type MeshFormat, ReconstructError, withoutEnding } from '../engine/vocabulary.ts';
import { sidecarPath, thumbnailPath } from './output-names.ts';

export interface Named {
  readonly input: string;
  readonly format: MeshFormat;
  /** Given by the job: it stays as it is. */
  readonly output?: string;
}

/** [named] Depends on nothing but `named` and its order. @throws ReconstructError `option-invalid` */
export function nameOutputs(named: readonly Named[]): string[] {
  const folders = new Set(named.flatMap(({ input, output }) => foldersAbove(output ?? input)));
  const taken = new Map<string, string>();
  const isFree = (name: string): boolean => !taken.has(folded(name)) && !isFolder(name, folders);
  const outputs = new Map<Named, string>();
  const take = (each: Named, output: string): void => {
    taken.set(folded(output), each.input);
    outputs.set(each, output);
  };

  for (const each of named) {
    if (each.output === undefined) continue;
    if (!isFree(each.output)) throw refusal(each.input, each.output, taken.get(folded(each.output)));
    take(each, each.output);
  }
  const unnamed = named.filter(({ output }) => output === undefined);
  const wishes = countBy(unnamed, (each) => folded(plainName(each)));
  const ambiguous: Named[] = [];
  for (const each of unnamed) {
    const name = plainName(each);
    if (wishes.get(folded(name)) === 1 && isFree(name)) take(each, name);
    else ambiguous.push(each);
  }
  for (const each of ambiguous) {
    let number = 1;
    while (!isFree(longName(each, number))) number++;
    take(each, longName(each, number));
  }
  return named.map((each) => outputs.get(each)!);
}

/** `bust/scan.xyz` makes `bust/scan.ply`. */
export function plainName({ input, format }: Named): string {
  return `${withoutEnding(input)}.${endingFor(format)}`;
}

/** `bust/scan.xyz` makes `bust/scan-xyz.ply`, then `bust/scan-xyz-2.ply` … */
function longName({ input, format }: Named, number: number): string {
  const stem = withoutEnding(input);
  const ending = input.slice(stem.length + 1);
  const name = [stem, ...(ending === '' ? [] : [ending]), ...(number > 1 ? [number] : [])].join('-');
  return `${name}.${endingFor(format)}`;
}

/** `a/b/c.ply` lies in `a/b` and `a`; folded. */
function foldersAbove(path: string): string[] {
  const parts = folded(path).split('/');
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join('/'));
}

function isFolder(output: string, folders: ReadonlySet<string>): boolean {
  return [output, sidecarPath(output), thumbnailPath(output)].some((path) => folders.has(folded(path)));
}

/** Goes through upper case, where `ſ` and `s` are the same. */
function folded(path: string): string {
  return path.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
}

function countBy<T>(values: readonly T[], keyOf: (value: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) {
    const key = keyOf(value);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function refusal(input: string, output: string, other: string | undefined): ReconstructError {
  const reason = other === undefined ? 'that is a folder of other meshes' : `that is the mesh of ${other} already`;
  const message = `the mesh of ${input} shall be ${output}, but ${reason}; let the override name one file and another mesh`;
  return new ReconstructError('option-invalid', message, { input, output });
}
