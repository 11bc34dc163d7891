/**
 * The folders that an agent was given. Whatever name it says, nothing outside them is read or written: names are
 * followed through links before they are judged.
 */
import { statSync } from 'node:fs';
import path from 'node:path';
import { ReconstructError } from '../../engine/vocabulary.ts';
import { isWithin, pathWithoutLinks } from '../same-file.ts';

export class Reach {
  /** Absolute, without links. */
  readonly folders: readonly [string, ...string[]];

  /** @throws ReconstructError `option-invalid` for a folder that is none */
  constructor(folders: readonly string[]) {
    const [first, ...others] = folders.map(folderAt);
    if (first === undefined) throw new ReconstructError('option-invalid', 'name the folders that agents may use', {});
    this.folders = [first, ...others];
  }

  /**
   * The file or folder that an agent means; a relative name is one in the first folder.
   * @throws ReconstructError `option-invalid` for what lies outside the folders
   */
  resolve(name: string): string {
    const place = pathWithoutLinks(path.resolve(this.folders[0], name));
    if (this.has(place)) return place;
    const message = `${name} lies outside the folders of this server, ${this.folders.join(', ')}; name a file in them`;
    throw new ReconstructError('option-invalid', message, { path: name });
  }

  /** Whether a file or folder lies within the folders, where its links lead. */
  has(name: string): boolean {
    const place = pathWithoutLinks(name);
    return this.folders.some((folder) => isWithin(folder, place));
  }
}

function folderAt(name: string): string {
  if (statSync(name, { throwIfNoEntry: false })?.isDirectory()) return pathWithoutLinks(name);
  throw new ReconstructError('option-invalid', `${name} is no folder; name folders that exist`, { path: name });
}
