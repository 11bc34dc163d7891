/** What the menu of the points' colours offers, and what a cloud that was just opened is shown in. */
import { describe, expect, it, test } from 'vitest';
import { coloringAfterOpen, coloringChoices } from '../../../src/renderer/app/cloud-colorings.ts';
import { EMPTY_DOCUMENT } from '../../../src/renderer/app/defaults.ts';
import type { CloudColoring } from '../../../src/renderer/app/state.ts';
import { afterOpen } from '../../../src/renderer/app/transitions.ts';
import { cloud } from './fakes.ts';

const contents = { hasColors: false, hasNormals: false, attributes: [] } as const;
const possible = (of: Parameters<typeof coloringChoices>[0]): CloudColoring[] =>
  coloringChoices(of).flatMap(({ coloring, isPossible }) => (isPossible ? [coloring] : []));

describe('the menu', () => {
  it('always has the four that people look for', () => {
    for (const of of [undefined, contents]) {
      expect(coloringChoices(of).map(({ coloring }) => coloring)).toEqual(['plain', 'file', 'height', 'normal']);
      expect(possible(of)).toEqual(['plain', 'height']);
    }
    expect(possible({ ...contents, hasColors: true, hasNormals: true })).toEqual(['plain', 'file', 'height', 'normal']);
  });

  it('has what the cloud has besides, in one order', () => {
    const attributes = ['scan', 'returnCount', 'time', 'classification'] as const;
    expect(possible({ ...contents, attributes })).toEqual(['plain', 'height', 'classification', 'time', 'scan']);
    expect(possible({ ...contents, attributes: ['returnNumber', 'intensity'] })).toEqual([
      'plain',
      'height',
      'intensity',
      'returnNumber',
    ]);
  });
});

test.each([
  ['classification', false, ['intensity'], 'plain'],
  ['classification', false, ['classification'], 'classification'],
  ['classification', true, ['classification'], 'file'],
  ['returnNumber', false, ['returnCount'], 'plain'],
  ['file', false, ['intensity'], 'plain'],
  ['height', false, [], 'height'],
  ['normal', false, [], 'normal'],
] as const)('%s becomes, with colours %s and attributes %j, %s', (chosen, hasColors, attributes, expected) => {
  expect(coloringAfterOpen(chosen, { ...contents, hasColors, attributes })).toBe(expected);
  const document = { ...EMPTY_DOCUMENT, view: { ...EMPTY_DOCUMENT.view, cloudColoring: chosen } };
  expect(afterOpen(document, cloud(1, 'a.ply', hasColors, attributes)).view.cloudColoring).toBe(expected);
});
