/** What a row of the table of options says. */
import type { Choice, Count, Flag, Numeric, OneOf, OptionKind, Target, ValueOf, Whole } from './option-kinds.ts';

/**
 * How the window asks for an option: what suits its kind. Lists have no control yet, nor have numbers with other words.
 */
export type ControlOf<K extends OptionKind> = K extends Choice
  ? 'radio' | 'switch'
  : K extends Flag
    ? 'switch'
    : K extends OneOf
      ? 'detail'
      : K extends Numeric<infer W>
        ? [W] extends [never]
          ? 'number'
          : 'auto' extends W
            ? 'length'
            : never
        : K extends Whole
          ? 'number'
          : never;

/** What the batch report says of each value. `{}` is the value. */
export type ReportTexts<K extends OptionKind> =
  K extends Choice<infer C>
    ? Readonly<Record<C, string>>
    : K extends Flag
      ? { readonly true: string; readonly false: string }
      : K extends OneOf<infer W> | Numeric<infer W> | Count<infer W> | Target<infer W>
        ? Readonly<Record<W, string>> & { readonly value: string; readonly zero?: string }
        : { readonly value: string };

export interface OptionRow<K extends OptionKind> {
  /** Among all options, with gaps; no two have the same. */
  readonly place: number;
  /** A flag's is false: on the command line it is there or not. */
  readonly default: K extends Flag ? false : ValueOf<K>;
  /** In messages. */
  readonly name: string;
  /**
   * The property that the command line's flag gives, `noSuchFlag` for `--no-such-flag`; left out where it is the row's.
   */
  readonly flag?: string;
  /** For the command line's help. `{}` is what may be given. */
  readonly brief: string;
  /** In whole sentences, for job files and the README. */
  readonly help: string;
  readonly report: ReportTexts<K>;
  /** Left out where the window does not ask for it. Its texts are in the window's locales. */
  readonly panel?: ControlOf<K>;
  /** What is done to the mesh after it was found: `gridpull finish` takes it as well. */
  readonly finishes?: true;
  /** Most people never need it: the window folds it away. */
  readonly isExpert?: boolean;
}

export function option<const K extends OptionKind, const R extends OptionRow<K>>(
  kind: K,
  row: R,
): R & { readonly kind: K } {
  return { ...row, kind };
}
