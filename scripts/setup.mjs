// Everything a fresh machine needs, so that `npm start` and `npm test` are the only two commands to know:
// npm packages, on Debian as root the system packages, and the built command line. Steps that are already done
// cost a few file stats. Plain JavaScript for any Node from 18: it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const quiet = process.argv.includes('--quiet');

/** Runs a step; its output is shown when it fails, or when nobody asked for silence. */
function run(what, command, args) {
  if (!quiet) console.error(`setup: ${what}`);
  const result = spawnSync(command, args, {
    cwd: root,
    shell: process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
  });
  if (result.status === 0) return;
  process.stderr.write(
    `${result.stdout ?? ''}${result.stderr ?? ''}${result.error ? `${result.error.message}\n` : ''}`,
  );
  console.error(`setup: ${what} failed: ${[command, ...args].join(' ')}`);
  process.exit(1);
}

function hashOf(file) {
  return createHash('sha256')
    .update(readFileSync(join(root, file)))
    .digest('hex');
}

/** Newest change below a folder or of a file, in milliseconds; 0 where there is none. */
function newest(path) {
  if (!existsSync(path)) return 0;
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

const stamp = join(root, 'node_modules', '.gridpull-setup');
const wanted = `${hashOf('package-lock.json')} ${hashOf('scripts/setup-debian.sh')}`;
const installed = existsSync(stamp) ? readFileSync(stamp, 'utf8') : '';
if (installed !== wanted) {
  if (process.platform === 'linux') run('system packages', 'bash', ['scripts/setup-debian.sh']);
  run('npm packages', 'npm', ['ci', '--no-audit', '--no-fund']);
  writeFileSync(stamp, wanted);
}

const nodeMajor = Number(
  spawnSync(
    process.platform === 'linux' && existsSync(join(root, 'node_modules/.bin/node'))
      ? join(root, 'node_modules/.bin/node')
      : 'node',
    ['-p', 'process.versions.node.split(".")[0]'],
    { encoding: 'utf8' },
  ).stdout,
);
if (!(nodeMajor >= 24)) {
  console.error(`setup: Node 24 or newer is needed, found ${nodeMajor || 'none'}; get it from https://nodejs.org`);
  process.exit(1);
}
if (process.platform === 'linux') {
  const drivers = [
    '/usr/share/vulkan/icd.d',
    '/etc/vulkan/icd.d',
    '/usr/local/share/vulkan/icd.d',
    '/usr/local/nvidia/share/vulkan/icd.d',
  ];
  const found =
    process.env.VK_DRIVER_FILES || drivers.some((folder) => existsSync(folder) && readdirSync(folder).length > 0);
  if (!found) {
    console.error('setup: no Vulkan driver is installed; install the one of your graphics card, or a software one:');
    console.error(
      'setup:   Debian, Ubuntu: sudo apt-get install mesa-vulkan-drivers   Fedora: sudo dnf install mesa-vulkan-drivers',
    );
    process.exit(1);
  }
}

const sources = ['src', 'vite.cli.config.ts', 'scripts/vite-wgsl.ts', 'package-lock.json'].map((name) =>
  newest(join(root, name)),
);
if (newest(join(root, 'out/cli/index.js')) < Math.max(...sources)) run('build', 'npm', ['run', '--silent', 'build']);
