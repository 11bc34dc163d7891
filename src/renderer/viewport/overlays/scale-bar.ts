/** How long a piece of the picture is, at the bottom left: a round number of the file's unit, true at the target. */
import type { Theme } from '../viewport-context.ts';

/** CSS pixels the bar has at most. */
const WIDEST = 120;

export class ScaleBar {
  readonly #element = document.createElement('div');
  readonly #bar = document.createElement('div');
  readonly #text = document.createElement('div');

  constructor(container: HTMLElement) {
    this.#element.setAttribute('aria-hidden', 'true');
    this.#element.dataset['testid'] = 'scale-bar';
    this.#element.style.cssText =
      'position:absolute;left:16px;bottom:var(--gp-scale-bottom,12px);visibility:var(--gp-scale-visibility,inherit);' +
      'pointer-events:none;user-select:none;' +
      'font:12px/1.3 system-ui,sans-serif;font-variant-numeric:tabular-nums';
    this.#bar.style.cssText = 'height:5px;border:1.5px solid currentColor;border-top:0;box-sizing:border-box';
    this.#element.append(this.#text, this.#bar);
    container.append(this.#element);
  }

  setTheme(theme: Theme): void {
    this.#element.style.color = theme === 'dark' ? '#b9c0ca' : '#4a5361';
  }

  /** Put after the number; empty where the unit is not known. */
  unit = '';

  /** Scene units in a CSS pixel; null where nothing is shown. */
  update(unitsPerPixel: number | null): void {
    this.#element.hidden = unitsPerPixel === null;
    if (unitsPerPixel === null) return;
    const length = roundLength(unitsPerPixel * WIDEST);
    this.#bar.style.width = `${(length / unitsPerPixel).toFixed(1)}px`;
    const number = new Intl.NumberFormat(document.documentElement.lang || undefined, {
      maximumSignificantDigits: 1,
      notation: length >= 1e6 || length < 1e-5 ? 'scientific' : 'standard',
    }).format(length);
    this.#text.textContent = this.unit ? `${number}\u00a0${this.unit}` : number;
  }

  dispose(): void {
    this.#element.remove();
  }
}

/** The largest of 1, 2, 5 times a power of ten that is not over `longest`. */
export function roundLength(longest: number): number {
  const power = 10 ** Math.floor(Math.log10(longest));
  // The quotient of 5 and its power can fall short of 5 by rounding.
  const step = [5, 2, 1].find((candidate) => candidate * power <= longest * (1 + 1e-9)) ?? 1;
  return step * power;
}
