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

it('takes how the cloud is to stand', () => {
  expect(read('--up', '+Y', '--turn', '0, 0,90', '--scale', '0.001', '--unit', 'm', '--on-ground')).toEqual({
    up: '+y',
    turn: [0, 0, 90],
    scale: 0.001,
    unit: 'm',
    onGround: true,
  });
  expect(read('--up', 'z')).toEqual({ up: '+z' });
  expect(read('--up', 'plane')).toEqual({ up: 'plane' });
  expect(read('--up', '0,1,0.1')).toEqual({ up: [0, 1, 0.1] });
});

it.each([
  ['--up', 'north', 'an axis such as +y'],
  ['--up', '0,0,0', 'an axis such as +y'],
  ['--up', '1,2', 'an axis such as +y'],
  ['--turn', '90', 'three numbers'],
  ['--scale', '0', 'a length above 0'],
  ['--scale', '-2', 'a length above 0'],
  ['--unit', 'metres', 'mm, cm, m'],
])('refuses %s «%s», and says what is allowed', (option, text, allowed) => {
  expect(() => read(option, text)).toThrow(`allowed: ${allowed}`);
});
