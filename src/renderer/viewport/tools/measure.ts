/**
 * Measuring: two clicks on what is drawn, a line between them and its length beside it.
 *
 * A click is a press that does not travel, so turning the scene while measuring stays possible. The place that a click
 * would take is marked while the pointer hovers; one question to the graphics card is under way at a time, and an
 * answer that comes after its question has lost its sense is dropped.
 */
import { Group, Vector3 } from 'three';
import type { Measurement } from '../../app/state.ts';
import type { Measure, MeasureListener, Theme, ViewportContext } from '../layer.ts';
import { formatLength } from '../overlays/legend.ts';
import { createLabel } from './measure-label.ts';
import { createLines } from './measure-lines.ts';
import { createMarks, type MarkLook } from './measure-marks.ts';
import { afterClick, digitsOf, distanceBetween } from './measure-steps.ts';

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

// eslint-disable-next-line max-lines-per-function -- a closure holds the tool's state; its inner functions are short
export function createMeasure(context: ViewportContext, onMeasured: MeasureListener): Measure {
  const object = new Group();
  const halo = createLines(1, { width: 5.5, depthTest: false, renderOrder: 20 });
  const line = createLines(1, { width: 2.25, depthTest: false, renderOrder: 21 });
  const marks = createMarks(3);
  const label = createLabel(context);
  object.add(halo.object, line.object, marks.object);
  object.visible = false;
  let isActive = false;
  let measurement: Measurement | null = null;
  let hovered: Vector3 | null = null;
  /** The pointer's place, as long as that question is not yet asked. */
  let asked: { x: number; y: number } | null = null;
  let isAsking = false;
  let press: { id: number; x: number; y: number } | null = null;
  /** Answers to questions of an earlier round are dropped. */
  let round = 0;

  const placeOf = (event: PointerEvent): { x: number; y: number } => {
    const corner = context.canvas.getBoundingClientRect();
    return { x: event.clientX - corner.left, y: event.clientY - corner.top };
  };
  const setHovered = (place: Vector3 | null): void => {
    hovered = place;
    context.requestOverlay();
  };
  const forget = (): void => {
    round++;
    asked = null;
    press = null;
    setHovered(null);
    if (!measurement) return;
    measurement = null;
    onMeasured(null);
  };

  const ask = async (): Promise<void> => {
    if (isAsking) return;
    isAsking = true;
    while (asked) {
      const { x, y } = asked;
      const asking = round;
      asked = null;
      const place = await context.pick(x, y);
      if (asking === round && isActive && !press) setHovered(place);
    }
    isAsking = false;
  };
  const click = async (x: number, y: number): Promise<void> => {
    const asking = round;
    const place = await context.pick(x, y);
    if (!place || asking !== round || !isActive) return;
    measurement = afterClick(measurement, place.toArray());
    onMeasured(measurement);
    setHovered(null);
  };

  const onPointerDown = (event: PointerEvent): void => {
    const isFirst = event.isPrimary && event.button === 0;
    press = isFirst ? { id: event.pointerId, ...placeOf(event) } : null;
    asked = null;
    setHovered(null);
  };
  const onPointerMove = (event: PointerEvent): void => {
    const { x, y } = placeOf(event);
    if (press && Math.hypot(x - press.x, y - press.y) > STEADY) press = null;
    // A finger has no hover, and with a button down the camera moves.
    if (event.buttons !== 0 || event.pointerType === 'touch') return;
    asked = { x, y };
    void ask();
  };
  const onPointerUp = (event: PointerEvent): void => {
    const isClick = press?.id === event.pointerId;
    press = null;
    if (!isClick) return;
    const { x, y } = placeOf(event);
    void click(x, y);
  };
  const onPointerLeave = (): void => {
    round++;
    asked = null;
    setHovered(null);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented || !measurement) return;
    // Escape is ours only where something was picked: else it is for whoever leaves the tool.
    event.preventDefault();
    event.stopPropagation();
    forget();
  };

  let unit = '';
  let listening: AbortController | null = null;
  const setActive = (active: boolean): void => {
    if (active === isActive) return;
    isActive = active;
    object.visible = active;
    context.canvas.style.cursor = active ? 'crosshair' : '';
    listening?.abort();
    listening = null;
    if (active) {
      listening = new AbortController();
      const { signal } = listening;
      context.canvas.addEventListener('pointerdown', onPointerDown, { signal });
      context.canvas.addEventListener('pointermove', onPointerMove, { signal });
      context.canvas.addEventListener('pointerup', onPointerUp, { signal });
      context.canvas.addEventListener('pointerleave', onPointerLeave, { signal });
      context.canvas.addEventListener('pointercancel', onPointerLeave, { signal });
      window.addEventListener('keydown', onKeyDown, { signal });
    } else {
      forget();
      label.hide();
    }
    context.requestOverlay();
  };

  const beforeDraw = (): void => {
    if (!isActive) return;
    const from = measurement ? new Vector3(...measurement.from) : null;
    const fixed = measurement?.to ? new Vector3(...measurement.to) : null;
    const to = fixed ?? (from && hovered);
    for (const part of [halo, line, marks]) part.setPixelRatio(context.pixelRatio);
    marks.set(PARTS.from, from, END);
    marks.set(PARTS.to, fixed, END);
    marks.set(PARTS.hover, hovered, HOVER);
    const hasLine = !!from && !!to;
    halo.object.visible = hasLine;
    line.object.visible = hasLine;
    if (!hasLine) return label.hide();
    halo.set(0, from, to);
    line.set(0, from, to);
    const distance = distanceBetween(from.toArray(), to.toArray());
    const digits = digitsOf(distance, context.unitsPerPixel(from));
    const number = formatLength(distance, digits, document.documentElement.lang || 'en');
    label.show(unit ? `${number}\u00a0${unit}` : number, from, to);
  };

  return {
    object,
    setActive,
    setUnit: (name) => {
      unit = name;
      context.requestOverlay();
    },
    clear: forget,
    beforeDraw,
    setTheme: (theme) => {
      line.setColor(LINES[theme].line, 1);
      halo.setColor(LINES[theme].halo, 0.8);
      marks.setTheme(theme);
      label.setTheme(theme);
      context.requestOverlay();
    },
    dispose: () => {
      isActive = false;
      round++;
      listening?.abort();
      label.dispose();
      for (const part of [halo, line, marks]) part.dispose();
    },
  };
}
