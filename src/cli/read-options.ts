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
  TURN_NUMBERS,
  type Triple,
  turnOf,
  UNITS,
  type Up,
  UP_WORDS,
  upOf,
} from '../engine/index.ts';
import { length, listOf, oneOf } from './arguments.ts';

export function addReadOptions(command: Command): Command {
  return command
    .option('--classes <list>', 'only points of these lidar classes, as ground,building or 2,6', classList)
    .option(
      '--returns <which>',
      `only these returns of a laser pulse: ${RETURN_CHOICES.join(', ')}`,
      oneOf('--returns', RETURN_CHOICES),
    )
    .option('--crop <box>', `only points in a box, as ${CROP_NUMBERS}`, cropNumbers)
    .option('--up <direction>', `what of the file points up: ${UP_WORDS}`, upWord)
    .option('--turn <degrees>', `turns it further, by ${TURN_NUMBERS}`, turnNumbers)
    .option('--scale <factor>', 'multiplies all lengths, as 0.001 for millimetres to metres', length('--scale'))
    .option('--unit <unit>', `what lengths are then: ${UNITS.join(', ')}; nothing is converted`, oneOf('--unit', UNITS))
    .option('--on-ground', 'moves it so that its lowest point lies at z = 0')
    .option(
      '--columns <list>',
      'what the columns of a text file are, as x,y,z,-,r,g,b with - for one that is passed over',
      columnList,
    )
    .option('--partial', 'read the whole points of a file that is cut off, instead of refusing it');
}

/** Those that were given. */
export function readingOf(given: Reading): Reading {
  const { classes, returns, crop, up, turn, scale, unit, onGround, columns, partial } = given;
  return {
    ...(classes && { classes }),
    ...(returns && { returns }),
    ...(crop && { crop }),
    ...(up && { up }),
    ...(turn && { turn }),
    ...(scale !== undefined && { scale }),
    ...(unit && { unit }),
    ...(onGround && { onGround }),
    ...(columns && { columns }),
    ...(partial && { partial }),
  };
}

function cropNumbers(text: string): readonly number[] {
  const numbers = numbersIn(text);
  allowed('--crop', text, CROP_NUMBERS, () => cropBoxOf(numbers));
  return numbers;
}

function upWord(text: string): Up {
  const word = text.trim().toLowerCase();
  // An axis without a sign is meant as it is written.
  const named = /^[xyz]$/.test(word) ? `+${word}` : word;
  return allowed('--up', text, UP_WORDS, () => upOf(text.includes(',') ? numbersIn(text) : named));
}

function turnNumbers(text: string): Triple {
  return allowed('--turn', text, TURN_NUMBERS, () => turnOf(numbersIn(text)));
}

function numbersIn(text: string): number[] {
  return text.split(',').map((word) => (word.trim() === '' ? NaN : Number(word)));
}

/** @throws ReconstructError `option-invalid` that names what may be given */
function allowed<V>(option: string, text: string, what: string, read: () => V): V {
  try {
    return read();
  } catch {
    throw new ReconstructError('option-invalid', `${option} is «${text}»; allowed: ${what}`, { option });
  }
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
