/**
 * Another result beside the mesh: a second view, made when it is asked for and gone with it, that looks from where the
 * first one does. Whoever is turned leads.
 */
import type { CameraPose, ViewportApi } from '../viewport/viewport-api.ts';
import { drawnCut } from './drawn-cut.ts';
import type { AppState, Result } from './state.ts';
import type { Store } from './store.ts';

export interface SecondView {
  readonly view: ViewportApi;
  close(): void;
}

export interface BesideParts {
  readonly store: Store<AppState>;
  /** The view of the mesh itself. */
  readonly first: Pick<ViewportApi, 'bounds' | 'pose' | 'setPose' | 'setAxes'>;
  /** @param moved told where the second view's camera is, whenever it moves */
  readonly open: (moved: (pose: CameraPose) => void) => SecondView;
  readonly unitOf: (state: AppState) => string;
}

export class BesideView {
  readonly #parts: BesideParts;
  #second: SecondView | null = null;
  #shown: Result | null = null;
  #theme: 'light' | 'dark' = 'light';
  /** Given to the other view last: that it moves there is no one's wish. */
  #given: CameraPose | null = null;

  constructor(parts: BesideParts) {
    this.#parts = parts;
    parts.store.subscribe((state) => this.#show(state));
  }

  setTheme(theme: 'light' | 'dark'): void {
    this.#theme = theme;
    this.#second?.view.setTheme(theme);
  }

  /** The first view's camera moved. */
  moved(pose: CameraPose): void {
    if (this.#second) this.#follow(pose, this.#second.view);
  }

  #show(state: AppState): void {
    const { beside, document } = state;
    if (!beside) return this.#close();
    const { view: second } = this.#second ?? this.#open();
    if (beside.run !== this.#shown?.run) {
      second.setMesh(beside.run.geometry);
      const frame = this.#parts.first.bounds();
      if (frame) second.setFrame(frame);
      second.setPose(this.#parts.first.pose());
    }
    this.#shown = beside;
    second.setView({ ...document.view, cloudVisible: false, meshVisible: true, lostPointsVisible: false });
    second.setTrim(beside.trim);
    second.setCrop(document.crop);
    const cut = drawnCut(state);
    // The outline is of the other mesh.
    second.setCut(cut && { ...cut, lines: null });
    second.setUnit(this.#parts.unitOf(state));
  }

  #open(): SecondView {
    const second = this.#parts.open((pose) => this.#follow(pose, this.#parts.first));
    second.view.setTheme(this.#theme);
    // Those of the second stand where they did; here the bar of the view would lie over them.
    this.#parts.first.setAxes(false);
    this.#second = second;
    return second;
  }

  #close(): void {
    if (!this.#second) return;
    this.#second.close();
    this.#parts.first.setAxes(true);
    [this.#second, this.#shown, this.#given] = [null, null, null];
  }

  #follow(pose: CameraPose, other: Pick<ViewportApi, 'setPose'>): void {
    if (this.#given && isNear(pose, this.#given)) return;
    this.#given = pose;
    other.setPose(pose);
  }
}

/** Poses go through frames of their own, each with its own rounding. */
const NEAR = 1e-6;

function isNear(a: CameraPose, b: CameraPose): boolean {
  const reach = NEAR * Math.max(a.height, b.height, Math.hypot(...a.eye.map((value, i) => value - a.target[i]!)));
  const isAt = (x: readonly number[], y: readonly number[]): boolean =>
    Math.hypot(...x.map((value, i) => value - y[i]!)) <= reach;
  return Math.abs(a.height - b.height) <= reach && isAt(a.eye, b.eye) && isAt(a.target, b.target);
}
