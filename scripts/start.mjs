// `npm start [-- FILE…]`: the desktop window where Electron's program can be had, else the same window in a browser,
// and always why. GRIDPULL_HOST=electron or =web forces one. Plain JavaScript for Node 20.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const electronFolder = join(root, 'node_modules', 'electron');
/** About 110 MB come over the network. */
const DOWNLOAD_MS = 90_000;
/** An Electron that fails this soon could not show a window at all: a library is missing, say. */
const EARLY_MS = 8_000;

const forced = process.env.GRIDPULL_HOST;
// npm runs scripts in the project's folder; a name is meant in the folder where it was typed.
const files = process.argv
  .slice(2)
  .filter((name) => !name.startsWith('-'))
  .map((name) => resolve(process.env.INIT_CWD ?? process.cwd(), name));

const say = (line) => console.error(`GridPull: ${line}`);

/** The path of Electron's program, or null while it is not there. */
function electronProgram() {
  const name = join(electronFolder, 'path.txt');
  if (!existsSync(name)) return null;
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(electronFolder, 'dist');
  const program = join(folder, readFileSync(name, 'utf8').trim());
  return existsSync(program) ? program : null;
}

/** Gets Electron's program, which its npm package does not hold. @returns why not, or null when it is there */
function downloadElectron() {
  const script = join(electronFolder, 'install.js');
  if (!existsSync(script)) return 'the npm package electron is not installed';
  say('getting the program of Electron, about 110 MB, once …');
  const { error, status, stderr } = spawnSync(process.execPath, [script], {
    timeout: DOWNLOAD_MS,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  if (error?.code === 'ETIMEDOUT') return `the download took longer than ${DOWNLOAD_MS / 1000} seconds`;
  if (status === 0) return electronProgram() ? null : 'its download left no program';
  // The last cause says most: “getaddrinfo ENOTFOUND github.com” rather than “fetch failed”.
  const reasons = [...(stderr ?? '').matchAll(/(?:Error|cause\]?): (.+)/g)].map((match) => match[1].trim());
  return `it could not be downloaded (${reasons.at(-1) ?? error?.message ?? `exit ${status}`})`;
}

/** Runs a program to its end. @returns its exit code and how long it took */
function run(program, args) {
  return new Promise((done) => {
    const startedMs = Date.now();
    const child = spawn(program, args, { cwd: root, stdio: 'inherit' });
    // Ctrl+C goes to both; the child ends and we report how.
    const pass = (signal) => child.kill(signal);
    const ignore = () => {};
    process.on('SIGINT', ignore);
    process.on('SIGTERM', pass);
    const finish = (code) => {
      process.off('SIGINT', ignore);
      process.off('SIGTERM', pass);
      done({ code, tookMs: Date.now() - startedMs });
    };
    child.once('error', (error) => {
      say(error.message);
      finish(1);
    });
    child.once('exit', (code, signal) => finish(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
}

/** @returns why the window cannot be shown; does not return when it was shown and closed */
async function startElectron() {
  const isHeadless = process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;
  if (isHeadless && forced !== 'electron') return 'there is no display for a window of its own';
  if (!electronProgram()) {
    const reason = downloadElectron();
    if (reason) return `Electron's program is not here: ${reason}`;
  }
  // Chromium refuses its sandbox to root.
  const isRoot = process.platform === 'linux' && process.getuid() === 0;
  if (isRoot) say("running as root: Chromium's sandbox is off.");
  const switches = isRoot ? ['--no-sandbox'] : [];
  const { code, tookMs } = await run(electronProgram(), [...switches, root, ...files]);
  if (code === 0 || tookMs > EARLY_MS) process.exit(code);
  return `Electron's program ended at once with code ${code}`;
}

if (forced !== undefined && forced !== 'web' && forced !== 'electron') {
  say(`GRIDPULL_HOST is "web" or "electron", not "${forced}".`);
  process.exit(2);
}
if (forced !== 'web') {
  const reason = await startElectron();
  if (forced === 'electron') {
    say(`${reason}.`);
    process.exit(1);
  }
  say(`${reason}. Opening it in the browser instead.`);
}
const { code } = await run(process.execPath, [join(root, 'out', 'web', 'index.js'), ...files]);
process.exit(code);
