/** How a cloud is to stand, as job files and projects say it. */
import * as z from 'zod';
import { turnOf, upOf } from '../engine/index.ts';
import { AXES, type AxisName, UNITS } from '../engine/vocabulary.ts';
import { isTakenBy } from './is-taken-by.ts';

const AXIS_NAMES = Object.keys(AXES) as AxisName[];
const UP = 'an axis such as "+y", "plane", or a direction such as [0, 1, 0.1]';
const TURN = 'three numbers, such as [0, 0, 90]';
const SCALE = 'a number above 0, such as 0.001';
const THREE = (allowed: string) => z.tuple([z.number(allowed), z.number(allowed), z.number(allowed)], allowed);
export const PLACING_FIELDS = {
  up: z
    .exactOptional(z.union([z.enum([...AXIS_NAMES, 'plane']), THREE(UP)], UP).refine(isTakenBy(upOf), UP))
    .describe('What of the file points up: an axis, a direction, or away from its largest plane (`plane`).'),
  turn: z
    .exactOptional(THREE(TURN).refine(isTakenBy(turnOf), TURN))
    .describe('Degrees by which it is turned further: about x, then y, then z.'),
  scale: z.exactOptional(z.number(SCALE).positive(SCALE)).describe('What all lengths are multiplied by.'),
  unit: z
    .exactOptional(z.enum(UNITS, `one of ${UNITS.map((name) => `"${name}"`).join(', ')}`))
    .describe('What lengths are then; nothing is converted.'),
  onGround: z
    .exactOptional(z.boolean('true or false'))
    .describe('Whether it is moved so that its lowest point lies at z = 0.'),
};
