/** The options that the window asks for, in its order, and the texts that each needs: from the table of options. */
import { type OptionName, optionRow, OPTIONS, SHOWN_OPTIONS, type ValueOf } from '../../engine/vocabulary.ts';

type Table = typeof OPTIONS;
type Asked = { [N in OptionName]: Table[N] extends { readonly panel: string } ? N : never }[OptionName];

/** The options with some control. */
export type PanelOption<Control extends Table[Asked]['panel'] = Table[Asked]['panel']> = {
  [N in Asked]: Table[N]['panel'] extends Control ? N : never;
}[Asked];

/** Where a length begins that a person enters. */
export type SuggestedLengths = { readonly [N in PanelOption<'length'>]: number };

/** A locale without one of these does not compile. */
export type OptionTexts = {
  readonly [N in PanelOption]: { readonly label: string; readonly help: string } & (Table[N]['panel'] extends 'length'
    ? { readonly value: string; readonly none: string }
    : Table[N]['panel'] extends 'radio'
      ? { readonly choices: Readonly<Record<ValueOf<Table[N]['kind']> & string, string>> }
      : unknown);
};

const isAsked = (name: OptionName): name is PanelOption => 'panel' in OPTIONS[name];
const isExpert = (name: OptionName): boolean => optionRow(name).isExpert === true;

/** In the order of the table. */
export const PANEL_OPTIONS: readonly PanelOption[] = SHOWN_OPTIONS.filter(isAsked);
/** Those that stand in the open. */
export const MAIN_OPTIONS: readonly PanelOption[] = PANEL_OPTIONS.filter((name) => !isExpert(name));
/** Those that most people never need. */
export const EXPERT_OPTIONS: readonly PanelOption[] = PANEL_OPTIONS.filter(isExpert);
