/**
 * What the window may name inside a granted folder, and where that really is on the disk. Names are judged before the
 * disk is touched, places after links are followed: nothing outside the folder is read, written or made.
 */
import { realpath } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';

/** Windows opens devices by these names in any folder, with any ending. */
const DEVICE = /^(con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³]|conin\$|conout\$) *(\.|$)/i;

/**
 * Whether a file or folder of this name is shown to the window: no hidden one, and none that another system, a URL or
 * JSON could take for something else. `.` and `..` count as hidden.
 */
export function isPlainName(name: string, platform: string = process.platform): boolean {
  if (name === '' || name.startsWith('.') || /[/\\\p{Cc}\p{Cs}]/u.test(name)) return false;
  // A colon would name a stream inside a file; ends in dots or spaces are dropped, which changes the ending.
  return platform !== 'win32' || !(/[<>:"|?*]|[. ]$/.test(name) || DEVICE.test(name));
}

/** The names of a URL's path, decoded once and each for itself; null where one of them is not allowed. */
export function namesOf(encodedPath: string, platform?: string): string[] | null {
  try {
    const names = encodedPath.split('/').map((name) => decodeURIComponent(name));
    return names.every((name) => isPlainName(name, platform)) ? names : null;
  } catch {
    return null;
  }
}

/** The place that `path` leads to when all links are followed; what is not there yet keeps its names below what is. */
export async function realPlace(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    const parent = dirname(path);
    if ((error as { code?: string }).code !== 'ENOENT' || parent === path) throw error;
    return join(await realPlace(parent), basename(path));
  }
}

/** Both as `realPlace` gives them; a folder is within itself. */
export function isWithin(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** The real place of `names` in a folder; null where it is outside or hidden. @throws what the file system says */
export async function placeWithin(folder: string, names: readonly string[]): Promise<string | null> {
  const place = await realPlace(join(folder, ...names));
  if (place === folder) return place;
  const isShown =
    isWithin(folder, place) &&
    relative(folder, place)
      .split(sep)
      .every((name) => isPlainName(name));
  return isShown ? place : null;
}
