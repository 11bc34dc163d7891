/**
 * The axes at the top right: which way is up, and a click on an axis looks along it. An SVG of its own rather than
 * three's helper: crisp at every scaling, legible letters in both themes, no share in drawing the scene. Hidden from
 * assistive technology, since the same views are commands with shortcuts.
 */
import { Quaternion, Vector3 } from 'three';
import type { Theme } from '../viewport-context.ts';
import type { StandardView } from '../viewport-api.ts';

const SIZE = 88;
const REACH = 31;
const BALL = 9.5;
const SVG = 'http://www.w3.org/2000/svg';

interface Axis {
  readonly view: StandardView;
  readonly direction: Vector3;
  readonly letter: string | null;
  readonly color: string;
  readonly group: SVGGElement;
  readonly line: SVGLineElement | null;
}

const RED = '#d3424a';
const GREEN = '#3d8f41';
const BLUE = '#3b72d1';
const AXES: readonly (readonly [StandardView, readonly [number, number, number], string | null, string])[] = [
  ['right', [1, 0, 0], 'X', RED],
  ['left', [-1, 0, 0], null, RED],
  ['back', [0, 1, 0], 'Y', GREEN],
  ['front', [0, -1, 0], null, GREEN],
  ['top', [0, 0, 1], 'Z', BLUE],
  ['bottom', [0, 0, -1], null, BLUE],
];

export class Gizmo {
  readonly #svg: SVGSVGElement;
  readonly #axes: readonly Axis[];
  readonly #last = new Quaternion(0, 0, 0, 0);

  constructor(container: HTMLElement, look: (view: StandardView) => void) {
    this.#svg = make('svg', { viewBox: `${-SIZE / 2} ${-SIZE / 2} ${SIZE} ${SIZE}`, width: SIZE, height: SIZE });
    this.#svg.setAttribute('aria-hidden', 'true');
    this.#svg.dataset['testid'] = 'gizmo';
    this.#svg.style.cssText = 'position:absolute;top:8px;right:8px;user-select:none;pointer-events:none';
    this.#axes = AXES.map(([view, direction, letter, color]) => {
      const axis = makeAxis(view, new Vector3(...direction), letter, color);
      axis.group.addEventListener('click', () => look(view));
      this.#svg.append(axis.group);
      return axis;
    });
    container.append(this.#svg);
  }

  setTheme(theme: Theme): void {
    const behind = theme === 'dark' ? '#1f2329' : '#f2f4f6';
    for (const { letter, group } of this.#axes) {
      if (letter === null) group.querySelector('circle')?.setAttribute('fill', behind);
    }
  }

  /** `orientation` of the camera in scene space; null where nothing is shown. */
  update(orientation: Quaternion | null): void {
    this.#svg.style.display = orientation ? '' : 'none';
    if (!orientation || orientation.equals(this.#last)) return;
    this.#last.copy(orientation);
    const toView = orientation.clone().invert();
    const placed = this.#axes.map((axis) => ({ axis, at: axis.direction.clone().applyQuaternion(toView) }));
    placed.sort((a, b) => a.at.z - b.at.z);
    for (const { axis, at } of placed) {
      const [x, y] = [at.x * REACH, -at.y * REACH];
      axis.group.style.opacity = at.z < -0.1 ? '0.72' : '1';
      for (const node of axis.group.querySelectorAll('circle, text')) {
        node.setAttribute('transform', `translate(${x.toFixed(2)} ${y.toFixed(2)})`);
      }
      axis.line?.setAttribute('x2', x.toFixed(2));
      axis.line?.setAttribute('y2', y.toFixed(2));
      this.#svg.append(axis.group);
    }
  }

  dispose(): void {
    this.#svg.remove();
  }
}

function makeAxis(view: StandardView, direction: Vector3, letter: string | null, color: string): Axis {
  const group = make('g', {});
  group.dataset['view'] = view;
  const line = letter === null ? null : make('line', { stroke: color, 'stroke-width': 2.5, 'stroke-linecap': 'round' });
  if (line) group.append(line);
  const ball = make('circle', {
    r: letter === null ? BALL - 2.5 : BALL,
    stroke: color,
    'stroke-width': 2,
    fill: color,
  });
  ball.style.cssText = 'pointer-events:auto;cursor:pointer';
  group.append(ball);
  if (letter !== null) {
    const text = make('text', {
      'text-anchor': 'middle',
      dy: '0.36em',
      fill: '#fff',
      'font-size': 11.5,
      'font-weight': 700,
      'font-family': 'system-ui, sans-serif',
    });
    text.textContent = letter;
    group.append(text);
  }
  return { view, direction, letter, color, group, line };
}

function make<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Readonly<Record<string, string | number>>,
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}
