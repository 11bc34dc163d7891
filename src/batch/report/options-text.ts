/** What was asked for, in words: for the whole batch once, for a file only what differs from that. */
import {
  DEFAULTS,
  differingOptions,
  forEachOption,
  type OptionKind,
  type OptionName,
  optionRow,
  type OptionValue,
  type ReconstructOptions,
} from '../../engine/vocabulary.ts';
import { formatNumber } from './format.ts';
import { mostFrequent } from './tally.ts';

/** Gives for every option the value that most files have. Needs one file at least. */
export function commonOptions(all: readonly ReconstructOptions[]): ReconstructOptions {
  const common = (name: OptionName): OptionValue => {
    // Lists are the same where their text is.
    const texts = all.map((options) => JSON.stringify(options[name]));
    return all[texts.indexOf(mostFrequent(texts))]![name];
  };
  return forEachOption(common) as ReconstructOptions;
}

/** `resolution 256, noise none`; empty where nothing differs. */
export function differences(options: ReconstructOptions, from: ReconstructOptions = DEFAULTS): string {
  return differingOptions(options, from)
    .map((name) => optionText(optionRow(name), options[name]))
    .join(', ');
}

/** What the row says of a value; exported for its test. */
export function optionText(
  { kind, report }: { readonly kind: OptionKind; readonly report: Readonly<Record<string, string>> },
  value: OptionValue,
): string {
  const special = value === 0 ? report['zero'] : report[String(value)];
  return special ?? report['value']!.replace('{}', valueText(kind, value));
}

function valueText(kind: OptionKind, value: OptionValue): string {
  if (typeof value !== 'number') return Array.isArray(value) ? value.join(' ') : String(value);
  return kind.type === 'number' ? formatNumber(value) : String(value);
}
