/**
 * Selecting points: a rectangle, a lasso or a brush stroke is drawn over the view with the left button; the others move
 * the camera meanwhile. What was drawn is told with the camera's matrix, and whoever computes does the rest: nothing
 * here knows the points.
 */
import { Group, Matrix4 } from 'three';
import type { ScreenSelection, SelectMode } from '../../../engine/vocabulary.ts';
import type { SelectTool } from '../../app/state.ts';
import type { Theme, ViewportContext, ViewportTool } from '../viewport-context.ts';
import { pointerPlace } from './pointer-place.ts';
import { modeOfKeys, pathData, SelectDrawing } from './select-drawing.ts';

export interface SelectListener {
  /** `mode` as keys ask for it; null where none was held when the drawing began. */
  readonly drawn: (seen: Omit<ScreenSelection, 'hiddenToo'>, mode: SelectMode | null) => void;
  /** The keys that are held now ask for another mode. */
  readonly keys: (mode: SelectMode | null) => void;
}

const SVG = 'http://www.w3.org/2000/svg';

export class Select implements ViewportTool {
  /** Nothing of it is in the scene. */
  readonly object = new Group();
  readonly #tool: SelectTool;
  readonly #context: ViewportContext;
  readonly #listener: SelectListener;
  readonly #svg = document.createElementNS(SVG, 'svg');
  readonly #path = document.createElementNS(SVG, 'path');
  readonly #cursor = document.createElementNS(SVG, 'circle');
  #brushRadius = 1;
  #heldMode: SelectMode | null = null;
  #drawing: { readonly pointerId: number; readonly mode: SelectMode | null; readonly shape: SelectDrawing } | null =
    null;
  #listening: AbortController | null = null;

