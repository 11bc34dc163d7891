/** What covered pixels show, spread over those beside them: a viewer mixes pixels across the border of a chart. */
import type { Steps } from '../../host/steps.ts';
import { STEP_MASK } from '../../host/steps.ts';

/** Pixels beyond a border: three levels of mipmaps. */
export const SPREAD_ROUNDS = 8;

/**
 * Changes `pictures` and `isCovered`: each round gives pixels beside known ones their mean.
 *
 * @param isCovered [pixels²]
 * @param pictures [3 × pixels²] each
 */
export function* spreadSteps(pixels: number, isCovered: Uint8Array, pictures: readonly Uint8Array[]): Steps<void> {
  let border: number[] = [];
  for (let pixel = 0; pixel < isCovered.length; pixel++) {
    if ((pixel & STEP_MASK) === 0) yield;
    if (isCovered[pixel] === 0 && neighbours(pixel, pixels).some((other) => isCovered[other] === 1)) border.push(pixel);
  }
  for (let round = 0; round < SPREAD_ROUNDS && border.length > 0; round++) {
    // All of a round are found from those before it.
    const values = border.map((pixel) => meanOf(neighbours(pixel, pixels), isCovered, pictures));
    yield;
    border.forEach((pixel, i) => {
      isCovered[pixel] = 1;
      pictures.forEach((picture, p) => picture.set(values[i]![p]!, 3 * pixel));
    });
    yield;
    const next = new Set<number>();
    for (const pixel of border) {
      for (const other of neighbours(pixel, pixels)) if (isCovered[other] === 0) next.add(other);
    }
    border = [...next];
  }
}

function neighbours(pixel: number, pixels: number): number[] {
  const [column, row] = [pixel % pixels, Math.floor(pixel / pixels)];
  const found: number[] = [];
  for (let y = Math.max(0, row - 1); y <= Math.min(pixels - 1, row + 1); y++) {
    for (let x = Math.max(0, column - 1); x <= Math.min(pixels - 1, column + 1); x++) {
      if (x !== column || y !== row) found.push(pixels * y + x);
    }
  }
  return found;
}

/** Of each picture the mean of those that are known. */
function meanOf(some: readonly number[], isCovered: Uint8Array, pictures: readonly Uint8Array[]): number[][] {
  const known = some.filter((pixel) => isCovered[pixel] === 1);
  return pictures.map((picture) =>
    [0, 1, 2].map((channel) =>
      Math.round(known.reduce((sum, pixel) => sum + picture[3 * pixel + channel]!, 0) / known.length),
    ),
  );
}
