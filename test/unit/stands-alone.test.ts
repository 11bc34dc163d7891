/**
 * A checkout needs nothing beside it: no file of it names one outside, as a path from the checkout upwards or as one of
 * the machine that it was written on. `.ci/run` tests in a clone that has nothing beside it; this says which line is it.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const PLACES = ['.ci', 'docs', 'samples', 'scripts', 'src', 'test', 'README.md', 'CHANGELOG.md', 'package.json'];
const CONFIGS = readdirSync('.').filter((name) => /\.(ts|yml|json)$/.test(name) && name !== 'package-lock.json');
const TEXT = /\.(ts|mts|mjs|js|json|md|sh|html|css|wgsl|yml|yaml|toml|txt)$|\/run$/;

/** The folder that once lay beside the checkout, written so that this file does not name it. */
const BESIDE = 'shared';
const UPWARDS = new RegExp(String.raw`(?:\.\./)+${BESIDE}\b[\w./-]*`, 'g');
/** The same, put together from its parts: `join('..', 'name')`. */
const JOINED = new RegExp(String.raw`['"]\.\.['"],\s*['"]${BESIDE}['"]`, 'g');
/** Folders of one machine: a path from the root into the folder beside, or into a home or working folder. */
const ABSOLUTE = new RegExp(String.raw`(?<![\w.*}-])/(?:${BESIDE}|work|root)/[\w.-]+|\b${BESIDE}/data\b`, 'g');

/** What the text of a file names outside of the checkout. */
function outsideOf(file: string, text: string): string[] {
  // `src/shared` is a room of the program: what leads there from where the file lies is no way out.
  const isRoom = (path: string): boolean => {
    const target = relative('.', resolve(dirname(file), path));
    return target === join('src', BESIDE) || (target.startsWith(join('src', BESIDE, '/')) && existsSync(target));
  };
  const upwards = [...text.matchAll(UPWARDS)].map(([path]) => path).filter((path) => !isRoom(path));
  return [...upwards, ...[...text.matchAll(JOINED), ...text.matchAll(ABSOLUTE)].map(([path]) => path)];
}

function filesUnder(path: string): string[] {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).flatMap((name) => filesUnder(join(path, name)));
}

describe('the checkout', () => {
  const files = [...new Set([...PLACES, ...CONFIGS].flatMap(filesUnder))].filter((file) => TEXT.test(file));

  it('is looked at', () => expect(files.length).toBeGreaterThan(300));

  it('names nothing outside of itself', () => {
    const named = files.flatMap((file) =>
      outsideOf(file, readFileSync(file, 'utf8')).map((path) => `${file}: ${path}`),
    );
    expect(named).toEqual([]);
  });
});

describe('what is refused', () => {
  const up = `../${BESIDE}`;
  it.each([
    ['test/app/desktop.test.ts', `resolve('${up}/data/scan.ply')`],
    ['test/unit/a.test.ts', `join(process.cwd(), '..', '${BESIDE}', 'data')`],
    ['test/bench/cases.ts', `const DATA = '${up}/data';`],
    ['scripts/pack-run.sh', `[ -d ${up}/data ]`],
    ['docs/benchmarks.md', `the clouds of \`${up}/data/clouds\``],
    // From where this file lies the path leads into the room, but to nothing that is there.
    ['src/cli/index.ts', `'${up}/data/clouds'`],
    ['docs/benchmarks.md', `as /${BESIDE}/tools says`],
    ['test/bench/cases.ts', `'/${'work'}/main/samples'`],
  ])('%s: %s', (file, text) => expect(outsideOf(file, text)).not.toEqual([]));

  it.each([
    ['src/cli/index.ts', `import { texts } from '${up}/commands.ts';`],
    ['test/unit/main/menu-template.test.ts', `import { COMMANDS } from '../../../src/${BESIDE}/commands.ts';`],
    ['test/gpu/field/a.test.ts', "import { context } from '../analysis/shared.ts';"],
    ['docs/conventions.md', `No text in code: \`${BESIDE}/locales\``],
  ])('not %s: %s', (file, text) => expect(outsideOf(file, text)).toEqual([]));
});
