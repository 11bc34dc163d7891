/** The length beside a measured line: HTML over the canvas, so it is sharp, scales with the text, and can be copied. */
import type { Vector3 } from 'three';
import type { Theme, ViewportContext } from '../viewport-context.ts';
import { labelPlace } from './measure-steps.ts';

export interface MeasureLabel {
  show(text: string, from: Vector3, to: Vector3): void;
  hide(): void;
  setTheme(theme: Theme): void;
  dispose(): void;
}

/** CSS pixels between line and label. */
const GAP = 10;

const COLORS: Readonly<Record<Theme, { text: string; ground: string; rim: string }>> = {
  light: { text: '#10233f', ground: 'rgb(255 255 255 / 0.94)', rim: 'rgb(24 50 90 / 0.22)' },
  dark: { text: '#eef4fc', ground: 'rgb(24 29 37 / 0.94)', rim: 'rgb(255 255 255 / 0.2)' },
};

export function createLabel(context: ViewportContext): MeasureLabel {
  const element = document.createElement('div');
  element.className = 'measure-label';
  // Set one by one: the page's policy forbids style attributes.
  Object.assign(element.style, {
    position: 'absolute',
    left: '0',
    top: '0',
    display: 'none',
    padding: '0.15em 0.6em',
    borderRadius: '0.5em',
    borderStyle: 'solid',
    borderWidth: '1px',
    font: '600 0.875rem/1.45 system-ui, sans-serif',
    fontVariantNumeric: 'tabular-nums',
    whiteSpace: 'nowrap',
    pointerEvents: 'none',
    boxShadow: '0 2px 8px rgb(0 0 0 / 0.18)',
  });
  context.container.append(element);
  const hide = (): void => void (element.style.display = 'none');

  const show: MeasureLabel['show'] = (text, from, to) => {
    const { clientWidth: width, clientHeight: height } = context.container;
    const ends = [from, to].map((end) => end.clone().project(context.camera));
    // An end behind the camera projects to the wrong side.
    if (ends.some((end) => end.z > 1)) return hide();
    if (element.textContent !== text) element.textContent = text;
    element.style.display = 'block';
    const [a, b] = ends.map((end) => ({ x: (0.5 + 0.5 * end.x) * width, y: (0.5 - 0.5 * end.y) * height }));
    const size = { width: element.offsetWidth, height: element.offsetHeight };
    const place = labelPlace(a!, b!, size, { width, height }, GAP);
    // Whole pixels, else the text shimmers while the camera moves.
    const [x, y] = [Math.round(place.x - size.width / 2), Math.round(place.y - size.height / 2)];
    element.style.transform = `translate(${x}px, ${y}px)`;
  };
  return {
    show,
    hide,
    setTheme: (theme) => {
      const { text, ground, rim } = COLORS[theme];
      Object.assign(element.style, { color: text, background: ground, borderColor: rim });
    },
    dispose: () => element.remove(),
  };
}
