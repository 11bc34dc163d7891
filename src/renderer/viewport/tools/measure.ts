/** Measuring: two clicks on what is drawn, a line between them and its length beside it. */
import { Group, Vector3 } from 'three';
import type { Measurement } from '../../app/state.ts';
import type { Theme, ViewportContext, ViewportTool } from '../viewport-context.ts';
import { formatLength } from '../overlays/legend.ts';
import { createLabel, type MeasureLabel } from './measure-label.ts';
import { createLines } from './measure-lines.ts';
import { createMarks, type MarkLook } from './measure-marks.ts';
import { afterClick, digitsOf, distanceBetween } from './measure-steps.ts';
import { PickPointer } from './pick-pointer.ts';

const END: MarkLook = { radius: 6, opacity: 1, isHollow: false };
const HOVER: MarkLook = { radius: 7, opacity: 0.95, isHollow: true };
const PARTS = { from: 0, to: 1, hover: 2 } as const;

/** The line, and what sets it off. */
const LINES: Readonly<Record<Theme, { line: number; halo: number }>> = {
  light: { line: 0x1864d6, halo: 0xffffff },
  dark: { line: 0x6db1ff, halo: 0x0b0e13 },
};

type MeasureListener = (measurement: Measurement | null) => void;

export class Measure implements ViewportTool {
  readonly object = new Group();
  readonly #context: ViewportContext;
  readonly #onMeasured: MeasureListener;
  readonly #halo = createLines(1, { width: 5.5, depthTest: false, renderOrder: 20 });
  readonly #line = createLines(1, { width: 2.25, depthTest: false, renderOrder: 21 });
  readonly #marks = createMarks(3);
  readonly #parts = [this.#halo, this.#line, this.#marks];
  readonly #label: MeasureLabel;
  #isActive = false;
  #unit = '';
  #measurement: Measurement | null = null;
  #hovered: Vector3 | null = null;
  readonly #pointer: PickPointer;

  constructor(context: ViewportContext, onMeasured: MeasureListener) {
    this.#context = context;
    this.#onMeasured = onMeasured;
    this.#label = createLabel(context);
    this.#pointer = new PickPointer(context, {
      hovered: (place) => this.#setHovered(place),
      clicked: (place) => {
        this.#measurement = afterClick(this.#measurement, place.toArray());
        this.#onMeasured(this.#measurement);
      },
      // Escape is ours only where something was picked.
      escaped: () => {
        const hasPicked = this.#measurement !== null;
        this.clear();
        return hasPicked;
      },
    });
    this.object.add(this.#halo.object, this.#line.object, this.#marks.object);
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
    if (!this.#measurement) return;
    this.#measurement = null;
    this.#onMeasured(null);
  }

  beforeDraw(): void {
    if (!this.#isActive) return;
    const from = this.#measurement ? new Vector3(...this.#measurement.from) : null;
    const fixed = this.#measurement?.to ? new Vector3(...this.#measurement.to) : null;
    for (const part of this.#parts) part.setPixelRatio(this.#context.pixelRatio);
    this.#marks.set(PARTS.from, from, END);
    this.#marks.set(PARTS.to, fixed, END);
    this.#marks.set(PARTS.hover, this.#hovered, HOVER);
    this.#drawLine(from, fixed ?? this.#hovered);
  }

  setTheme(theme: Theme): void {
    this.#line.setColor(LINES[theme].line, 1);
    this.#halo.setColor(LINES[theme].halo, 0.8);
    this.#marks.setTheme(theme);
    this.#label.setTheme(theme);
    this.#context.requestOverlay();
  }

  dispose(): void {
    this.#isActive = false;
    this.#pointer.setActive(false);
    this.#label.dispose();
    for (const part of this.#parts) part.dispose();
  }

  #setHovered(place: Vector3 | null): void {
    this.#hovered = place;
    this.#context.requestOverlay();
  }

  /** The line with its length beside it, where it has two ends. */
  #drawLine(from: Vector3 | null, to: Vector3 | null): void {
    const hasLine = !!from && !!to;
    this.#halo.object.visible = hasLine;
    this.#line.object.visible = hasLine;
    if (!hasLine) return this.#label.hide();
    this.#halo.set(0, from, to);
    this.#line.set(0, from, to);
    const distance = distanceBetween(from.toArray(), to.toArray());
    const digits = digitsOf(distance, this.#context.unitsPerPixel(from));
    const number = formatLength(distance, digits, document.documentElement.lang || 'en');
    this.#label.show(this.#unit ? `${number}\u00a0${this.#unit}` : number, from, to);
  }
}
