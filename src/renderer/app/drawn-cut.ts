/** The section plane as the viewport draws it; the same object as long as it is the same. */
import type { DrawnCut } from '../viewport/viewport-api.ts';
import { planeOf } from './cut-plane.ts';
import type { AppState, CutState } from './state.ts';

interface Drawn {
  readonly cut: CutState;
  readonly outline: AppState['outline'];
  readonly drawn: DrawnCut;
}

let last: Drawn | null = null;

/** Null where there is none, and while another mesh is shown in the place of that which is cut. */
export function drawnCut({ cut, outline, document, progress, opening }: AppState): DrawnCut | null {
  if (!cut || !document.run || !document.view.meshVisible || progress || opening) return null;
  if (last?.cut === cut && last.outline === outline) return last.drawn;
  const { normal } = planeOf(cut, [0, 0, 0], null);
  const offset = cut.isRestShown ? (cut.isFlipped ? -1 : 1) * cut.position : -Infinity;
  const drawn = { normal, offset, lines: outline?.lines ?? null };
  last = { cut, outline, drawn };
  return drawn;
}
