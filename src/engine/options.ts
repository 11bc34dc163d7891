/** What a person may choose, from the table of options: the type, the defaults, the checks. */
import { ReconstructError } from './errors.ts';
import {
  allowedText,
  isAllowed,
  isSameValue,
  type OptionKind,
  type OptionValue,
  type ValueOf,
} from './option-kinds.ts';
import type { OptionRow } from './option-row.ts';
import { OPTIONS } from './option-table.ts';

export type OptionName = keyof typeof OPTIONS;

/** Everything has a default that is found from the cloud itself. */
export type ReconstructOptions = {
  readonly [N in keyof typeof OPTIONS]: ValueOf<(typeof OPTIONS)[N]['kind']>;
};

/** A row for code that treats all options alike. */
export type AnyOptionRow = Omit<OptionRow<OptionKind>, 'default' | 'report' | 'panel'> & {
  readonly kind: OptionKind;
  readonly default: OptionValue;
  readonly report: Readonly<Record<string, string>>;
  readonly panel?: string;
};

/** In the table's order. */
export const OPTION_NAMES = Object.keys(OPTIONS) as readonly OptionName[];

export function optionRow(name: OptionName): AnyOptionRow {
  return OPTIONS[name];
}

/** The option on the command line, `--hole-radius`. */
export function flagOf(name: OptionName): string {
  const property = optionRow(name).flag ?? name;
  return `--${property.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** In the order in which people see them. */
export const SHOWN_OPTIONS: readonly OptionName[] = OPTION_NAMES.toSorted(
  (a, b) => OPTIONS[a].place - OPTIONS[b].place,
);

/** What `gridpull finish` takes: the options of what is done to a mesh, in the order in which it is done. */
export const FINISH_OPTION_NAMES: readonly OptionName[] = SHOWN_OPTIONS.filter((name) => optionRow(name).finishes);

/** An object with a value for every option. */
export function forEachOption<T>(valueOf: (name: OptionName) => T): { readonly [N in OptionName]: T } {
  return Object.fromEntries(OPTION_NAMES.map((name) => [name, valueOf(name)])) as { [N in OptionName]: T };
}

export const DEFAULTS = Object.freeze(forEachOption((name) => OPTIONS[name].default)) as ReconstructOptions;

/** Fills in defaults and refuses values without a meaning: `option-invalid`, naming option, value and range. */
export function validateOptions(options: Partial<ReconstructOptions>): ReconstructOptions {
  const all = { ...DEFAULTS, ...options };
  for (const option of OPTION_NAMES) {
    const { kind, name } = optionRow(option);
    if (isAllowed(kind, all[option])) continue;
    const value = String(all[option]);
    const message = `${name} is ${value}; allowed: ${allowedText(kind)}`;
    throw new ReconstructError('option-invalid', message, { option: name, value });
  }
  return all;
}

/** The options whose values are not those of `from`. */
export function differingOptions(
  options: ReconstructOptions,
  from: ReconstructOptions = DEFAULTS,
): readonly OptionName[] {
  return OPTION_NAMES.filter((name) => !isSameValue(options[name], from[name]));
}

/** The options that are not as they are by default: what a file need say. */
export function withoutDefaults(options: Partial<ReconstructOptions>): Partial<ReconstructOptions> {
  const all = { ...DEFAULTS, ...options };
  return Object.fromEntries(differingOptions(all).map((name) => [name, all[name]]));
}

/** For another file, whose unit may be another: lengths as they are by default. */
export function withoutLengths(options: ReconstructOptions): ReconstructOptions {
  const lengths = OPTION_NAMES.filter((name) => powerOf(name) > 0);
  return { ...options, ...Object.fromEntries(lengths.map((name) => [name, DEFAULTS[name]])) };
}

/** The same of a cloud that is `factor` times as large. */
export function withScaledLengths<O extends Partial<ReconstructOptions>>(options: O, factor: number): O {
  const scaled = OPTION_NAMES.flatMap((name) => {
    const value = options[name];
    return powerOf(name) > 0 && typeof value === 'number' ? [[name, value * factor ** powerOf(name)] as const] : [];
  });
  return { ...options, ...Object.fromEntries(scaled) };
}

/** Of the unit of the file in what the option means. */
function powerOf(name: OptionName): 0 | 1 | 2 {
  const { kind } = optionRow(name);
  return kind.type === 'number' ? ({ none: 0, length: 1, area: 2 } as const)[kind.unit] : 0;
}

/** All values of the option `resolution`. */
export const RESOLUTION_CHOICES: readonly ReconstructOptions['resolution'][] = Object.freeze([
  ...OPTIONS.resolution.kind.words,
  ...OPTIONS.resolution.kind.numbers,
]);
