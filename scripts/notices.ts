/**
 * The licences of what is bundled, which nearly all of them ask to be handed on. What is bundled is asked of the build
 * itself: a list that people keep is behind after the next package.
 *
 *   node scripts/notices.ts OUTPUT   of the app, after npm run build
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** With these, what is built may be handed on under ours. */
export const ALLOWED_LICENCES: readonly string[] = [
  'MIT',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'Unlicense',
];

interface Package {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

/** The folders of the packages that these files are of; files of our own are of none. */
export function packagesOf(files: Iterable<string>): string[] {
  const folders = new Set<string>();
  for (const file of files) {
    const at = file.lastIndexOf('node_modules/');
    if (at < 0) continue;
    const [first, second] = file.slice(at + 'node_modules/'.length).split('/');
    const name = first!.startsWith('@') ? `${first}/${second}` : first!;
    const start = file.slice(0, at).search(/node_modules\//);
    folders.add(`${start < 0 ? '' : file.slice(start, at)}node_modules/${name}`);
  }
  return [...folders].sort();
}

/**
 * @param folders of packages, below the working folder
 * @throws Error for a package under a licence that we do not know to be allowed
 */
export function noticesOf(folders: readonly string[]): string {
  const parts = folders.map((folder) => {
    const {
      name,
      version,
      license = 'none',
    } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Package;
    if (!ALLOWED_LICENCES.includes(license)) {
      throw new Error(
        `${name} is bundled and its licence is ${license}: look whether that is allowed (scripts/notices.ts)`,
      );
    }
    const files = readdirSync(folder).filter((file) => /^(licen[sc]e|copying|notice)/i.test(file));
    const texts = files.map((file) => readFileSync(join(folder, file), 'utf8').trim());
    return [`## ${name} ${version} (${license})`, ...texts].join('\n\n');
  });
  return `# What is bundled with GridPull\n\n${parts.join('\n\n')}\n`;
}

/** The files that went into what was built, by its source maps. */
function sourcesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.map'))
    .flatMap((file) => {
      const place = join(folder, file);
      const { sources } = JSON.parse(readFileSync(place, 'utf8')) as { readonly sources: readonly string[] };
      return sources.map((source) => join(dirname(place), source));
    });
}

if (import.meta.main) {
  const [output] = process.argv.slice(2);
  const parts = ['out/main', 'out/renderer'];
  if (output === undefined || !parts.every((part) => existsSync(part))) {
    console.error('usage: node scripts/notices.ts OUTPUT, after npm run build');
    process.exit(2);
  }
  writeFileSync(output, noticesOf(packagesOf(parts.flatMap(sourcesOf))));
}
