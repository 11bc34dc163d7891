/**
 * The options of a reconstruction on the command line, the same for one file and for a batch: from the table of
 * options.
 */
import type { Command } from 'commander';
import {
  flagOf,
  joinedText,
  OPTION_NAMES,
  type OptionKind,
  type OptionName,
  optionRow,
  type OPTIONS,
  type OptionValue,
  type ReconstructOptions,
  SHOWN_OPTIONS,
  withoutDefaults,
} from '../engine/index.ts';
import { listOf, oneOf, targetOf, wholeNumber, wordOrNumber } from './arguments.ts';

type PropertyOf<N extends OptionName> = (typeof OPTIONS)[N] extends { readonly flag: infer F extends string } ? F : N;

/**
 * The flags as commander gives them: as given or by default; those that take no value are left out where they were not
 * given.
 */
export type ReconstructFlags = {
  readonly [N in OptionName as PropertyOf<N>]?: ReconstructOptions[N];
};

/** Those that take a value come first, then those that are there or not. */
export function addReconstructOptions(command: Command, names: readonly OptionName[] = SHOWN_OPTIONS): Command {
  const bare: OptionName[] = [];
  for (const name of names) {
    const { kind, brief, default: byDefault } = optionRow(name);
    const flag = flagOf(name);
    const argument = argumentOf(kind, flag);
    if (!argument) bare.push(name);
    else {
      const { placeholder, values, parse } = argument;
      const isEmpty = Array.isArray(byDefault) && byDefault.length === 0;
      command.option(`${flag} <${placeholder}>`, brief.replace('{}', values), parse, isEmpty ? undefined : byDefault);
    }
  }
  for (const name of bare) command.option(flagOf(name), optionRow(name).brief);
  return command;
}

/** The engine's options that differ from their defaults; not yet validated together. */
export function givenOptions(flags: ReconstructFlags): Partial<ReconstructOptions> {
  const given: Readonly<Record<string, OptionValue | undefined>> = flags;
  const values = OPTION_NAMES.map((name) => [name, given[optionRow(name).flag ?? name]] as const);
  return withoutDefaults(Object.fromEntries(values.filter(([, value]) => value !== undefined)));
}

/** The other way round: options by their names as the flags that say them. */
export function flagsFor(options: Partial<ReconstructOptions>): ReconstructFlags {
  const named = OPTION_NAMES.map((name) => [optionRow(name).flag ?? name, options[name]] as const);
  return Object.fromEntries(named.filter(([, value]) => value !== undefined));
}

export interface Argument {
  /** Stands for the value in the help. */
  readonly placeholder: string;
  /** What may be given, as the help says it; nothing where the placeholder does. */
  readonly values: string;
  readonly parse: (text: string) => OptionValue;
}

/** What stands for a number in the help, and how it is called. */
const NUMBERS = {
  none: ['N', 'a number'],
  length: ['length', 'a length in the unit of the file'],
  area: ['area', 'an area in squared units of the file'],
} as const;

/** A few are the placeholder themselves; of more there is no room for the text beside them. */
const MOST_SHOWN_CHOICES = 4;

function choiceWords(choices: readonly string[], flag: string): Pick<Argument, 'placeholder' | 'values'> {
  if (choices.length <= MOST_SHOWN_CHOICES) return { placeholder: choices.join('|'), values: '' };
  return { placeholder: flag.split('-').at(-1) ?? '', values: joinedText([...choices], ' or ') };
}

/** Null for what takes none. */
export function argumentOf(kind: OptionKind, flag: string): Argument | null {
  switch (kind.type) {
    case 'choice':
      return { ...choiceWords(kind.choices, flag), parse: oneOf(flag, kind.choices) };
    case 'flag':
      return null;
    case 'whole':
      return { placeholder: 'N', values: '', parse: wholeNumber(flag) };
    case 'count':
      return {
        placeholder: 'N',
        values: joinedText([...kind.words, 'a number'], ', or '),
        parse: wordOrNumber(flag, kind.words),
      };
    case 'target':
      return {
        placeholder: 'N',
        values: joinedText([...kind.words, 'a share such as 10%', 'a number'], ', or '),
        parse: targetOf(flag, kind),
      };
    case 'one-of': {
      const values = joinedText([...kind.words, ...kind.numbers.map(String)], ' or ');
      return { placeholder: 'N', values, parse: wordOrNumber(flag, kind.words) };
    }
    case 'number': {
      const [placeholder, value] = NUMBERS[kind.unit];
      return {
        placeholder,
        values: joinedText([...kind.words, value], ', or '),
        parse: wordOrNumber(flag, kind.words),
      };
    }
    case 'words':
      return { placeholder: 'list', values: kind.choices?.join(', ') ?? kind.called ?? '', parse: listOf(flag, kind) };
  }
}
