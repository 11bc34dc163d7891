/**
 * What lies in the scene by itself: the crop box and the section plane, which also cut what is drawn, measurements, and
 * the points without a surface. While the scene is drawn turned they are not drawn, for they stand where they stood.
 */
import type { CropBox } from '../../../engine/vocabulary.ts';
import type { Measured } from '../../app/measured.ts';
import type { ViewOptions } from '../../app/state.ts';
import { setClip, setCut } from '../layers/clip-uniforms.ts';
import { ClipBox, type ClipListener } from '../tools/clip-box.ts';
import { Measurements } from '../tools/measurements.ts';
import type { DrawnCut, Overlay, ViewportContext } from '../viewport-context.ts';
import { CutOutline } from './cut-outline.ts';
import { LostPoints } from './lost-points.ts';

export class SceneOverlays {
  readonly #context: ViewportContext;
  readonly #clipBox: ClipBox;
  readonly #measurements: Measurements;
  readonly #lostPoints: LostPoints;
  readonly #cutOutline: CutOutline;
  #view: ViewOptions | null = null;
  #crop: CropBox | null = null;
  #cut: DrawnCut | null = null;
  #isTurned = false;

  constructor(context: ViewportContext, cropped: ClipListener) {
    this.#context = context;
    this.#clipBox = new ClipBox(context, cropped);
    this.#measurements = new Measurements(context);
    this.#lostPoints = new LostPoints(context);
    this.#cutOutline = new CutOutline(context);
  }

  get all(): readonly Overlay[] {
    return [this.#lostPoints, this.#cutOutline, this.#measurements, this.#clipBox];
  }

  setView(view: ViewOptions): void {
    this.#view = view;
    this.#show();
  }

  /** Scene space: nothing beyond it is drawn; null for everything. */
  setCrop(crop: CropBox | null): void {
    if (crop === this.#crop) return;
    this.#crop = crop;
    setClip(this.#context.clip, crop);
    this.#show();
    this.#context.requestDraw();
  }

  /** The section plane with its outline; null for none. */
  setCut(cut: DrawnCut | null): void {
    const before = this.#cut;
    if (before === cut) return;
    this.#cut = cut;
    this.#show();
    if (before?.offset === cut?.offset && before?.normal.join() === cut?.normal.join()) return;
    setCut(this.#context.clip, cut);
    this.#context.requestDraw();
  }

  setMeasurements(measurements: readonly Measured[]): void {
    this.#measurements.set(measurements);
  }

  /** [3 × …] scene space. */
  setLostPoints(positions: Float32Array | null): void {
    this.#lostPoints.setPositions(positions);
  }

  setUnit(unit: string): void {
    this.#measurements.setUnit(unit);
  }

  /** Whether the scene is drawn otherwise than it stands. */
  setTurned(isTurned: boolean): void {
    if (isTurned === this.#isTurned) return;
    this.#isTurned = isTurned;
    this.#show();
  }

  #show(): void {
    const isShown = !this.#isTurned;
    this.#lostPoints.setVisible(isShown && this.#view?.lostPointsVisible === true);
    this.#measurements.setVisible(isShown && this.#view?.measurementsVisible === true);
    this.#cutOutline.setLines((isShown && this.#cut?.lines) || null);
    this.#clipBox.setBox(isShown ? this.#crop : null);
  }
}
