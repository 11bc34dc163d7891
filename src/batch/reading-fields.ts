/** What of a cloud file is read, as job files and agents say it. */
import * as z from 'zod';
import { CLASS_NAMES, classOf, columnChoice, cropBoxOf, type Reading, RETURN_CHOICES } from '../engine/index.ts';
import { joinedText } from '../engine/vocabulary.ts';
import { fields } from './checked-json.ts';
import { isTakenBy } from './is-taken-by.ts';
import type { JobReading } from './job.ts';
import { PLACING_FIELDS } from './placing-fields.ts';

const CLASS = `a class by its number or name, such as 2 or "ground": ${joinedText(Object.values(CLASS_NAMES), ' or ')}`;
const COLUMNS = 'a list of columns, such as ["x", "y", "z", "-", "r", "g", "b"]';
const CROP = 'six or seven numbers, such as [0, 0, 1, 4, 4, 2, 30]';
export const READING = fields(
  {
    classes: z
      .exactOptional(
        z.array(z.union([z.int().min(0).max(255), z.enum(Object.values(CLASS_NAMES))], CLASS), CLASS).min(1, CLASS),
      )
      .describe('Points of these lidar classes only, by number or name.'),
    returns: z
      .exactOptional(z.enum(RETURN_CHOICES, `one of ${RETURN_CHOICES.map((name) => `"${name}"`).join(', ')}`))
      .describe('These returns of a laser pulse only.'),
    crop: z
      .exactOptional(z.array(z.number(CROP), CROP).refine(isTakenBy(cropBoxOf), CROP))
      .describe(
        'Points within this box only, as the cloud then stands: x, y and z of its centre, its three sides, and degrees about z.',
      ),
    ...PLACING_FIELDS,
    columns: z
      .exactOptional(z.array(z.string(COLUMNS), COLUMNS).refine(isTakenBy(columnChoice), COLUMNS))
      .describe('What the columns of a text file are; `-` for one that is passed over.'),
    partial: z
      .exactOptional(z.boolean('true or false'))
      .describe('Whether the whole points of a file that is cut off are read, instead of refusing it.'),
  },
  'an object such as {"classes": ["ground"], "returns": "last"}',
);

/** With classes by their numbers. */
export function readingAsked({ classes, ...rest }: JobReading): Reading {
  return { ...rest, ...(classes && { classes: classes.map((each) => classOf(String(each))!) }) };
}
