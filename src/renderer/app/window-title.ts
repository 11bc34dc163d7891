/** The window's title: what is open, then the program, as task switchers cut off the end. Pure. */
import { isBatchShown } from './availability.ts';
import type { AppState } from './state.ts';

const PROGRAM = 'GridPull';
/** As editors mark a file that is not saved. */
const UNSAVED = '● ';

export function windowTitle(state: AppState): string {
  const { project, document } = state;
  const opened = document.cloud && (project.name ?? document.cloud.info.name);
  const name = isBatchShown(state) ? state.batch.input.name : opened && `${project.isUnsaved ? UNSAVED : ''}${opened}`;
  return name ? `${name} – ${PROGRAM}` : PROGRAM;
}
