/** Samples to pixels: the mean of their light, and the share of them that see a surface as the opacity. */
import { STEP_MASK, type Steps } from '../../engine/hosting.ts';
import type { Picture } from './picture.ts';
import type { Size } from './view.ts';

/**
 * @param light [4 × width × height] of the `fine` size: linear red green blue, and 1, or zeros
 * @param samples of a pixel along each axis, which divides the size
 */
export function* averageSteps(light: Float32Array, fine: Size, samples: number): Steps<Picture> {
  const [width, height] = [fine.width / samples, fine.height / samples];
  const pixels = new Uint8Array(4 * width * height);
  const sum = [0, 0, 0, 0];
  for (let pixel = 0; pixel < width * height; pixel++) {
    if ((pixel & STEP_MASK) === 0) yield;
    const [column, row] = [pixel % width, Math.floor(pixel / width)];
    sum.fill(0);
    for (let i = 0; i < samples * samples; i++) {
      const [x, y] = [column * samples + (i % samples), row * samples + Math.floor(i / samples)];
      for (let channel = 0; channel < 4; channel++)
        sum[channel] = sum[channel]! + light[4 * (y * fine.width + x) + channel]!;
    }
    const covered = sum[3]!;
    if (covered === 0) continue;
    for (let channel = 0; channel < 3; channel++) pixels[4 * pixel + channel] = encoded(sum[channel]! / covered);
    pixels[4 * pixel + 3] = Math.round((255 * covered) / (samples * samples));
  }
  return { width, height, pixels };
}

/** Linear light as an sRGB byte. */
function encoded(value: number): number {
  const part = Math.min(1, value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055);
  return Math.round(255 * part);
}
