/** Sentences put together from what the engine reports. */
import { beforeEach, expect, test } from 'vitest';
import { setLanguage } from '../../../src/renderer/app/i18n.ts';
import { aboutTime } from '../../../src/renderer/panels/controls/about-time.ts';
import { leftOut } from '../../../src/renderer/panels/session/left-out.ts';
import { noteOf } from '../../../src/renderer/panels/controls/notes.ts';
import type { Estimate } from '../../../src/renderer/worker/engine-api.ts';

const estimate: Estimate = {
  resolution: 512,
  voxel: 0.2,
  gpuBytes: 1,
  seconds: 1,
  note: 'As the engine says it.',
  feasible: true,
};

beforeEach(() => setLanguage('en'));

test('points left out are named by reason, those without are not', () => {
  const points = { inFile: 1000, used: 870, notFinite: 0, duplicate: 120, far: 0, outlier: 10 };
  expect(leftOut(points)).toBe('120 double, 10 stray');
  expect(leftOut({ ...points, duplicate: 0, outlier: 0 })).toBe('');
  setLanguage('de');
  expect(leftOut(points)).toBe('120 doppelt, 10 Ausreißer');
});

test('a note with a code is said in the language, with its numbers', () => {
  const refused = {
    ...estimate,
    noteCode: 'memory' as const,
    noteNumbers: { needBytes: 3 * 2 ** 30, limitBytes: 2 ** 30, resolution: 256 },
  };
  setLanguage('de');
  expect(noteOf(refused).replaceAll('\u00a0', ' ')).toBe('Braucht 3 GB Speicher, frei sind 1 GB. Bitte 256 wählen.');
});

test('a note without a code is shown as the engine wrote it', () => {
  expect(noteOf(estimate)).toBe('As the engine says it.');
});

test('a guess of a time is about something, unless it is next to nothing', () => {
  expect(aboutTime(12).replaceAll('\u00a0', ' ')).toBe('about 10 s');
  expect(aboutTime(0.4).replaceAll('\u00a0', ' ')).toBe('under 1 s');
  setLanguage('de');
  expect(aboutTime(130).replaceAll('\u00a0', ' ')).toBe('etwa 2 min');
});
