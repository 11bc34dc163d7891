/** Starts the web server from the command line and ends it with Ctrl+C. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describeFault, Refusal } from '../main/protocol.ts';
import { commandTexts } from '../contracts/locales/language.ts';
import { parseWebArguments, USAGE, type WebArguments } from './arguments.ts';
import { openBrowser } from './open-browser.ts';
import { startWebServer } from './server.ts';

const EXIT_FAILURE = 1;
const EXIT_USAGE = 2;
const EXIT_INTERRUPTED = 130;

/** The built file is out/web/index.js. */
const project = resolve(import.meta.dirname, '../..');

function fail(error: unknown, code: number): never {
  console.error(`GridPull: ${sentenceOf(error)}`);
  process.exit(code);
}

function sentenceOf(error: unknown): string {
  if (error instanceof Refusal) return describeFault(error, commandTexts('en')).message;
  return error instanceof Error ? error.message : String(error);
}

function readArguments(): WebArguments {
  try {
    return parseWebArguments(process.argv.slice(2));
  } catch (error) {
    console.error(USAGE);
    return fail(error, EXIT_USAGE);
  }
}

function readVersion(): string {
  const { version } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as { version?: string };
  return version ?? '';
}

const { help, port, open, browser } = readArguments();
if (help) {
  console.log(USAGE);
  process.exit(0);
}
const root = join(project, 'out/renderer');
if (!existsSync(join(root, 'index.html'))) fail('The window is not built yet; run: npm run build', EXIT_FAILURE);
const server = await startWebServer({
  root,
  samplesFolder: join(project, 'samples'),
  version: readVersion(),
  port,
  open: open.map((path) => resolve(path)),
  onFault: (error) => console.error(error),
}).catch((error: unknown) => fail(error, EXIT_FAILURE));

console.log(`GridPull is at ${server.address}`);
console.error('It needs a browser with WebGPU (Chrome, Edge; Safari 26; Firefox 141 on Windows). End with Ctrl+C.');
const opened = browser ? await openBrowser(server.address) : undefined;
if (opened?.isFound === false) console.error('No browser could be started: open the address yourself.');

let isEnding = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // A second one does not wait for connections.
    if (isEnding) process.exit(EXIT_INTERRUPTED);
    isEnding = true;
    void Promise.all([server.close(), opened?.[Symbol.asyncDispose]()]).then(() =>
      process.exit(signal === 'SIGINT' ? EXIT_INTERRUPTED : 0),
    );
  });
}
