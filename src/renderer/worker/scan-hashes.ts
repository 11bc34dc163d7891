/** The hashes of files, each read once as long as the page holds it; and which files are the scans of a project. */
import { parseProject } from '../../batch/project/project-file.ts';
import type { FileRef, FoundScan } from './engine-api.ts';
import { fileSource } from './file-source.ts';
import { hashOf } from './sha256.ts';

export class ScanHashes {
  readonly #hashes = new Map<string | Blob, string>();

  /** Hexadecimal. Rejects where the file cannot be read, or with the signal's reason. */
  async of(file: FileRef, signal: AbortSignal): Promise<string> {
    const key = file.kind === 'url' ? file.url : file.blob;
    const known = this.#hashes.get(key);
    if (known !== undefined) return known;
    const hash = await hashOf(fileSource(file, signal), signal);
    this.#hashes.set(key, hash);
    return hash;
  }

  /**
   * Which of the files that were offered each scan of a project is: the one with its bytes, wherever it was offered,
   * else the one that lies in its place, or has its name, and was changed.
   * @param offered first in the order of the scans, null where there was none, then any others
   */
  async find(
    text: string,
    name: string,
    offered: readonly (FileRef | null)[],
    signal: AbortSignal,
  ): Promise<readonly FoundScan[]> {
    const { scans } = parseProject(text, name);
    const found: FoundScan[] = [];
    for (const [place, scan] of scans.entries()) {
      let same: FileRef | null = null;
      for (const file of offered) {
        // The size is known before anything is read.
        if (!same && file?.size === scan.bytes && (await this.of(file, signal)) === scan.sha256) same = file;
      }
      const others = [...offered.slice(scans.length), offered[place]];
      const changed = others.find((file) => file?.name === scan.name) ?? offered[place] ?? null;
      const { bytes } = scan;
      const about = { name: scan.name, bytes };
      if (same) found.push({ ...about, state: 'same', file: same });
      else if (changed) found.push({ ...about, state: 'changed', file: changed });
      else found.push({ ...about, state: 'missing', file: null });
    }
    return found;
  }
}
