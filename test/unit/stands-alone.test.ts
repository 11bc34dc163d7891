/**
 * A checkout needs nothing beside it: no file of it names one outside, as a path from the checkout upwards or as one of
 * the machine that it was written on. `.ci/run` tests in a clone that has nothing beside it; this says which line is
 * it.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { repositoryFiles } from '../citations/source-text.ts';

const TEXT = /\.(ts|mts|mjs|js|json|md|sh|html|css|wgsl|yml|yaml|toml|txt)$|\/run$/;

/** The folder that once lay beside the checkout, written so that this file does not name it. */
const BESIDE = 'shared';
const UPWARDS = new RegExp(String.raw`(?:\.\./)+${BESIDE}\b[\w./-]*`, 'g');
/** The same, put together from its parts: `join('..', 'name')`. */
const JOINED = new RegExp(String.raw`['"]\.\.['"],\s*['"]${BESIDE}['"]`, 'g');
/** Folders of one machine: a path from the root into the folder beside, or into a home or working folder. */
const ABSOLUTE = new RegExp(String.raw`(?<![\w.*}-])/(?:${BESIDE}|work|root)/[\w.-]+|\b${BESIDE}/data\b`, 'g');

/** What a text names outside of the checkout. */
function outsideOf(text: string): string[] {
  return [UPWARDS, JOINED, ABSOLUTE].flatMap((pattern) => [...text.matchAll(pattern)].map(([path]) => path));
}

describe('the checkout', () => {
  const files = repositoryFiles().filter((file) => TEXT.test(file) && file !== 'package-lock.json');

  it('is looked at', () => expect(files.length).toBeGreaterThan(300));

  it('names nothing outside of itself', () => {
    const named = files.flatMap((file) => outsideOf(readFileSync(file, 'utf8')).map((path) => `${file}: ${path}`));
    expect(named).toEqual([]);
  });
});

describe('what is refused', () => {
  const up = `../${BESIDE}`;
  it.each([
    `resolve('${up}/data/scan.ply')`,
    `join(process.cwd(), '..', '${BESIDE}', 'data')`,
    `const DATA = '${up}/data';`,
    `[ -d ${up}/data ]`,
    `the clouds of \`${up}/data/clouds\``,
    `'${up}/data/clouds'`,
    `import { texts } from '${up}/commands.ts';`,
    `as /${BESIDE}/tools says`,
    `'/${'work'}/main/samples'`,
  ])('%s', (text) => expect(outsideOf(text)).not.toEqual([]));

  it.each(["import { context } from '../analysis/shared.ts';", `import { base } from '../styles/${BESIDE}.ts';`])(
    'not %s',
    (text) => expect(outsideOf(text)).toEqual([]),
  );
});
