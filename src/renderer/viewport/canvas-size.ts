/**
 * The canvas at the exact device pixels of its container, also at fractional scaling and when the window moves to a
 * screen of another density: only `devicePixelContentBox` knows how the browser rounds. Where it is missing, rounding
 * the product is off by a pixel at most.
 */

/** Device pixels between the browser's rounding and ours. More is an emulated density: there it tells the real one. */
const ROUNDING = 2;

export interface CanvasSize {
  /** Device pixels. */
  readonly width: number;
  readonly height: number;
  /** CSS pixels. */
  readonly cssWidth: number;
  readonly cssHeight: number;
}

/** Calls `onSize` at once and at each change, between layout and painting. Returns what ends it. */
export function watchSize(element: HTMLElement, onSize: (size: CanvasSize) => void): () => void {
  onSize(roundedSize(element.clientWidth, element.clientHeight));
  const observer = new ResizeObserver((entries) => {
    const entry = entries.at(-1);
    if (!entry) return;
    const { width: cssWidth, height: cssHeight } = entry.contentRect;
    // Some browsers lack it, whatever the types say.
    const exact = (entry.devicePixelContentBoxSize as readonly ResizeObserverSize[] | undefined)?.[0];
    const rounded = roundedSize(cssWidth, cssHeight);
    const believed = exact && Math.abs(exact.inlineSize - rounded.width) <= ROUNDING;
    onSize(believed ? { ...rounded, width: exact.inlineSize, height: exact.blockSize } : rounded);
  });
  try {
    observer.observe(element, { box: 'device-pixel-content-box' });
  } catch {
    observer.observe(element);
  }
  return () => observer.disconnect();
}

function roundedSize(cssWidth: number, cssHeight: number): CanvasSize {
  const width = Math.round(cssWidth * window.devicePixelRatio);
  const height = Math.round(cssHeight * window.devicePixelRatio);
  return { width, height, cssWidth, cssHeight };
}
