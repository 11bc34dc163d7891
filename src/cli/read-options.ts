/** What of a cloud file is read, on the command line: the same for every command that reads one. */
import type { Command } from 'commander';
import {
  CLASS_NAMES,
  classOf,
  columnChoice,
  CROP_NUMBERS,
  cropBoxOf,
  ReconstructError,
  type Reading,
  RETURN_CHOICES,
} from '../engine/index.ts';
import { listOf, oneOf } from './arguments.ts';

export function addReadOptions(command: Command): Command {
  return command
    .option('--classes <list>', 'only points of these lidar classes, as ground,building or 2,6', classList)
    .option(
      '--returns <which>',
      `only these returns of a laser pulse: ${RETURN_CHOICES.join(', ')}`,
      oneOf('--returns', RETURN_CHOICES),
    )
    .option('--crop <box>', `only points in a box, as ${CROP_NUMBERS}`, cropNumbers)
    .option(
      '--columns <list>',
      'what the columns of a text file are, as x,y,z,-,r,g,b with - for one that is passed over',
      columnList,
    )
    .option('--partial', 'read the whole points of a file that is cut off, instead of refusing it');
}

/** Those that were given. */
export function readingOf({ classes, returns, crop, columns, partial }: Reading): Reading {
  return {
    ...(classes && { classes }),
    ...(returns && { returns }),
    ...(crop && { crop }),
    ...(columns && { columns }),
    ...(partial && { partial }),
  };
}

function cropNumbers(text: string): readonly number[] {
  const numbers = text.split(',').map((word) => (word.trim() === '' ? NaN : Number(word)));
  try {
    cropBoxOf(numbers);
  } catch {
    const message = `--crop is «${text}»; allowed: ${CROP_NUMBERS}`;
    throw new ReconstructError('option-invalid', message, { option: '--crop' });
  }
  return numbers;
}

function columnList(text: string): readonly string[] {
  const columns = listOf('--columns')(text);
  columnChoice(columns);
  return columns;
}

function classList(text: string): readonly number[] {
  return text.split(',').map((word) => {
    const found = classOf(word.trim());
    if (found !== undefined) return found;
    const names = Object.values(CLASS_NAMES).join(', ');
    const message = `--classes is «${text}»; allowed: numbers from 0 to 255, and ${names}`;
    throw new ReconstructError('option-invalid', message, { option: '--classes' });
  });
}
