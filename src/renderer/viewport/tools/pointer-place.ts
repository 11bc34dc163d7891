/** Where the pointer of an event is in the viewport. */
import type { ViewportContext } from '../viewport-context.ts';

/** CSS pixels in the canvas. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

export function pointerPlace(event: PointerEvent, { canvas }: ViewportContext): Place {
  const corner = canvas.getBoundingClientRect();
  return { x: event.clientX - corner.left, y: event.clientY - corner.top };
}
