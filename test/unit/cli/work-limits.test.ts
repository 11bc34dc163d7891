import { expect, it } from 'vitest';
import { workLimits } from '../../../src/cli/work-limits.ts';

it('limits are what the environment says, and none where it says nothing', () => {
  expect(workLimits({})).toEqual({});
  expect(workLimits({ GRIDPULL_WORK_LIMITS: '' })).toEqual({});
  const text = 'tilePoints=1000000,bufferBytes=67108864';
  expect(workLimits({ GRIDPULL_WORK_LIMITS: text })).toEqual({ tilePoints: 1_000_000, bufferBytes: 2 ** 26 });
});

it.each(['tilePoints', 'tilePoints=0', 'tilePoints=12', 'tilePoints=1e6', 'points=1000', 'tilePoints=1000=2', 'a,b'])(
  'limits %s are refused, and told what is allowed',
  (text) => {
    expect(() => workLimits({ GRIDPULL_WORK_LIMITS: text })).toThrow(
      /GRIDPULL_WORK_LIMITS holds «.*»; allowed: wholePoints, tilePoints, bufferBytes, wholeVertices/,
    );
  },
);
