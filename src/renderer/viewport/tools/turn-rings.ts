/**
 * Three rings round what is shown, one about each axis. A ring that is dragged turns the scene about its axis; let go,
 * the points themselves are turned. Found on the screen like the dots of the crop box, and like those before the
 * camera's controls see the pointer. Numbers and the keyboard are the panel's.
 */
import { type Box3, Group, Matrix4, Vector2, Vector3 } from 'three';
import type { Triple } from '../../../engine/vocabulary.ts';
import { formatDigits } from '../../app/format.ts';
import type { Overlay, Theme, ViewportContext } from '../viewport-context.ts';
import type { Axis } from './clip-drag.ts';
import { createLabel, type MeasureLabel } from './measure-label.ts';
import { createLines, type Lines } from './measure-lines.ts';
import { type Place, pointerPlace } from './pointer-place.ts';
import { onScreen, sightThrough } from './screen-places.ts';
import { angleAbout, nearestTurn, ringDirection, ringPlace, RING_PIECES } from './turn-drag.ts';

/** CSS pixels from a ring that still hit it. */
const REACH = 9;
/** Of half the diagonal of what is shown. */
const RADIUS_SHARE = 0.8;
/** Digits of the degrees that a drag comes to. */
const DIGITS = 1;

/** Those of the axes at the top right. */
const COLORS: Readonly<Record<Theme, readonly [number, number, number]>> = {
  light: [0xd3424a, 0x3d8f41, 0x3b72d1],
  dark: [0xe8737a, 0x6cc070, 0x7fa9f0],
};
const REST = 0.75;
/** Of the other rings while one is dragged. */
const ASIDE = 0.25;

const AXES: readonly Axis[] = [0, 1, 2];

export interface TurnListener {
  /** The box that is to be turned, in scene space; null where nothing is shown. */
  shape(): Box3 | null;
  /** How what is shown is to be drawn while a ring is dragged; null as it is. */
  preview(matrix: Matrix4 | null): void;
  /** The ring was let go; resolves when the points are turned, or stay. */
  turned(axis: Axis, degrees: number): Promise<void>;
  /** The pointer is on a ring: no other tool has it. */
  taken(): void;
}

interface Ring {
  readonly centre: Triple;
  readonly radius: number;
}

interface Drag {
  readonly axis: Axis;
  readonly pointerId: number;
  /** The angle on the ring that was taken hold of, and where the pointer was then. */
  readonly from: number;
  readonly place: Place;
  /** CSS pixels on the screen that a radian there takes, where the ring is seen too edge-on for its plane. */
  readonly perRadian: Vector2;
}

export class TurnRings implements Overlay {
  readonly object = new Group();
  readonly #context: ViewportContext;
  readonly #listener: TurnListener;
  readonly #lines: readonly Lines[];
  readonly #label: MeasureLabel;
  #theme: Theme = 'light';
  #listening: AbortController | null = null;
  #ring: Ring | null = null;
  #hovered: Axis | null = null;
  #drag: Drag | null = null;
  /** Radians that the drag came to, rounded to what is told. */
  #angle = 0;
  /** While the points are being turned. */
  #isWaiting = false;
  /** The cursor that was there before a ring was hovered. */
  #cursorBefore: string | null = null;

