import { expect, it } from 'vitest';
import { classOf } from '../../../src/engine/cloud/classes.ts';

it.each([
  ['2', 2],
  ['255', 255],
  ['256', undefined],
  ['ground', 2],
  ['Building', 6],
  ['high-noise', 18],
  ['', undefined],
  ['-1', undefined],
  ['roof', undefined],
])('%s is class %s', (word, number) => expect(classOf(word)).toBe(number));
