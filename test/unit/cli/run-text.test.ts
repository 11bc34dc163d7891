/** What is told of a run: what decided which side is the front. */
import { expect, it } from 'vitest';
import { sideLine } from '../../../src/cli/run-text.ts';

it.each([
  [{ evidence: 'sensors', knownSensors: 3, usedSensors: 2, foundPlaces: 0, isDoubtful: false }, 'told by the sensors (2 of 3 known sensors used)'], // prettier-ignore
  [{ evidence: 'closed', knownSensors: 0, usedSensors: 0, foundPlaces: 0, isDoubtful: true }, 'taken from the surface itself: closed, it has an outside; in doubt, see the warning'], // prettier-ignore
  [{ evidence: 'open', knownSensors: 1, usedSensors: 0, foundPlaces: 0, isDoubtful: false }, 'a convention: nothing tells, and what is open faces up (0 of 1 known sensors used)'], // prettier-ignore
  [{ evidence: 'density', knownSensors: 0, usedSensors: 0, foundPlaces: 2, isDoubtful: false }, 'told by how densely the points lie about where they were seen from (places found: 2)'], // prettier-ignore
  [{ evidence: 'sensors', knownSensors: 3, usedSensors: 2, foundPlaces: 1, isDoubtful: false }, 'told by the sensors (2 of 3 known sensors used, places found: 1)'], // prettier-ignore
] as const)('a run says what decided its front: %o', (sides, text) => {
  expect(sideLine(sides)).toEqual([`  front      ${text}`]);
});

it('a method that asks for no front has none to tell', () => {
  expect(sideLine({ evidence: null, knownSensors: 0, usedSensors: 0, foundPlaces: 0, isDoubtful: false })).toEqual([]);
});
