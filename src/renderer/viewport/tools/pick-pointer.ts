/**
 * Picking places of what is drawn, for tools that go by clicks: measuring, levelling.
 *
 * A click is a press that does not travel, so turning the scene meanwhile stays possible. The place that a click would
 * take is told while the pointer hovers; one question to the graphics card is under way at a time, and an answer that
 * comes after its question has lost its sense is dropped.
 */
import type { Vector3 } from 'three';
import type { ViewportContext } from '../viewport-context.ts';
import { type Place, pointerPlace } from './pointer-place.ts';

/** CSS pixels that a press may travel and still be a click. */
const STEADY = 4;

export interface PickListener {
  /** The place that a click would take; null for none. */
  hovered(place: Vector3 | null): void;
  clicked(place: Vector3): void;
  /** Escape; whether something was given up: else it is for whoever leaves the tool. */
  escaped(): boolean;
}

export class PickPointer {
  readonly #context: ViewportContext;
  readonly #listener: PickListener;
  /** The pointer's place, as long as that question is not yet asked. */
  #asked: Place | null = null;
  #isAsking = false;
  #press: (Place & { readonly id: number }) | null = null;
  /** Answers to questions of an earlier round are dropped. */
  #round = 0;
  #listening: AbortController | null = null;

  constructor(context: ViewportContext, listener: PickListener) {
    this.#context = context;
    this.#listener = listener;
  }

  setActive(active: boolean): void {
    this.#context.canvas.style.cursor = active ? 'crosshair' : '';
    this.#listening?.abort();
    this.#listening = active ? this.#listen() : null;
    this.forget();
  }

  /** What was asked has lost its sense: the scene is another one. */
  forget(): void {
    this.#round++;
    this.#asked = null;
    this.#press = null;
    this.#listener.hovered(null);
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
    this.#listener.hovered(null);
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
    this.#listener.hovered(null);
  }

  #onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || event.defaultPrevented || !this.#listener.escaped()) return;
    event.preventDefault();
    event.stopPropagation();
  }

  async #ask(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    while (this.#asked) {
      const { x, y } = this.#asked;
      const round = this.#round;
      this.#asked = null;
      const place = await this.#context.pick(x, y);
      if (round === this.#round && this.#listening && !this.#press) this.#listener.hovered(place);
    }
    this.#isAsking = false;
  }

  async #click({ x, y }: Place): Promise<void> {
    const round = this.#round;
    const place = await this.#context.pick(x, y);
    if (!place || round !== this.#round || !this.#listening) return;
    this.#listener.clicked(place);
    this.#listener.hovered(null);
  }
}
