import { expect, it } from 'vitest';
import { placeWords } from '../../../src/engine/math/place-words.ts';

it.each([
  ['a northing to centimetres', [5412345.678901, 0.1234], 1, ['5412345.68', '0.12']],
  ['a place of a part in millimetres', [1.23456789, -0.5], 0.01, ['1.2346', '-0.5']],
  ['one of a country in metres', [5412345.678901, 12.7], 5000, ['5412346', '13']],
  ['a length that is a hundredth', [5412345.678901], 100, ['5412346']],
  ['no length', [0.1 + 0.2], 0, ['0.30000000000000004']],
  ['no minus before 0', [-1e-9], 1, ['0']],
] as const)('tells %s', (_name, place, length, words) => {
  expect(placeWords(place, length)).toEqual(words);
});
