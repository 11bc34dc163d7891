/** Measurements that stay: their lines, ends and lengths over what is drawn. */
import { Group, Vector3 } from 'three';
import type { Measured } from '../../app/measured.ts';
import type { Overlay, Theme, ViewportContext } from '../viewport-context.ts';
import { createLabel, type MeasureLabel } from './measure-label.ts';
import { createMarks, type MarkLook, type Marks } from './measure-marks.ts';
import { createMeasuredLines, lengthText, type MeasuredLines } from './measured-line.ts';

const END: MarkLook = { radius: 5, opacity: 1, isHollow: false };

/** What is drawn of one number of measurements; made anew for another. */
interface Parts {
  readonly lines: MeasuredLines;
  readonly marks: Marks;
  readonly labels: readonly MeasureLabel[];
}

export class Measurements implements Overlay {
  readonly object = new Group();
  readonly #context: ViewportContext;
  #ends: readonly { readonly from: Vector3; readonly to: Vector3 }[] = [];
  #shown: readonly Measured[] = [];
  #parts: Parts | null = null;
  #theme: Theme = 'light';
  #unit = '';

  constructor(context: ViewportContext) {
    this.#context = context;
  }

  /** @param measurements the same array as before for the same measurements */
  set(measurements: readonly Measured[]): void {
    if (measurements === this.#shown) return;
    const before = this.#ends.length;
    this.#shown = measurements;
    this.#ends = measurements.map(({ from, to }) => ({ from: new Vector3(...from), to: new Vector3(...to) }));
    if (this.#ends.length !== before) this.#make();
    this.#ends.forEach(({ from, to }, i) => {
      this.#parts?.lines.set(i, from, to);
      this.#parts?.marks.set(2 * i, from, END);
      this.#parts?.marks.set(2 * i + 1, to, END);
    });
    this.#context.requestOverlay();
  }

  setVisible(visible: boolean): void {
    if (visible === this.object.visible) return;
    this.object.visible = visible;
    this.#context.requestOverlay();
  }

  /** Put after the lengths; empty where it is not known. */
  setUnit(unit: string): void {
    this.#unit = unit;
    this.#context.requestOverlay();
  }

  beforeDraw(): void {
    if (!this.#parts) return;
    const { lines, marks, labels } = this.#parts;
    for (const part of [lines, marks]) part.setPixelRatio(this.#context.pixelRatio);
    labels.forEach((label, i) => {
      const { from, to } = this.#ends[i]!;
      if (!this.object.visible) return label.hide();
      const text = lengthText(this.#context, from, to, this.#unit);
      // With its number in the list where there are several.
      label.show(labels.length > 1 ? `${i + 1}\u2002${text}` : text, from, to);
    });
  }

  setTheme(theme: Theme): void {
    this.#theme = theme;
    if (!this.#parts) return;
    const { lines, marks, labels } = this.#parts;
    for (const part of [lines, marks, ...labels]) part.setTheme(theme);
    this.#context.requestOverlay();
  }

  dispose(): void {
    if (!this.#parts) return;
    const { lines, marks, labels } = this.#parts;
    for (const part of [lines, marks, ...labels]) part.dispose();
    this.object.clear();
    this.#parts = null;
  }

  #make(): void {
    this.dispose();
    const count = this.#ends.length;
    if (count === 0) return;
    const [lines, marks] = [createMeasuredLines(count), createMarks(2 * count)];
    this.#parts = { lines, marks, labels: this.#ends.map(() => createLabel(this.#context)) };
    this.object.add(...lines.objects, marks.object);
    this.setTheme(this.#theme);
  }
}
