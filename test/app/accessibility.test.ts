/**
 * The window for those who cannot see it, see little, or have no mouse: what axe-core finds in its main states, in
 * both themes and languages, and the way from the first state to a running reconstruction by keyboard alone.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Language, Theme } from '../../src/contracts/settings.ts';
import { smallSample } from '../shapes/small-sample.ts';
import { unreadableTexts } from './unreadable-texts.ts';
import { STATES } from './states.ts';
import { openWebServer, type WebServer } from './web-server.ts';
import { type AppWindow, eventually, SOON_MS } from './window.ts';

/** Each theme and each language once: contrast is a theme's, words are a language's. */
const LOOKS: readonly [Theme, Language][] = [
  ['light', 'en'],
  ['dark', 'de'],
];

let server: WebServer;
let ui: AppWindow;

beforeAll(async () => {
  server = await openWebServer();
  // Half-faded text has half its contrast; and so tall that nothing scrolls away under something else.
  ui = await server.openWindow({ reducedMotion: 'reduce', viewport: { width: 1280, height: 2000 } });
  await ui.page.route('**/_sample/bracket.ply', (route) => route.fulfill({ body: smallSample('bracket.ply', 8) }));
  await ui.ready();
  // The page's policy lets no script in; what the debugger evaluates is not under it.
  await ui.page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
});
afterAll(() => server?.close());

/**
 * Serious and critical violations and texts that nobody can read, in words, for each look of the state that is shown.
 */
async function violations(): Promise<string[]> {
  const found: string[] = [];
  for (const [theme, language] of LOOKS) {
    await look(theme, language);
    for (const problem of [...(await problemsNow()), ...(await contrastsNow()), ...(await unreadableTexts(ui.page))]) {
      found.push(`${theme} ${language}: ${problem}`);
    }
  }
  await look('light', 'en');
  return found;
}

/** Resolves when it is to be seen: the window follows its state once a repaint. */
async function look(theme: Theme, language: Language): Promise<void> {
  await ui.read(({ app }, settings) => app.setSettings(settings), { theme, language });
  await eventually(async () => {
    const shown = await ui.page.evaluate(() => {
      const { documentElement: html } = document;
      return [html.getAttribute('theme'), html.lang];
    });
    expect(shown).toEqual([theme, language]);
  }, SOON_MS);
  await ui.page.evaluate(async () => {
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
  });
}

async function problemsNow(): Promise<string[]> {
  expect(await ui.primaryButtons()).toBeLessThanOrEqual(1);
  const results = await ui.page.evaluate<AxeResults>('axe.run(document)');
  // Else it was no window that was looked at, or none below its outermost element.
  expect(results.passes.map(({ id }) => id)).toContain('button-name');
  return inWords(results.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical'));
}

/** axe takes the 3D view for covering the panels over it, and gives up on their contrast: they are judged without. */
async function contrastsNow(): Promise<string[]> {
  const show = (visibility: string): Promise<void> =>
    ui.page.evaluate((value) => {
      for (const view of document.querySelectorAll<HTMLElement>('[slot=viewport], [slot=beside]')) {
        view.style.visibility = value;
      }
    }, visibility);
  await show('hidden');
  const results = await ui.page.evaluate<AxeResults>('axe.run(document, { runOnly: ["color-contrast"] })');
  await show('');
  expect(results.passes.flatMap(({ nodes }) => nodes).length).toBeGreaterThan(5);
  const undecided = results.incomplete.map((result) => ({ ...result, nodes: result.nodes.filter(isDecidable) }));
  return inWords([...results.violations, ...undecided]);
}

/**
 * Of some text in slots axe does not find the background: in Web Awesome's controls, and in the button that stays at
 * the bottom. Its colours are those of other main buttons. A single digit it does not take for text, which it is beside
 * its word. Everything else axe has to decide.
 */
const isDecidable = ({ target, any }: AxeResults['incomplete'][number]['nodes'][number]): boolean =>
  !target.flat().some((part) => /\bwa-(radio|switch)\b|#start$/.test(part)) &&
  !any.some(({ message }) => message.includes('too short to determine'));

const inWords = (results: AxeResults['violations']): string[] =>
  results.flatMap(({ id, nodes }) =>
    nodes.map(({ target, any }) => `${id} at ${target.flat().join(' > ')}: ${any[0]?.message ?? ''}`),
  );

/** The frame round the view. */
function viewRing(): Promise<string> {
  return ui.page.evaluate(() => getComputedStyle(document.querySelector('[slot=viewport] canvas')!).outlineStyle);
}

describe('by keyboard alone', () => {
  it('nothing is wrong before anything is open', async () => {
    expect(await violations()).toEqual([]);
  });

  it('a sample is opened and a reconstruction started', async () => {
    await ui.coarse();
    const toSample = await ui.tabTo(/^Bracket/);
    expect(toSample).toEqual(expect.arrayContaining([expect.stringMatching(/^Open/)]));
    await ui.page.keyboard.press('Enter');
    await ui.opened('bracket.ply');
    // The start page that had the focus is gone: it goes on in the view, and is seen there.
    await eventually(
      async () => expect([await ui.focusedName(), await viewRing()]).toEqual(['3D view', 'solid']),
      SOON_MS,
    );
    await ui.page.keyboard.press('Alt+3');
    // The button is there a moment before the settings above it.
    await ui.shows('Advanced');
    await ui.tabTo(/^3D view$/);
    // Once round: a bar is one stop, and stands there as the button of it that is in use.
    expect(await ui.tabTo(/^3D view$/)).toEqual(
      expect.arrayContaining(['Advanced', 'Reconstruct', '3 Reconstruct', 'Look', 'Points']),
    );
    const toStart = await ui.tabTo(/^Reconstruct$/);
    expect(toStart).toContain('Advanced');
    await ui.page.keyboard.press('Enter');
    await eventually(async () => expect(await ui.button('Cancel').isVisible()).toBe(true), SOON_MS);
    await ui.tabTo(/^Cancel$/);
    await ui.page.keyboard.press('Enter');
    await ui.idle();
    expect(await ui.read(({ app }) => [app.state.document.run, app.state.notices.length])).toEqual([null, 0]);
  });
});

describe('axe-core finds nothing serious', () => {
  it.each(STATES)('in $name', async ({ name, enter, leave }) => {
    await enter(ui);
    expect(await violations()).toEqual([]);
    await leave?.(ui);
    if (!name.startsWith('the dialog')) return;
    // Who came by pointer gets the focus back without a frame.
    await eventually(async () => expect(await ui.focusedName()).toBe('3D view'), SOON_MS);
    expect(await viewRing()).toBe('none');
  });
});

it('nothing went wrong unheard', () => expect(ui.errors).toEqual([]));
