/** Finds out what the window runs in. */
import { desktopPlatform } from './desktop.ts';
import type { Platform } from './platform.ts';
import { webPlatform } from './web.ts';

export async function choosePlatform(): Promise<Platform> {
  const { gridpull } = window;
  return gridpull ? desktopPlatform(gridpull) : await webPlatform();
}
