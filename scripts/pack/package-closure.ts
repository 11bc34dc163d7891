/**
 * `node scripts/pack/package-closure.ts NAME …`: the folders of installed packages with all that they need themselves,
 * one a line, relative to the project. Development packages among them too, which `npm ls --omit=dev` cannot list
 * alone.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const project = process.cwd();
const found = new Set<string>();
for (const name of process.argv.slice(2)) {
  if (!add(project, name)) throw new Error(`${name} is not installed: run npm ci`);
}
console.log([...found].map((folder) => path.relative(project, folder)).join('\n'));

/** Whether the package is there; optional ones of other platforms are not. */
function add(from: string, name: string): boolean {
  const folder = find(from, name);
  if (folder === undefined) return false;
  if (found.has(folder)) return true;
  found.add(folder);
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Manifest;
  for (const needed of Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies })) add(folder, needed);
  return true;
}

/** Looks where Node does: in the folder's own packages, then in those of every folder above. */
function find(from: string, name: string): string | undefined {
  for (let folder = from; folder.startsWith(project); folder = path.dirname(folder)) {
    const place = path.join(folder, 'node_modules', name);
    if (existsSync(path.join(place, 'package.json'))) return place;
  }
  return undefined;
}
