/** Elements of the window are defined where they are used: an unknown one is drawn as nothing, and no type says so. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = 'src/renderer';
/** Nearly every panel has one: the outermost element defines them for all. */
const EVERYWHERE = { 'gp-icon': 'icons/icon.ts', 'gp-tooltip': 'panels/controls/tooltip.ts' } as const;
const files = new Map(
  globSync(`${ROOT}/**/*.ts`).map((file) => [path.normalize(file), readFileSync(file, 'utf8')] as const),
);
const definers = new Map(
  [...files].flatMap(([file, text]) =>
    [...text.matchAll(/customElements\.define\('(gp-[\w-]+)'/g)].map(([, name]) => [name!, file] as const),
  ),
);

/** What a file imports of this room, types left out. */
function importsOf(file: string): string[] {
  return [...files.get(file)!.matchAll(/^import (?!type )[^;]*?'(\.[^']+)';/gms)].map(([, from]) =>
    path.join(path.dirname(file), from!),
  );
}

const uses = [...files].flatMap(([file, text]) =>
  [...new Set([...text.matchAll(/<(gp-[\w-]+)[\s>]/g)].map(([, name]) => name!))]
    // In the docstring of its own file, and in words about others.
    .filter((name) => new RegExp(`^(?!\\s*(/\\*\\*|\\*|//)).*<${name}[\\s>]`, 'm').test(text))
    .map((name) => ({ file, name })),
);

describe('an element', () => {
  it('is used somewhere', () => expect(uses.length).toBeGreaterThan(100));

  it.each(Object.entries(EVERYWHERE))('%s is defined for all', (name, definer) => {
    expect(definers.get(name)).toBe(path.join(ROOT, definer));
    expect(importsOf(path.join(ROOT, 'panels/shell/app.ts'))).toContain(path.join(ROOT, definer));
  });

  it.each(uses.filter(({ name }) => !(name in EVERYWHERE)))(
    '$name of $file is defined by what that imports',
    ({ file, name }) => {
      const definer = definers.get(name);
      expect(definer, 'no file defines it').toBeDefined();
      if (definer !== file) expect(importsOf(file)).toContain(definer);
    },
  );
});