  constructor(tool: SelectTool, context: ViewportContext, listener: SelectListener) {
    this.#tool = tool;
    this.#context = context;
    this.#listener = listener;
    this.#svg.style.cssText = 'position:absolute;inset:0;width:100%;height:100%;pointer-events:none;display:none';
    this.#svg.setAttribute('aria-hidden', 'true');
    this.#path.setAttribute('stroke-linejoin', 'round');
    this.#path.setAttribute('stroke-linecap', 'round');
    this.#cursor.setAttribute('fill', 'none');
    this.#cursor.setAttribute('stroke-width', '1.5');
    this.#svg.append(this.#path, this.#cursor);
    context.container.append(this.#svg);
  }

  setActive(active: boolean): void {
    if (active === (this.#listening !== null)) return;
    this.#listening?.abort();
    this.#listening = active ? this.#listen() : null;
    this.#svg.style.display = active ? '' : 'none';
    this.#context.canvas.style.cursor = active ? 'crosshair' : '';
    this.#context.takeLeftButton(active);
    if (active) return;
    this.clear();
    this.#hold(null);
  }

  /** CSS pixels. */
  setBrush(radius: number): void {
    this.#brushRadius = radius;
    this.#cursor.setAttribute('r', String(radius));
  }

  /** Lets go of what is being drawn. */
  clear(): void {
    if (this.#drawing) this.#release(this.#drawing.pointerId);
    this.#drawing = null;
    this.#path.removeAttribute('d');
    this.#cursor.style.display = 'none';
  }

  beforeDraw(): void {
    // It stands on the screen, whatever the scene does.
  }

  setTheme(theme: Theme): void {
    const color = theme === 'dark' ? '#6da3ff' : '#2670f5';
    const isBrush = this.#tool === 'brush';
    this.#path.setAttribute('stroke', color);
    this.#path.setAttribute('fill', isBrush ? 'none' : color);
    this.#path.setAttribute('fill-opacity', '0.1');
    this.#path.setAttribute('stroke-opacity', isBrush ? '0.35' : '1');
    if (!isBrush) this.#path.setAttribute('stroke-dasharray', '5 4');
    this.#path.setAttribute('stroke-width', '1.5');
    this.#cursor.setAttribute('stroke', color);
  }

  dispose(): void {
    this.#listening?.abort();
    this.#svg.remove();
  }

  #listen(): AbortController {
    const { canvas } = this.#context;
    const listening = new AbortController();
    const { signal } = listening;
    canvas.addEventListener('pointerdown', (event) => this.#onPointerDown(event), { signal });
    canvas.addEventListener('pointermove', (event) => this.#onPointerMove(event), { signal });
    canvas.addEventListener('pointerup', (event) => this.#onPointerUp(event), { signal });
    canvas.addEventListener('pointercancel', () => this.clear(), { signal });
    canvas.addEventListener('pointerleave', () => this.#moveCursor(null), { signal });
    window.addEventListener('keydown', (event) => this.#onKey(event), { signal, capture: true });
    window.addEventListener('keyup', (event) => this.#onKey(event), { signal, capture: true });
    window.addEventListener('blur', () => this.#hold(null), { signal });
    return listening;
  }

  #onPointerDown(event: PointerEvent): void {
    // A second finger moves the camera.
    if (!event.isPrimary) return this.clear();
    if (event.button !== 0) return;
    const shape = new SelectDrawing(this.#tool, this.#brushRadius, pointerPlace(event, this.#context));
    this.#drawing = { pointerId: event.pointerId, mode: modeOfKeys(event), shape };
    this.#context.canvas.setPointerCapture(event.pointerId);
    this.#draw();
  }

  #onPointerMove(event: PointerEvent): void {
    this.#moveCursor(event);
    if (event.pointerId !== this.#drawing?.pointerId) return;
    // All places between two repaints: a quick hand leaves no corners.
    const events = event.getCoalescedEvents?.() ?? [];
    const changes = (events.length > 0 ? events : [event]).map((each) =>
      this.#drawing!.shape.add(pointerPlace(each, this.#context)),
    );
    if (changes.includes(true)) this.#draw();
  }

  #onPointerUp(event: PointerEvent): void {
    const drawing = this.#drawing;
    if (event.pointerId !== drawing?.pointerId || event.button !== 0) return;
    const { shape, mode } = drawing;
    this.clear();
    this.#moveCursor(event);
    if (!shape.isShape) return;
    const { camera, container } = this.#context;
    const matrix = new Matrix4().multiplyMatrices(camera.projectionMatrix, camera.matrixWorldInverse);
    const { clientWidth: width, clientHeight: height } = container;
    this.#listener.drawn({ shape: shape.shape, clipFromScene: matrix.toArray(), width, height }, mode);
  }

  #onKey(event: KeyboardEvent): void {
    this.#hold(modeOfKeys(event));
    if (event.type !== 'keydown' || event.key !== 'Escape' || !this.#drawing) return;
    event.preventDefault();
    event.stopPropagation();
    this.clear();
  }

  #hold(mode: SelectMode | null): void {
    if (mode === this.#heldMode) return;
    this.#heldMode = mode;
    this.#listener.keys(mode);
  }

  #draw(): void {
    const shape = this.#drawing!.shape.shape;
    this.#path.setAttribute('d', pathData(shape));
    if (shape.brushRadius !== null) this.#path.setAttribute('stroke-width', String(2 * shape.brushRadius));
  }

  /** Where the brush would paint. */
  #moveCursor(event: PointerEvent | null): void {
    const isShown = event !== null && this.#tool === 'brush' && event.pointerType !== 'touch';
    this.#cursor.style.display = isShown ? '' : 'none';
    if (!isShown) return;
    const { x, y } = pointerPlace(event, this.#context);
    this.#cursor.setAttribute('cx', String(x));
    this.#cursor.setAttribute('cy', String(y));
  }

  #release(pointerId: number): void {
    const { canvas } = this.#context;
    if (canvas.hasPointerCapture(pointerId)) canvas.releasePointerCapture(pointerId);
  }
}
