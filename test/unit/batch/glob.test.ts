/** Glob patterns: what they mean, and that no pattern keeps anybody waiting. */
import fc from 'fast-check';
import picomatch from 'picomatch';
import { describe, expect, it } from 'vitest';
import { parseGlob } from '../../../src/batch/glob.ts';

const matches = (pattern: string, path: string): boolean => parseGlob(pattern)!.matches(path);

describe('a pattern', () => {
  it.each([
    ['*.ply', ['a.ply', '.ply'], ['a/b.ply', 'a.plyx']],
    ['s?an.ply', ['scan.ply'], ['s/an.ply', 'san.ply']],
    ['**/*.ply', ['a.ply', 'a/b/c.ply'], ['a.xyz']],
    ['a/**', ['a/b', 'a/b/c'], ['b/a']],
    ['a/**/b', ['a/b', 'a/x/y/b'], ['a/xb', 'ab']],
    ['a**b', ['ab', 'axyb'], ['a/b']],
    ['[a-cx].ply', ['b.ply', 'x.ply'], ['d.ply', '-.ply']],
    ['[!a-c].ply', ['d.ply'], ['a.ply', '/.ply']],
    ['[]a].ply', ['].ply', 'a.ply'], ['b.ply']],
    ['[a\\]].ply', ['].ply', 'a.ply'], ['\\.ply']],
    ['{a,b{c,d}}.{ply,xyz}', ['a.ply', 'bc.xyz', 'bd.ply'], ['b.ply', 'a,b.ply']],
    ['scan-{8..11}.ply', ['scan-8.ply', 'scan-10.ply'], ['scan-12.ply', 'scan-1.ply']],
    ['{,a}b', ['b', 'ab'], ['a']],
    ['@(a|b).ply', ['a.ply'], ['ab.ply', '.ply']],
    ['?(a|b).ply', ['a.ply', '.ply'], ['ab.ply']],
    ['*(a|b).ply', ['.ply', 'abba.ply'], ['abc.ply']],
    ['+(a|b).ply', ['ab.ply'], ['.ply']],
    ['\\*.ply', ['*.ply'], ['a.ply']],
    ['{a.ply', ['{a.ply'], ['a.ply']],
    ['[a.ply', ['[a.ply'], ['a.ply']],
    ['+(a.ply', ['+(a.ply'], ['a.ply']],
    ['🗿?.ply', ['🗿🗿.ply'], ['🗿.ply']],
  ])('%s', (pattern, yes, no) => {
    for (const path of yes) expect(matches(pattern, path), path).toBe(true);
    for (const path of no) expect(matches(pattern, path), path).toBe(false);
  });

  it('that says what must not match is none', () => {
    expect(parseGlob('!(a).ply')).toBeNull();
    expect(parseGlob('!a.ply')).toBeNull();
    expect(parseGlob('a!.ply')).not.toBeNull();
  });

  it.each([
    ['*a*a*a*a*a*a*b', 'a'.repeat(60)],
    ['+(+(a)+)b', 'a'.repeat(60)],
    ['*(*(*(a|aa)|a)|aa)b', 'a'.repeat(200)],
    ['**/**/**/**/**/**/**/b', 'a/'.repeat(200)],
    ['*'.repeat(2000) + 'b', 'a'.repeat(200)],
    ['{a,'.repeat(6000), 'a'.repeat(200)],
    [`*${'\\'.repeat(4)}`, 'a'],
  ])('is never waited for: %#', (pattern, path) => {
    const startMs = performance.now();
    expect(parseGlob(pattern)?.matches(path)).toBe(false);
    // Those that go back and try again take years.
    expect(performance.now() - startMs).toBeLessThan(5000);
  });

  it('is refused where it would grow without end', () => {
    expect(parseGlob('{1..10000}')).not.toBeNull();
    expect(parseGlob('{0..10000}')).toBeNull();
    expect(parseGlob('{1..9999}'.repeat(10))).toBeNull();
    expect(parseGlob(`${'{a,'.repeat(101)}${'}'.repeat(101)}`)).toBeNull();
    expect(parseGlob(`${'{a,'.repeat(100)}${'}'.repeat(100)}`)).not.toBeNull();
  });

  it('means what others mean by it', () => {
    const piece = fc.constantFrom(
      'a',
      'b',
      '.',
      '*',
      '?',
      '[ab]',
      '[^a]',
      '{a,b}',
      '{a,b.}',
      '@(a|b)',
      '+(a|ab)',
      '?(b)',
    );
    const segment = fc.oneof(
      { arbitrary: fc.array(piece, { minLength: 1, maxLength: 4 }).map((all) => all.join('')), weight: 4 },
      fc.constant('**'),
    );
    const pattern = fc.array(segment, { minLength: 1, maxLength: 3 }).map((all) => all.join('/'));
    const name = fc
      .array(fc.constantFrom('a', 'b', '.'), { minLength: 1, maxLength: 4 })
      .map((all) => `a${all.join('')}`);
    const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((all) => all.join('/'));
    fc.assert(
      fc.property(pattern, path, (glob, file) => {
        // There `)?` and `]+` are what they are in a regular expression, and two stars in a name go below.
        fc.pre(!/[)\]}][?*+@]|[^/]\*\*|\*\*[^/]/.test(glob));
        // A star there does not stand for nothing where a folder begins, and `**` at the end may be nothing at all.
        fc.pre(!/(^|\/)\*+($|\/)|\*\*\*|(^|\/)[*?]*$/.test(glob) || glob === '**');
        expect(matches(glob, file)).toBe(picomatch.isMatch(file, glob, { windows: false, dot: true }));
      }),
      { numRuns: 2000 },
    );
  });
});
