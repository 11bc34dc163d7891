/** A measured line as it is drawn: what sets it off from any surface, and the length beside it. */
import type { Vector3 } from 'three';
import { formatLength } from '../overlays/legend.ts';
import type { Theme, ViewportContext } from '../viewport-context.ts';
import { createLines, type Lines } from './measure-lines.ts';
import { distanceBetween, digitsOf } from './measure-steps.ts';

/** The line, and what sets it off. */
const COLORS: Readonly<Record<Theme, { line: number; halo: number }>> = {
  light: { line: 0x1864d6, halo: 0xffffff },
  dark: { line: 0x6db1ff, halo: 0x0b0e13 },
};

export interface MeasuredLines {
  readonly objects: readonly Lines['object'][];
  set(index: number, from: Vector3, to: Vector3): void;
  setVisible(visible: boolean): void;
  setPixelRatio(ratio: number): void;
  setTheme(theme: Theme): void;
  dispose(): void;
}

export function createMeasuredLines(count: number): MeasuredLines {
  const halo = createLines(count, { width: 5.5, depthTest: false, renderOrder: 20 });
  const line = createLines(count, { width: 2.25, depthTest: false, renderOrder: 21 });
  const both = [halo, line];
  return {
    objects: both.map(({ object }) => object),
    set: (index, from, to) => both.forEach((each) => each.set(index, from, to)),
    setVisible: (visible) => both.forEach(({ object }) => (object.visible = visible)),
    setPixelRatio: (ratio) => both.forEach((each) => each.setPixelRatio(ratio)),
    setTheme: (theme) => {
      line.setColor(COLORS[theme].line, 1);
      halo.setColor(COLORS[theme].halo, 0.8);
    },
    dispose: () => both.forEach((each) => each.dispose()),
  };
}

/** With the digits that its two places can vouch for as they are seen. @param unit empty where it is not known */
export function lengthText(context: ViewportContext, from: Vector3, to: Vector3, unit: string): string {
  const distance = distanceBetween(from.toArray(), to.toArray());
  const digits = digitsOf(distance, context.unitsPerPixel(from));
  const number = formatLength(distance, digits, document.documentElement.lang || 'en');
  return unit ? `${number}\u00a0${unit}` : number;
}
