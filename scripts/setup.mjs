// Everything a fresh machine needs, so that `npm start` and `npm test` are the only two commands to know:
// npm packages, on Debian as root the system packages, and the built app. Steps that are already done
// cost a few file stats. Plain JavaScript for any Node from 18: it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lockSetup } from './setup-lock.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const quiet = process.argv.includes('--quiet');
/** Drivers keep compiled kernels: whoever sets up ahead of use has them compiled, too, which the first run would wait for. */
const withKernels = process.argv.includes('--kernels');

/** Runs a step; its output is shown only when it fails. Returns whether it worked. */
function run(what, command, args) {
  if (!quiet) console.error(`setup: ${what} …`);
  const result = spawnSync(command, args, {
    cwd: root,
    shell: process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
  });
  if (result.status === 0) return true;
  process.stderr.write(
    `${result.stdout ?? ''}${result.stderr ?? ''}${result.error ? `${result.error.message}\n` : ''}`,
  );
  console.error(`setup: this failed: ${[command, ...args].join(' ')}`);
  return false;
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

/** Whether a step is done for these versions of its files: a stamp in node_modules, which goes when that goes. */
function stampOf(step, ...files) {
  const file = join(root, 'node_modules', `.gridpull-${step}`);
  const wanted = files.map(hashOf).join(' ');
  const isCurrent = existsSync(file) && readFileSync(file, 'utf8') === wanted;
  return {
    isCurrent,
    write: () => {
      if (isCurrent) return;
      try {
        writeFileSync(file, wanted);
      } catch {
        // An installation that this user may only read is as good: the step is looked at again the next time.
      }
    },
  };
}

const stampOfSystem = () => stampOf('system', 'scripts/setup-debian.sh');
const stampOfPackages = () => stampOf('packages', 'package-lock.json');

function install() {
  const [system, packages] = [stampOfSystem(), stampOfPackages()];
  // Without them the program may still run (with the driver of a graphics card, say), so a failure here is not the end.
  const isSystemReady =
    system.isCurrent ||
    process.platform !== 'linux' ||
    run('installing system packages where they are missing (Debian, as root)', 'bash', ['scripts/setup-debian.sh']);
  if (!packages.isCurrent) {
    if (!run('installing npm packages', 'npm', ['ci', '--no-audit', '--no-fund'])) process.exit(1);
    packages.write();
  }
  if (isSystemReady) system.write();
}

/** The Node that runs the program; ends this where there is none that can. */
function findNode() {
  // npm puts this one first on the path of every script; the system's own may be older.
  const bundledNode = join(root, 'node_modules', '.bin', 'node');
  const node = process.platform === 'linux' && existsSync(bundledNode) ? bundledNode : 'node';
  const nodeMajor = Number(spawnSync(node, ['-p', 'process.versions.node.split(".")[0]'], { encoding: 'utf8' }).stdout);
  if (nodeMajor >= 24) return node;
  console.error(`setup: Node 24 or newer is needed, found ${nodeMajor || 'none'}; get it from https://nodejs.org`);
  process.exit(1);
}

function checkDriver() {
  if (process.platform !== 'linux') return;
  const drivers = [
    '/usr/share/vulkan/icd.d',
    '/etc/vulkan/icd.d',
    '/usr/local/share/vulkan/icd.d',
    '/usr/local/nvidia/share/vulkan/icd.d',
  ];
  const found =
    process.env.VK_DRIVER_FILES || drivers.some((folder) => existsSync(folder) && readdirSync(folder).length > 0);
  if (found) return;
  console.error('setup: no Vulkan driver is installed; install the one of your graphics card, or a software one:');
  console.error(
    'setup:   Debian, Ubuntu: sudo apt-get install mesa-vulkan-drivers   Fedora: sudo dnf install mesa-vulkan-drivers',
  );
  process.exit(1);
}

function isBuilt() {
  const sources = [
    'src',
    'vite.cli.config.ts',
    'vite.web.config.ts',
    'electron.vite.config.ts',
    'scripts/vite-wgsl.ts',
    'package-lock.json',
  ].map((name) => newest(join(root, name)));
  // The last things that the build writes, one of each part.
  const built = [
    'out/main/index.js',
    'out/preload/index.cjs',
    'out/renderer/index.html',
    'out/cli/index.js',
    'out/web/index.js',
  ];
  return Math.min(...built.map((name) => newest(join(root, name)))) >= Math.max(...sources);
}

function build() {
  if (isBuilt()) return;
  if (!run('building the app and the command line', 'npm', ['run', '--silent', 'build'])) process.exit(1);
}

// Looked at before the lock, so that what is set up starts at once, and again with it: whoever had it may have done all.
const isDone = stampOfSystem().isCurrent && stampOfPackages().isCurrent && isBuilt();
const unlock = isDone ? () => {} : await lockSetup(root, (sentence) => console.error(`setup: ${sentence}`));
if (!isDone) install();
const node = findNode();
checkDriver();
if (!isDone) build();
unlock();

if (withKernels) {
  // Between them they need all that nearly every run needs. A machine without a working driver is told when it computes.
  const mesh = join(mkdtempSync(join(tmpdir(), 'gridpull-setup-')), 'mesh.ply');
  for (const sample of ['bracket', 'hill']) {
    const cloud = join(root, 'samples', `${sample}.ply`);
    const args = ['out/cli/index.js', 'reconstruct', cloud, '-o', mesh, '--resolution', '64', '--quiet'];
    if (!run(`having the kernels compiled that ${sample}.ply needs`, node, args)) break;
  }
  rmSync(dirname(mesh), { recursive: true, force: true });
}
