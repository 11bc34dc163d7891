import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { noticesOf, packagesOf } from '../../scripts/notices.ts';

const folder = mkdtempSync(join(tmpdir(), 'gridpull-notices-'));
afterAll(() => rmSync(folder, { recursive: true }));

function packageWith(name: string, license: string | undefined, text?: string): string {
  const place = join(folder, name);
  mkdirSync(place);
  writeFileSync(join(place, 'package.json'), JSON.stringify({ name, version: '1.2.3', license }));
  if (text !== undefined) writeFileSync(join(place, 'LICENSE.txt'), text);
  return place;
}

describe('notices of what is bundled', () => {
  it('are of the packages that files are of, each once', () => {
    const files = [
      'src/engine/index.ts',
      'node_modules/fflate/esm/browser.js',
      'node_modules/fflate/esm/other.js',
      'node_modules/@noble/hashes/sha2.js',
      '/home/me/gridpull/node_modules/a/node_modules/b/index.js',
    ];
    expect(packagesOf(files)).toEqual([
      'node_modules/@noble/hashes',
      'node_modules/a/node_modules/b',
      'node_modules/fflate',
    ]);
  });

  it('have each licence in full', () => {
    const places = [packageWith('one', 'MIT', 'Permission is hereby granted'), packageWith('other', '0BSD')];
    const notices = noticesOf(places);
    expect(notices).toContain('## one 1.2.3 (MIT)\n\nPermission is hereby granted');
    expect(notices).toContain('## other 1.2.3 (0BSD)');
  });

  it.each(['GPL-3.0', 'CC-BY-NC-4.0', undefined])('are refused for a package under %s', (license) => {
    const place = packageWith(`under ${license}`, license, 'no');
    expect(() => noticesOf([place])).toThrow(`its licence is ${license ?? 'none'}`);
  });
});
