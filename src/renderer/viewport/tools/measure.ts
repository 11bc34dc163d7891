/**
 * Measuring: two clicks on what is drawn, a line between them and its length beside it.
 *
 * A click is a press that does not travel, so turning the scene while measuring stays possible. The place that a click
 * would take is marked while the pointer hovers; one question to the graphics card is under way at a time, and an
 * answer that comes after its question has lost its sense is dropped.
 */
import { Group, Vector3 } from 'three';
import type { Measurement } from '../../app/state.ts';
import type { Theme, ViewportContext, ViewportTool } from '../viewport-context.ts';
import { formatLength } from '../overlays/legend.ts';
import { createLabel, type MeasureLabel } from './measure-label.ts';
import { createLines } from './measure-lines.ts';
import { createMarks, type MarkLook } from './measure-marks.ts';
import { afterClick, digitsOf, distanceBetween } from './measure-steps.ts';
import { type Place, pointerPlace } from './pointer-place.ts';

/** CSS pixels that a press may travel and still be a click. */
const STEADY = 4;

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
  /** The pointer's place, as long as that question is not yet asked. */
  #asked: Place | null = null;
  #isAsking = false;
  #press: (Place & { readonly id: number }) | null = null;
  /** Answers to questions of an earlier round are dropped. */
  #round = 0;
  #listening: AbortController | null = null;

  constructor(context: ViewportContext, onMeasured: MeasureListener) {
    this.#context = context;
    this.#onMeasured = onMeasured;
    this.#label = createLabel(context);
    this.object.add(this.#halo.object, this.#line.object, this.#marks.object);
    this.object.visible = false;
  }

  setActive(active: boolean): void {
    if (active === this.#isActive) return;
    this.#isActive = active;
    this.object.visible = active;
    this.#context.canvas.style.cursor = active ? 'crosshair' : '';
    this.#listening?.abort();
    this.#listening = null;
    if (active) {
      this.#listening = this.#listen();
    } else {
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
    this.#round++;
    this.#asked = null;
    this.#press = null;
    this.#setHovered(null);
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
    this.#round++;
    this.#listening?.abort();
    this.#label.dispose();
    for (const part of this.#parts) part.dispose();
  }

  /** Until the controller is aborted. */
  #listen(): AbortController {
    const { canvas } = this.#context;
    const listening = new AbortController();
    const { signal } = listening;
    canvas.addEventListener('pointerdown', (event) => this.#onPointerDown(event), { signal });
    canvas.addEventListener('pointermove', (event) => this.#onPointerMove(event), { signal });
    canvas.addEventListener('pointerup', (event) => this.#onPointerUp(event), { signal });
    canvas.addEventListener('pointerleave', () => this.#onPointerLeave(), { signal });
    canvas.addEventListener('pointercancel', () => this.#onPointerLeave(), { signal });
    window.addEventListener('keydown', (event) => this.#onKeyDown(event), { signal });
    return listening;
  }

  #onPointerDown(event: PointerEvent): void {
    const isFirst = event.isPrimary && event.button === 0;
    this.#press = isFirst ? { id: event.pointerId, ...pointerPlace(event, this.#context) } : null;
    this.#asked = null;
    this.#setHovered(null);
  }

  #onPointerMove(event: PointerEvent): void {
    const { x, y } = pointerPlace(event, this.#context);
    if (this.#press && Math.hypot(x - this.#press.x, y - this.#press.y) > STEADY) this.#press = null;
    // A finger has no hover, and with a button down the camera moves.
    if (event.buttons !== 0 || event.pointerType === 'touch') return;
    this.#asked = { x, y };
    void this.#ask();
  }

  #onPointerUp(event: PointerEvent): void {
    const isClick = this.#press?.id === event.pointerId;
    this.#press = null;
    if (isClick) void this.#click(pointerPlace(event, this.#context));
  }

  #onPointerLeave(): void {
    this.#round++;
    this.#asked = null;
    this.#setHovered(null);
  }

  #onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || event.defaultPrevented || !this.#measurement) return;
    // Escape is ours only where something was picked: else it is for whoever leaves the tool.
    event.preventDefault();
    event.stopPropagation();
    this.clear();
  }

  async #ask(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    while (this.#asked) {
      const { x, y } = this.#asked;
      const round = this.#round;
      this.#asked = null;
      const place = await this.#context.pick(x, y);
      if (round === this.#round && this.#isActive && !this.#press) this.#setHovered(place);
    }
    this.#isAsking = false;
  }

  async #click({ x, y }: Place): Promise<void> {
    const round = this.#round;
    const place = await this.#context.pick(x, y);
    if (!place || round !== this.#round || !this.#isActive) return;
    this.#measurement = afterClick(this.#measurement, place.toArray());
    this.#onMeasured(this.#measurement);
    this.#setHovered(null);
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
