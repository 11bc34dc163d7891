/**
 * Glob patterns of paths in a folder, the same on every system. Patterns disregard the case of a file's ending, as many
 * scanners write `SCAN.PLY`; one that names a single file means that file exactly.
 */
import picomatch from 'picomatch';
import { withoutEnding } from '../engine/vocabulary.ts';

export type PathTest = (path: string) => boolean;

/** Never the host's own rules, by which a backslash would be a separator on one system only. */
const OPTIONS = { windows: false } as const;

/** Whether a path matches any of the patterns. */
export function anyOf(patterns: readonly string[]): PathTest {
  const tests = patterns.map(testOf);
  return (path) => tests.some((test) => test(path));
}

/** A pattern that this path alone matches. */
export function literally(path: string): string {
  return path.replace(/[\\$^*+?()[\]{}!|@"]/g, '\\$&');
}

/**
 * False for patterns with wild cards and three backslashes in a row, which no name but the oddest needs: picomatch
 * 4.0.7 never comes back from `*` with four of them behind it.
 */
export function isUsable(pattern: string): boolean {
  return isLiteral(pattern) || !/\\{3}/.test(pattern);
}

function testOf(written: string): PathTest {
  const pattern = written.replace(/^(\.\/)+/, '');
  if (isLiteral(pattern)) {
    const only = unescaped(pattern);
    return (path) => path === only;
  }
  if (!isUsable(pattern)) return () => false;
  const test = picomatch(pattern, OPTIONS);
  return (path) => test(path) || test(withLowerEnding(path));
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
