// `npm start`: until the window exists, the main job on a file: a sample, or the one named.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
// npm runs scripts in the project's folder; a name is meant in the folder where it was typed.
const input = process.argv[2]
  ? resolve(process.env.INIT_CWD ?? process.cwd(), process.argv[2])
  : join(root, 'samples', 'bracket.ply');
const folder = join(root, 'out', 'meshes');
mkdirSync(folder, { recursive: true });
const output = join(folder, `${basename(input, extname(input))}-mesh.ply`);
const shown = (path) => (relative('.', path).startsWith('..') ? path : relative('.', path));
console.error(`Reconstructing ${shown(input)}`);
const program = join(root, 'out', 'cli', 'index.js');
const run = spawnSync(process.execPath, [program, 'reconstruct', input, '-o', output], { stdio: 'inherit' });
if (run.status === 0) {
  console.log(`The mesh is in ${shown(output)}; open it in any mesh viewer.`);
  console.log('Your own scan: npm start -- scan.ply      All commands: npm run --silent gridpull -- --help');
}
process.exit(run.status ?? 1);
