/**
 * `npm run icon`: build/icon.png, from which installers make the sizes and forms of their systems, as build/icon.svg
 * draws it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { chromium } from 'playwright';
import { CHROMIUM, CHROMIUM_ARGS } from '../../test/chromium.ts';

/** The largest that any system shows. */
const SIDE = 1024;

const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_ARGS });
const page = await browser.newPage({ viewport: { width: SIDE, height: SIDE } });
const drawing = Buffer.from(readFileSync('build/icon.svg')).toString('base64');
await page.setContent(
  `<style>* { margin: 0 }</style><img width="${SIDE}" height="${SIDE}" src="data:image/svg+xml;base64,${drawing}">`,
);
writeFileSync('build/icon.png', await page.screenshot({ omitBackground: true }));
await browser.close();
