/** The place of the window, kept between starts, and used again only where a person can still see and grab it. */
import { z } from 'zod';
import { JsonStore, type JsonStoreOptions } from './json-store.ts';

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const DEFAULT_WIDTH = 1280;
const DEFAULT_HEIGHT = 800;
/** At 200 % scaling a 1280×800 display has 640×400 of these pixels: the window must still fit. */
export const MIN_WIDTH = 640;
export const MIN_HEIGHT = 400;
/** How much of the title bar must be on a display to drag the window by. */
const GRIP_WIDTH = 120;
const GRIP_HEIGHT = 32;

const coordinate = z.number().int().min(-100_000).max(100_000);
const length = z.number().int().min(1).max(100_000);
const schema = z.object({
  bounds: z.object({ x: coordinate, y: coordinate, width: length, height: length }).nullable().catch(null),
  isMaximized: z.boolean().catch(false),
});

export type WindowState = z.infer<typeof schema>;
export type WindowStateStore = JsonStore<WindowState>;

export function openWindowState(options: Omit<JsonStoreOptions<WindowState>, 'name' | 'schema'>): WindowStateStore {
  return new JsonStore<WindowState>({ ...options, name: 'window', schema });
}

/**
 * Bounds to open the window with; without x and y it is centred. `workAreas`: of the displays, the main one first,
 * less taskbars and docks.
 */
export function placeWindow(
  saved: Rectangle | null,
  workAreas: readonly Rectangle[],
): { x?: number; y?: number; width: number; height: number } {
  const home = saved && workAreas.find((area) => isGrippable(saved, area));
  const area = home ?? workAreas[0];
  const width = clampLength(saved?.width ?? DEFAULT_WIDTH, MIN_WIDTH, area?.width);
  const height = clampLength(saved?.height ?? DEFAULT_HEIGHT, MIN_HEIGHT, area?.height);
  return saved && home ? { x: saved.x, y: saved.y, width, height } : { width, height };
}

function clampLength(wanted: number, least: number, most = wanted): number {
  return Math.max(least, Math.min(wanted, most));
}

function isGrippable(bounds: Rectangle, area: Rectangle): boolean {
  const shownWidth = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
  const isTitleShown = bounds.y >= area.y - 1 && bounds.y + GRIP_HEIGHT <= area.y + area.height;
  return shownWidth >= GRIP_WIDTH && isTitleShown;
}
