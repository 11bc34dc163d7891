/**
 * Glob patterns of paths in a folder, the same on every system. Patterns disregard the case of a file's ending, as many
 * scanners write `SCAN.PLY`; one that names a single file means that file exactly.
 */
import { withoutEnding } from '../engine/vocabulary.ts';
import { parseGlob } from './glob.ts';

export type PathTest = (path: string) => boolean;

/** Whether a path matches any of the patterns. */
export function anyOf(patterns: readonly string[]): PathTest {
  const tests = patterns.map(testOf);
  return (path) => tests.some((test) => test(path));
}

/** A pattern that this path alone matches. */
export function literally(path: string): string {
  return path.replace(/[\\$^*+?()[\]{}!|@"]/g, '\\$&');
}

/** False for patterns that say what must not match, `!(a)`: there are others for that, of what is excluded. */
export function isUsable(pattern: string): boolean {
  return isLiteral(pattern) || parseGlob(pattern) !== null;
}

function testOf(written: string): PathTest {
  const pattern = written.replace(/^(\.\/)+/, '');
  if (isLiteral(pattern)) {
    const only = unescaped(pattern);
    return (path) => path === only;
  }
  const glob = parseGlob(pattern);
  if (!glob) return () => false;
  return (path) => glob.matches(path) || glob.matches(withLowerEnding(path));
}

function isLiteral(pattern: string): boolean {
  return literally(unescaped(pattern)) === pattern;
}

function unescaped(pattern: string): string {
  return pattern.replace(/\\(.)/gs, '$1');
}

function withLowerEnding(path: string): string {
  const stem = withoutEnding(path);
  return stem + path.slice(stem.length).toLowerCase();
}
