/** The pages of the site, copied from where they lie in the repository: nothing is found by packages from above them. */
import { cpSync, globSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '..');
const PAGES = path.join(import.meta.dirname, 'pages');

rmSync(PAGES, { recursive: true, force: true });
mkdirSync(PAGES);
for (const name of globSync('*.md', { cwd: ROOT })) cpSync(path.join(ROOT, name), path.join(PAGES, name));
cpSync(path.join(ROOT, 'docs'), path.join(PAGES, 'docs'), { recursive: true });
