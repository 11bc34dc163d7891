/**
 * Gestures that camera-controls does not have: keys on the focused canvas, Shift to pan with one button (touchpads
 * have no other), a pinch that moves the camera instead of changing its lens, and a double click that chooses what to
 * turn around.
 */
import type { CameraRig } from './camera-rig.ts';

const ORBIT_STEP = Math.PI / 12;
/** Share of the height seen. */
const PAN_STEP = 0.1;
const ZOOM_STEP = 1.25;
/** A pinch reports steps about this much finer than a wheel. */
const PINCH_GAIN = 8;

/** Adds the listeners; `onFocus` gets the position of a double click in CSS pixels of the canvas. */
export function listenToCamera(
  canvas: HTMLCanvasElement,
  rig: CameraRig,
  onFocus: (x: number, y: number) => void,
  signal: AbortSignal,
): void {
  canvas.addEventListener(
    'keydown',
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (moveByKey(rig, event.key, event.shiftKey)) event.preventDefault();
    },
    { signal },
  );
  const capture = { signal, capture: true };
  ringForKeyboard(canvas, signal);
  canvas.addEventListener(
    'pointerdown',
    (event) => {
      canvas.focus({ preventScroll: true });
      rig.leftPans = event.shiftKey;
    },
    capture,
  );
  canvas.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey || rig.orthographic) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const { clientX, clientY, deltaMode } = event;
      const init = { clientX, clientY, deltaMode, deltaY: event.deltaY * PINCH_GAIN, cancelable: true };
      canvas.dispatchEvent(new WheelEvent('wheel', init));
    },
    { ...capture, passive: false },
  );
  canvas.addEventListener('dblclick', (event) => onFocus(event.offsetX, event.offsetY), { signal });
}

/** Keys that bring the focus somewhere: by themselves, or with what they press. */
const GOING = new Set(['Tab', 'F6', 'Enter', ' ']);

/**
 * A pointer shows where it is; the ring around the view is for those who came by keyboard. A dialog that closes gives
 * the focus back, and with it the ring or none, as it was.
 */
function ringForKeyboard(canvas: HTMLCanvasElement, signal: AbortSignal): void {
  let last: 'pointer' | 'going' | 'other' = 'pointer';
  const show = (isRinged: boolean): void => {
    canvas.style.outline = isRinged ? 'var(--wa-focus-ring)' : 'none';
  };
  show(false);
  const anywhere = { signal, capture: true };
  document.addEventListener('keydown', ({ key }) => (last = GOING.has(key) ? 'going' : 'other'), anywhere);
  document.addEventListener('pointerdown', () => (last = 'pointer'), anywhere);
  canvas.addEventListener('pointerdown', () => show(false), anywhere);
  canvas.addEventListener('focus', () => last !== 'other' && show(last === 'going'), { signal });
}

function moveByKey(rig: CameraRig, key: string, pans: boolean): boolean {
  const steps: Readonly<Record<string, readonly [number, number]>> = {
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, -1],
    ArrowDown: [0, 1],
  };
  const step = steps[key];
  if (step && pans) rig.pan(step[0] * PAN_STEP, step[1] * PAN_STEP);
  else if (step) rig.orbit(step[0] * ORBIT_STEP, step[1] * ORBIT_STEP);
  else if (key === '+' || key === '=') rig.zoomBy(ZOOM_STEP);
  else if (key === '-' || key === '_') rig.zoomBy(1 / ZOOM_STEP);
  else return false;
  return true;
}
