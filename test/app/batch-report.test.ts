/**
 * The report of a batch as a person opens it: from the disk, in a browser. What it shows, sorts and filters, that it
 * asks for nothing, that its text stays text, that it prints, and what axe-core thinks of it in light and dark.
 */
import { REPORT_HTML } from '../../src/batch/output-names.ts';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AxeResults } from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { writeReport } from '../../src/batch/report/write-report.ts';
import { drawThumbnail } from '../../src/batch/thumbnail/draw-mesh.ts';
import { CHROMIUM, CHROMIUM_ARGS } from '../chromium.ts';
import { memoryOutput } from '../unit/batch/memory-folders.ts';
import { doneSidecar, failedSidecar, filesOf, resultOf } from '../unit/batch/report-sidecars.ts';
import { torus } from '../shapes/meshes.ts';

const { signal } = new AbortController();

/** The machine may be busy with other things. */
const PATIENCE = { timeout: 20_000 };

const SIDECARS = [
  doneSidecar('scan-2.ply', { result: resultOf({ topology: { triangles: 300 } }) }),
  doneSidecar('scan-10.ply', {
    result: resultOf({ topology: { triangles: 20, watertight: false, boundaryEdges: 7, boundaryLoops: 1 } }),
    warnings: ['Half of the points were left out.'],
  }),
  doneSidecar('hall/scan-1.ply', { result: resultOf({ topology: { triangles: 1000 }, fit: null }) }),
  failedSidecar(
    '<script>window.evil = 1<\u2215script>.ply',
    'cloud-empty',
    'The file is <img src=x onerror="evil=1">.',
  ),
  failedSidecar('broken.ply', 'cloud-format', 'broken.ply: the header has no end. Copy it again.'),
];

let browser: Browser;
let folder: string;
let address: string;

beforeAll(async () => {
  const shape = torus(24, 12);
  const picture = await drawThumbnail(
    { positions: Float32Array.from(shape.positions), indices: shape.indices, shift: [0, 0, 0] },
    signal,
  );
  const output = memoryOutput({ ...filesOf(SIDECARS), 'scan-2.ply.png': picture, 'hall/scan-1.ply.png': picture });
  await writeReport(output, signal);
  folder = await mkdtemp(path.join(tmpdir(), 'gridpull-report-'));
  await writeFile(path.join(folder, REPORT_HTML), output.files.get(REPORT_HTML)!);
  address = pathToFileURL(path.join(folder, REPORT_HTML)).href;
  browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_ARGS });
});
afterAll(async () => {
  await browser?.close();
  if (folder) await rm(folder, { recursive: true });
});

interface OpenReport extends AsyncDisposable {
  readonly page: Page;
  /** All that was asked for, without what is in the page itself. */
  readonly requests: readonly string[];
  /** What the browser complained about: errors, and what the policy kept out. */
  readonly complaints: readonly string[];
  /** Inputs of the rows to be seen, from the top. */
  shown(): Promise<string[]>;
}

async function openReport(options: BrowserContextOptions = {}): Promise<OpenReport> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en', ...options });
  const page = await context.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => void (request.url().startsWith('data:') || requests.push(request.url())));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => complaints.push(message.text()));
  await page.goto(address);
  return {
    page,
    requests,
    complaints,
    shown: () => page.locator('tbody tr:not([hidden]) .input').allInnerTexts(),
    [Symbol.asyncDispose]: () => context.close(),
  };
}

const EVIL = '<script>window.evil = 1<\u2215script>.ply';
const BY_FAILURE = [EVIL, 'broken.ply', 'hall/scan-1.ply', 'scan-10.ply', 'scan-2.ply'];

