// `npm start`: until the window exists, the main job on a file: a sample, or the one named.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const input = process.argv[2] ?? join(root, 'samples', 'bracket.ply');
const folder = join(root, 'out', 'meshes');
mkdirSync(folder, { recursive: true });
const output = join(folder, `${basename(input, extname(input))}-mesh.ply`);
console.error(`Reconstructing ${input} …`);
const run = spawnSync(process.execPath, [join(root, 'out/cli/index.js'), 'reconstruct', input, '-o', output], {
  stdio: 'inherit',
});
if (run.status === 0) {
  console.log(`The mesh lies at ${output} (open it in any mesh viewer).`);
  console.log('Your own scan: npm start -- scan.ply      All commands: npm run --silent gridpull -- --help');
}
process.exit(run.status ?? 1);
