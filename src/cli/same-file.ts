/**
 * Which names mean one file. Links, other spellings of a path and file systems without case make two names of one, and
 * what is written under the second then takes the place of the first.
 */
import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * Two names have the same identity where they mean one file. For a file that is there it is the file system's own
 * (device and number), through links; for one that is not there yet it is its path without links, in small letters and
 * composed (Unicode NFC): two results that differ in nothing else would be one file on many disks.
 */
export function fileIdentity(filePath: string): string {
  const found = statSync(filePath, { bigint: true, throwIfNoEntry: false });
  // Some file systems number nothing.
  if (found && found.ino !== 0n) return `${found.dev}:${found.ino}`;
  return pathWithoutLinks(filePath).normalize('NFC').toLowerCase();
}

/** The first name that means the same file as an earlier one, after that one. */
export function firstTwins(names: readonly string[]): readonly [earlier: string, later: string] | undefined {
  const met = new Map<string, string>();
  for (const later of names) {
    const identity = fileIdentity(later);
    const earlier = met.get(identity);
    if (earlier !== undefined) return [earlier, later];
    met.set(identity, later);
  }
  return undefined;
}

/** Both as `pathWithoutLinks` gives them; a folder is within itself. */
export function isWithin(folder: string, place: string): boolean {
  const way = path.relative(folder, place);
  return !path.isAbsolute(way) && way.split(path.sep)[0] !== '..';
}

/** The path without links, as far as it exists. */
export function pathWithoutLinks(filePath: string): string {
  const whole = path.resolve(filePath);
  try {
    return realpathSync(whole);
  } catch {
    const parent = path.dirname(whole);
    return parent === whole ? whole : path.join(pathWithoutLinks(parent), path.basename(whole));
  }
}
