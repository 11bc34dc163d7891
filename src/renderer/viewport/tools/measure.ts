/** Measuring: two clicks on what is drawn, with a line to the pointer and its length between them. */
import { Group, type Vector3 } from 'three';
import type { Triple } from '../../../engine/vocabulary.ts';
import type { Theme, ViewportContext, ViewportTool } from '../viewport-context.ts';
import { createLabel, type MeasureLabel } from './measure-label.ts';
import { createMarks, type MarkLook } from './measure-marks.ts';
import { createMeasuredLines, lengthText } from './measured-line.ts';
import { PickPointer } from './pick-pointer.ts';

const END: MarkLook = { radius: 6, opacity: 1, isHollow: false };
const HOVER: MarkLook = { radius: 7, opacity: 0.95, isHollow: true };
const PARTS = { from: 0, hover: 1 } as const;

/** Places of the scene: the first, then both, which ends it: what is done with them is the listener's. */
type MeasureListener = (places: readonly Triple[]) => void;

export class Measure implements ViewportTool {
  readonly object = new Group();
  readonly #context: ViewportContext;
  readonly #onMeasured: MeasureListener;
  readonly #line = createMeasuredLines(1);
  readonly #marks = createMarks(2);
  readonly #label: MeasureLabel;
  #isActive = false;
  #unit = '';
  #from: Vector3 | null = null;
  #hovered: Vector3 | null = null;
  readonly #pointer: PickPointer;

  constructor(context: ViewportContext, onMeasured: MeasureListener) {
    this.#context = context;
    this.#onMeasured = onMeasured;
    this.#label = createLabel(context);
    this.#pointer = new PickPointer(context, {
      hovered: (place) => this.#setHovered(place),
      clicked: (place) => this.#take(place),
      // Escape is ours only where something was picked.
      escaped: () => {
        const hasPicked = this.#from !== null;
        this.clear();
        return hasPicked;
      },
    });
    this.object.add(...this.#line.objects, this.#marks.object);
    this.object.visible = false;
  }

  setActive(active: boolean): void {
    if (active === this.#isActive) return;
    this.#isActive = active;
    this.object.visible = active;
    this.#pointer.setActive(active);
    if (!active) {
      this.clear();
      this.#label.hide();
    }
    this.#context.requestOverlay();
  }

  /** Put after the distance; empty where the unit is not known. */
  setUnit(unit: string): void {
    this.#unit = unit;
    this.#context.requestOverlay();
  }

  clear(): void {
    this.#pointer.forget();
    if (!this.#from) return;
    this.#from = null;
    this.#onMeasured([]);
  }

  beforeDraw(): void {
    if (!this.#isActive) return;
    for (const part of [this.#line, this.#marks]) part.setPixelRatio(this.#context.pixelRatio);
    this.#marks.set(PARTS.from, this.#from, END);
    this.#marks.set(PARTS.hover, this.#hovered, HOVER);
    this.#drawLine(this.#from, this.#hovered);
  }

  setTheme(theme: Theme): void {
    this.#line.setTheme(theme);
    this.#marks.setTheme(theme);
    this.#label.setTheme(theme);
    this.#context.requestOverlay();
  }

  dispose(): void {
    this.#isActive = false;
    this.#pointer.setActive(false);
    this.#label.dispose();
    for (const part of [this.#line, this.#marks]) part.dispose();
  }

  #take(place: Vector3): void {
    const from = this.#from;
    this.#from = from ? null : place.clone();
    this.#onMeasured(from ? [from.toArray(), place.toArray()] : [place.toArray()]);
    this.#context.requestOverlay();
  }

  #setHovered(place: Vector3 | null): void {
    this.#hovered = place;
    this.#context.requestOverlay();
  }

  /** The line with its length beside it, where it has two ends. */
  #drawLine(from: Vector3 | null, to: Vector3 | null): void {
    const hasLine = !!from && !!to;
    this.#line.setVisible(hasLine);
    if (!hasLine) return this.#label.hide();
    this.#line.set(0, from, to);
    this.#label.show(lengthText(this.#context, from, to, this.#unit), from, to);
  }
}
