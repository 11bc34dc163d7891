/**
 * A colour between points: that of the four nearest, in linear light, as `shaders/surface/blend_colours.wgsl` mixes
 * those of vertices; here in float64 for the pixels of a texture.
 */
import { SRGB_LIGHT, srgbByte } from '../../math/srgb.ts';
import type { KdTree } from '../../neighbours/kd-tree.ts';
import { NearestSearch } from '../../neighbours/nearest-search.ts';

const NEIGHBOURS = 4;
/** Keeps the weights finite where all four lie on the place; far below any squared distance of float32 points. */
const LEAST_SQUARED = 1e-30;

export class PointLight {
  readonly #search: NearestSearch;
  readonly #colors: Uint8Array;

  /** @param colors [3 × pointCount] sRGB, in the order of the tree's indices */
  constructor(tree: KdTree, colors: Uint8Array) {
    this.#search = new NearestSearch(tree, NEIGHBOURS);
    this.#colors = colors;
  }

  /** Writes red, green and blue, sRGB, to `into` from `at` on. */
  write(x: number, y: number, z: number, into: Uint8Array, at: number): void {
    const { indices, squared } = this.#search;
    const found = this.#search.find(x, y, z, NEIGHBOURS);
    let total = 0;
    for (let i = 0; i < found; i++) total += squared[i]!;
    const mean = Math.max(total / found, LEAST_SQUARED);
    let [red, green, blue, weights] = [0, 0, 0, 0];
    for (let i = 0; i < found; i++) {
      const weight = mean / (squared[i]! + mean);
      const point = 3 * indices[i]!;
      red += weight * SRGB_LIGHT[this.#colors[point]!]!;
      green += weight * SRGB_LIGHT[this.#colors[point + 1]!]!;
      blue += weight * SRGB_LIGHT[this.#colors[point + 2]!]!;
      weights += weight;
    }
    into[at] = srgbByte(red / weights);
    into[at + 1] = srgbByte(green / weights);
    into[at + 2] = srgbByte(blue / weights);
  }
}
