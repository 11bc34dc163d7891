/** Paths inside a folder: '/' between names, never out of it. */

/** The names on the way. @throws Error for a path that would lead elsewhere: a mistake of whoever made it. */
export function segmentsOf(path: string): string[] {
  const segments = path.split('/');
  const isOdd = segments.some((name) => name === '' || name === '.' || name === '..' || /[\\\0]/.test(name));
  if (isOdd) throw new Error(`"${path}" is no path inside a folder`);
  return segments;
}

/** The name without the folders above it. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