  constructor(context: ViewportContext, listener: TurnListener) {
    this.#context = context;
    this.#listener = listener;
    this.#lines = AXES.map(() => createLines(RING_PIECES, { width: 2.5, depthTest: false, renderOrder: 19 }));
    this.#label = createLabel(context);
    this.object.add(...this.#lines.map(({ object }) => object));
  }

  setActive(active: boolean): void {
    this.#listening?.abort();
    if (this.#drag) this.#give(null);
    this.#hover(null);
    this.#listening = active ? this.#listen() : null;
    this.place();
  }

  /** What is shown is another, or lies elsewhere. */
  place(): void {
    const shape = this.#listening && this.#listener.shape();
    this.object.visible = Boolean(shape);
    this.#ring = null;
    if (!shape) return;
    const ring: Ring = {
      centre: shape.getCenter(new Vector3()).toArray(),
      radius: RADIUS_SHARE * 0.5 * shape.getSize(new Vector3()).length(),
    };
    this.#ring = ring;
    for (const [axis, lines] of this.#lines.entries()) {
      const at = (piece: number): Vector3 =>
        new Vector3(...ringPlace(ring.centre, ring.radius, axis as Axis, angleOf(piece)));
      for (let piece = 0; piece < RING_PIECES; piece++) lines.set(piece, at(piece), at(piece + 1));
    }
  }

  beforeDraw(): void {
    const active = this.#drag?.axis ?? this.#hovered;
    for (const [axis, lines] of this.#lines.entries()) {
      lines.setPixelRatio(this.#context.pixelRatio);
      lines.setColor(COLORS[this.#theme][axis]!, axis === active ? 1 : this.#drag ? ASIDE : REST);
    }
    if (!this.#drag || !this.#ring) return this.#label.hide();
    const { axis, from } = this.#drag;
    const { centre, radius } = this.#ring;
    const handle = new Vector3(...ringPlace(centre, radius, axis, from + this.#angle));
    this.#label.show(`${formatDigits(inDegrees(this.#angle), DIGITS)}°`, new Vector3(...centre), handle);
  }

  setTheme(theme: Theme): void {
    this.#theme = theme;
    this.#label.setTheme(theme);
    this.#context.requestOverlay();
  }

  dispose(): void {
    this.#listening?.abort();
    this.#label.dispose();
    for (const lines of this.#lines) lines.dispose();
  }

  #listen(): AbortController {
    const { container } = this.#context;
    const listening = new AbortController();
    const early = { capture: true, signal: listening.signal };
    container.addEventListener('pointerdown', (event) => this.#onPointerDown(event), early);
    container.addEventListener('pointermove', (event) => this.#onPointerMove(event), early);
    container.addEventListener('pointerup', (event) => this.#onPointerUp(event), early);
    container.addEventListener('pointercancel', (event) => this.#onPointerUp(event), early);
    container.addEventListener('pointerleave', () => this.#drag ?? this.#hover(null), { signal: listening.signal });
    window.addEventListener('keydown', (event) => this.#onKeyDown(event), early);
    return listening;
  }

  #onPointerDown(event: PointerEvent): void {
    if (this.#drag || this.#isWaiting || event.button !== 0 || event.target !== this.#context.canvas) return;
    const place = pointerPlace(event, this.#context);
    const hit = this.#hitAt(place);
    if (!hit || !this.#ring) return;
    event.stopPropagation();
    event.preventDefault();
    const { axis, angle } = hit;
    const { centre, radius } = this.#ring;
    const start = new Vector3(...ringPlace(centre, radius, axis, angle));
    // A hundredth of a radian, so that the ring is straight there.
    const along = start.clone().addScaledVector(new Vector3(...ringDirection(radius, axis, angle)), 0.01);
    const [a, b] = [onScreen(start, this.#context), onScreen(along, this.#context)];
    const perRadian = a && b ? b.sub(a).multiplyScalar(100) : new Vector2();
    const from = this.#angleAt(place, axis) ?? angle;
    this.#drag = { axis, pointerId: event.pointerId, from, place, perRadian };
    this.#angle = 0;
    this.#listener.taken();
    this.#context.canvas.setPointerCapture(event.pointerId);
    this.#context.holdCamera(true);
    this.#hover(axis);
  }

  #onPointerMove(event: PointerEvent): void {
    const drag = this.#drag;
    const place = pointerPlace(event, this.#context);
    if (!drag) {
      // With a button down the camera moves, and rings pass under the pointer.
      if (event.buttons !== 0 || this.#isWaiting) return;
      this.#hover(event.target === this.#context.canvas ? (this.#hitAt(place)?.axis ?? null) : null);
      if (this.#hovered !== null) event.stopPropagation();
      return;
    }
    if (event.pointerId !== drag.pointerId) return;
    event.stopPropagation();
    const degrees = inDegrees(this.#draggedBy(drag, place));
    this.#angle = inRadians(Number(degrees.toFixed(DIGITS)));
    this.#listener.preview(this.#matrix(drag.axis));
    this.#context.requestOverlay();
  }

  /** Radians from where the ring was taken hold of, more than one turn where the pointer went round. */
  #draggedBy({ axis, from, place: start, perRadian }: Drag, place: Place): number {
    const angle = this.#angleAt(place, axis);
    if (angle !== null) return nearestTurn(angle - from, this.#angle);
    const squared = perRadian.lengthSq();
    if (squared === 0) return this.#angle;
    return ((place.x - start.x) * perRadian.x + (place.y - start.y) * perRadian.y) / squared;
  }

  #onPointerUp(event: PointerEvent): void {
    const drag = this.#drag;
    if (!drag || event.pointerId !== drag.pointerId) return;
    event.stopPropagation();
    this.#give(event.type === 'pointercancel' || this.#angle === 0 ? null : drag.axis);
  }

  #onKeyDown(event: KeyboardEvent): void {
    if (!this.#drag || event.key !== 'Escape') return;
    event.stopPropagation();
    event.preventDefault();
    this.#give(null);
  }

  /** @param axis null where nothing is turned after all */
  #give(axis: Axis | null): void {
    const { canvas } = this.#context;
    const { pointerId } = this.#drag!;
    this.#drag = null;
    this.#context.holdCamera(false);
    if (canvas.hasPointerCapture(pointerId)) canvas.releasePointerCapture(pointerId);
    if (axis === null) this.#listener.preview(null);
    else void this.#turn(axis);
    this.#context.requestOverlay();
  }

  /** The preview stays until the points are there as they stand then. */
  async #turn(axis: Axis): Promise<void> {
    this.#isWaiting = true;
    try {
      await this.#listener.turned(axis, inDegrees(this.#angle));
    } finally {
      this.#isWaiting = false;
      // What the state tells is drawn at the next repaint.
      requestAnimationFrame(() => this.#listener.preview(null));
    }
  }

  #matrix(axis: Axis): Matrix4 {
    const centre = new Vector3(...this.#ring!.centre);
    const direction = new Vector3().setComponent(axis, 1);
    const to = new Matrix4().makeTranslation(centre);
    const from = new Matrix4().makeTranslation(centre.clone().negate());
    return to.multiply(new Matrix4().makeRotationAxis(direction, this.#angle)).multiply(from);
  }

  #hover(axis: Axis | null): void {
    const { style } = this.#context.canvas;
    if (axis === this.#hovered) return;
    if (axis !== null) {
      this.#cursorBefore ??= style.cursor;
      style.cursor = 'grab';
      this.#listener.taken();
    } else if (this.#cursorBefore !== null) {
      style.cursor = this.#cursorBefore;
      this.#cursorBefore = null;
    }
    this.#hovered = axis;
    this.#context.requestOverlay();
  }

  #angleAt(place: Place, axis: Axis): number | null {
    const { origin, direction } = sightThrough(place, this.#context);
    return angleAbout(origin.toArray(), direction.toArray(), this.#ring!.centre, axis);
  }

  /** The ring nearest to the place, within reach of it, and where on it. */
  #hitAt({ x, y }: Place): { readonly axis: Axis; readonly angle: number } | null {
    const ring = this.#ring;
    if (!ring) return null;
    const pointer = new Vector2(x, y);
    let best: { readonly axis: Axis; readonly angle: number } | null = null;
    let bestDistance = REACH;
    for (const axis of AXES) {
      const places = Array.from({ length: RING_PIECES + 1 }, (_, piece) =>
        onScreen(new Vector3(...ringPlace(ring.centre, ring.radius, axis, angleOf(piece))), this.#context),
      );
      for (let piece = 0; piece < RING_PIECES; piece++) {
        const [from, to] = [places[piece], places[piece + 1]];
        if (!from || !to) continue;
        const along = to.clone().sub(from);
        const share = Math.min(1, Math.max(0, pointer.clone().sub(from).dot(along) / (along.lengthSq() || 1)));
        const distance = from.clone().addScaledVector(along, share).distanceTo(pointer);
        if (distance < bestDistance) [best, bestDistance] = [{ axis, angle: angleOf(piece + share) }, distance];
      }
    }
    return best;
  }
}

function angleOf(piece: number): number {
  return (2 * Math.PI * piece) / RING_PIECES;
}

function inDegrees(radians: number): number {
  return (radians * 180) / Math.PI;
}

function inRadians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}