describe('the report', () => {
  it('has failures first, asks for nothing and runs nothing of what it tells', async () => {
    await using report = await openReport();
    expect(await report.shown()).toEqual(BY_FAILURE);
    expect(await report.page.locator('.verdict').innerText()).toBe('2 of 5\u00a0files failed; all others are done.');
    expect(await report.page.locator('tbody .reason').first().innerText()).toContain('<img src=x onerror="evil=1">');
    expect(await report.page.evaluate('window.evil')).toBeUndefined();
    expect(report.requests).toEqual([address]);
    expect(report.complaints).toEqual([]);
    const pictures = report.page.locator('tbody img');
    const sizes = () =>
      pictures.evaluateAll((images) =>
        images.map((image) => [(image as HTMLImageElement).naturalWidth, image.getBoundingClientRect().width]),
      );
    // They may come in after the page.
    await vi.waitFor(async () => expect(await sizes()).toEqual(Array(2).fill([256, 128])), PATIENCE);
  });

  it('would ask for nothing even where something slipped in', async () => {
    await using report = await openReport();
    await report.page.evaluate(() => {
      const image = document.createElement('img');
      image.src = 'https://example.org/spy.png';
      const script = document.createElement('script');
      script.textContent = 'window.evil = 1';
      document.body.append(image, script);
    });
    await vi.waitFor(
      () => expect(report.complaints.join('\n')).toMatch(/img-src[^]*script-src|script-src[^]*img-src/),
      PATIENCE,
    );
    expect(await report.page.evaluate('window.evil')).toBeUndefined();
  });

  it('sorts by each column, both ways and back, files without a value last', async () => {
    await using report = await openReport();
    const sort = async (column: string) => {
      await report.page.locator(`thead .${column} button`).click();
      return [await report.page.locator(`thead .${column}`).getAttribute('aria-sort'), ...(await report.shown())];
    };
    const failed = BY_FAILURE.slice(0, 2);
    expect(await sort('triangles')).toEqual(['descending', 'hall/scan-1.ply', 'scan-2.ply', 'scan-10.ply', ...failed]);
    expect(await sort('triangles')).toEqual(['ascending', 'scan-10.ply', 'scan-2.ply', 'hall/scan-1.ply', ...failed]);
    expect(await sort('triangles')).toEqual(['none', ...BY_FAILURE]);
    // Numbers in names count as people count them.
    expect((await sort('file')).slice(-3)).toEqual(['hall/scan-1.ply', 'scan-2.ply', 'scan-10.ply']);
    expect(await sort('mean')).toEqual(['descending', 'scan-10.ply', 'scan-2.ply', ...failed, 'hall/scan-1.ply']);
    expect(await report.page.locator('thead .file').getAttribute('aria-sort')).toBe('none');
    for (const column of await report.page.locator('thead th[aria-sort]').all()) {
      await column.locator('button').click();
      expect(await column.getAttribute('aria-sort')).toMatch(/ascending|descending/);
      expect(await report.shown()).toHaveLength(5);
    }
  });

  it('filters by text and by what is wrong', async () => {
    await using report = await openReport();
    const status = report.page.locator('.controls output');
    const shows = (inputs: string[], text: string) =>
      vi.waitFor(
        async () => expect([await report.shown(), await status.innerText()]).toEqual([inputs, text]),
        PATIENCE,
      );
    await report.page.getByRole('radio', { name: 'Failed' }).check();
    await shows(BY_FAILURE.slice(0, 2), '2 of 5 shown');
    await report.page.getByRole('radio', { name: 'With warnings' }).check();
    await shows(['scan-10.ply'], '1 of 5 shown');
    await report.page.getByRole('radio', { name: 'Not watertight' }).check();
    await shows(['scan-10.ply'], '1 of 5 shown');
    await report.page.getByRole('radio', { name: 'All' }).check();
    await shows(BY_FAILURE, '');
    await report.page.getByRole('searchbox').fill('END header');
    await shows(['broken.ply'], '1 of 5 shown');
    await report.page.getByRole('searchbox').fill('nowhere');
    await shows([], '0 of 5 shown');
    expect(await report.page.getByText('No file is like that.').isVisible()).toBe(true);
  });

  it('is worked by keyboard: sorted with Enter, a picture made large by the focus and small by Escape', async () => {
    await using report = await openReport({ reducedMotion: 'reduce' });
    await report.page.locator('thead .file button').focus();
    await report.page.keyboard.press('Enter');
    expect(await report.page.locator('thead .file').getAttribute('aria-sort')).toBe('ascending');
    const picture = report.page.getByRole('button', { name: 'Picture of scan-2.ply, larger' });
    const width = () => picture.locator('img').evaluate((image) => image.getBoundingClientRect().width);
    expect(await width()).toBe(128);
    await picture.focus();
    expect(await width()).toBeGreaterThan(256);
    await report.page.keyboard.press('Escape');
    expect(await width()).toBe(128);
  });

  it('links to what lies beside it', async () => {
    await using report = await openReport();
    const links = await report.page
      .locator('tbody a')
      .evaluateAll((all) => all.map((a) => (a as HTMLAnchorElement).href));
    const base = address.slice(0, -REPORT_HTML.length);
    expect(links).toContain(`${base}hall/scan-1.ply`);
    expect(links).toContain(`${base}hall/scan-1.ply.json`);
    expect(links.every((link) => link.startsWith(base))).toBe(true);
  });

  it('works without its script, controls out of sight', async () => {
    await using report = await openReport({ javaScriptEnabled: false });
    expect(await report.page.locator('tbody .input').allInnerTexts()).toEqual(BY_FAILURE);
    expect(await report.page.locator('.controls').isVisible()).toBe(false);
    expect(await report.page.locator('thead button:enabled').count()).toBe(0);
  });

  it.each([2560, 1280, 820, 390])('fits a width of %i', async (width) => {
    await using report = await openReport({ viewport: { width, height: 800 } });
    expect(await report.page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    for (const cell of await report.page.locator('tbody tr:last-child :is(td, th)').all()) {
      expect(await cell.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0);
    }
  });

  it('prints light, with pictures and the head of the table, without controls', async () => {
    await using report = await openReport({ colorScheme: 'dark' });
    const colour = () => report.page.evaluate(() => getComputedStyle(document.body).color);
    const onScreen = await colour();
    await report.page.emulateMedia({ media: 'print' });
    expect(onScreen).toBe('rgb(231, 234, 240)');
    expect(await colour()).toBe('rgb(27, 31, 39)');
    expect(await report.page.locator('.controls').isVisible()).toBe(false);
    expect(await report.page.locator('tbody img').first().isVisible()).toBe(true);
    const head = report.page.locator('thead');
    expect(await head.evaluate((element) => getComputedStyle(element).display)).toBe('table-header-group');
    // Chromium repeats text on every sheet, but no buttons.
    const title = head.locator('button').first();
    expect(await title.evaluate((element) => getComputedStyle(element).display)).toBe('contents');
    const row = report.page.locator('tbody tr').first();
    expect(await row.evaluate((element) => getComputedStyle(element).breakInside)).toBe('avoid');
  });
});

describe('axe-core finds nothing serious', () => {
  it.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 390],
    ['dark', 390],
  ] as const)('%s, %i wide', async (colorScheme, width) => {
    await using report = await openReport({ colorScheme, viewport: { width, height: 2400 } });
    // The page's policy lets no script in; what the debugger evaluates is not under it.
    await report.page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
    const { violations, passes, incomplete } = await report.page.evaluate<AxeResults>('axe.run(document)');
    expect(passes.map(({ id }) => id)).toEqual(expect.arrayContaining(['color-contrast', 'button-name', 'label']));
    const inWords = (results: AxeResults['violations']): string[] =>
      results.flatMap(({ id, nodes }) =>
        nodes.map(({ target, any }) => `${id} at ${target.join(' ')}: ${any[0]?.message}`),
      );
    expect(inWords(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical'))).toEqual([]);
    expect(inWords(incomplete.filter(({ id }) => id === 'color-contrast'))).toEqual([]);
  });
});
