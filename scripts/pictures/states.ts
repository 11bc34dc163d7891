/**
 * Pictures of the window in every main state, in all sizes that it is used at, both themes and both languages, to be
 * looked at; and in words each text that is cut off or covered in one of them.
 *
 *   node scripts/pictures/states.ts -o FOLDER [--only PATTERN]
 *
 * Ends with 1 where there is such a text.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Language, Theme } from '../../src/contracts/settings.ts';
import { unreadableTexts } from '../../test/app/unreadable-texts.ts';
import { STATES } from '../../test/app/states.ts';
import { openWebServer } from '../../test/app/web-server.ts';
import { Camera } from './camera.ts';

/** CSS pixels, and device pixels for each: the last is a window of 1280 × 800 at 200 %. */
const SIZES = {
  '1280x800': { width: 1280, height: 800, scale: 1 },
  '2560x1440': { width: 2560, height: 1440, scale: 1 },
  '900x600': { width: 900, height: 600, scale: 1 },
  '200%': { width: 640, height: 400, scale: 2 },
} as const;
/** Each theme and each language once: colours are a theme's, lengths a language's. */
const LOOKS: readonly [Theme, Language][] = [
  ['light', 'en'],
  ['dark', 'de'],
];

const { values } = parseArgs({ options: { output: { type: 'string', short: 'o' }, only: { type: 'string' } } });
if (!values.output) throw new Error('Say where the pictures go: -o FOLDER');
await mkdir(values.output, { recursive: true });

const server = await openWebServer();
const camera = await Camera.open(server);
const { ui } = camera;
let unreadable = 0;

async function takeAll(name: string): Promise<void> {
  if (values.only && !new RegExp(values.only).test(name)) return;
  for (const [size, metrics] of Object.entries(SIZES)) {
    await camera.setSize(metrics);
    for (const [theme, language] of LOOKS) {
      await ui.read(({ app }, settings) => app.setSettings(settings), { theme, language });
      const file = path.join(values.output!, `${name.replaceAll(/\W+/g, '-')}-${size}-${theme}-${language}.png`);
      await writeFile(file, await camera.picture());
      for (const text of await unreadableTexts(ui.page)) {
        unreadable++;
        console.log(`${name}, ${size}, ${language}: ${text}`);
      }
    }
  }
  await camera.setSize(SIZES['1280x800']);
  await ui.read(({ app }) => app.setSettings({ theme: 'light', language: 'en' }));
}

try {
  await takeAll('nothing open');
  await ui.coarse();
  await ui.read(({ app }) => app.openSample('bracket.ply'));
  await ui.opened('bracket.ply');
  await takeAll('a cloud');
  await ui.read(({ app }) => app.setStep('reconstruct'));
  for (const { name, enter, leave } of STATES) {
    await enter(ui);
    await takeAll(name);
    await leave?.(ui);
  }
} finally {
  await server.close();
}
console.log(unreadable === 0 ? 'every text can be read' : `${unreadable} texts cannot be read`);
process.exitCode = unreadable === 0 ? 0 : 1;
