/** The window's title: what is open, then the program, as task switchers cut off the end. Pure. */
import { isBatchShown } from './availability.ts';
import type { AppState } from './state.ts';

const PROGRAM = 'GridPull';

export function windowTitle(state: AppState): string {
  const name = isBatchShown(state) ? state.batch.input.name : state.document.cloud?.info.name;
  return name ? `${name} – ${PROGRAM}` : PROGRAM;
}
