/** What of a file is read, as the command line says it. */
import { Command } from 'commander';
import { expect, it } from 'vitest';
import { addReadOptions, readingOf } from '../../../src/cli/read-options.ts';

const read = (...args: string[]) =>
  readingOf(addReadOptions(new Command().exitOverride()).parse(args, { from: 'user' }).opts());

it('takes a crop box as numbers', () => {
  expect(read('--crop', '1, -2,3.5,4,5,6,-30')).toEqual({ crop: [1, -2, 3.5, 4, 5, 6, -30] });
  expect(read()).toEqual({});
});

it.each(['', '1,2,3', '1,2,3,4,5,-6', '1,2,3,4,5,', 'a,b,c,d,e,f', '1,2,3,4,5,6,7,8', '1,2,3,4,5,Infinity'])(
  'refuses the box «%s», and says what is allowed',
  (text) => expect(() => read('--crop', text)).toThrow('allowed: six or seven numbers: x,y,z of the centre'),
);
