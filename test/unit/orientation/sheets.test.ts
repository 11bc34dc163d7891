/** Thin sheets: what two-sided points amount to, and how a sheet as a whole decides on its sides. */
import { describe, expect, it } from 'vitest';
import { judgeSheets, mayHaveSheets } from '../../../src/engine/orientation/judge-sheets.ts';
import { turnSheets } from '../../../src/engine/orientation/turn-sheets.ts';
import { buildKdTree } from '../../../src/engine/neighbours/kd-tree.ts';
import { NearestSearch } from '../../../src/engine/neighbours/nearest-search.ts';
import { inlineHost } from '../../../src/engine/host/inline-host.ts';
import { randomBits, unitFloat } from '../../../src/engine/math/random.ts';

const uniform = (stream: number, index: number): number => unitFloat(randomBits(7, stream, index));
const host = inlineHost(undefined as never, 'none');
const context = { signal: new AbortController().signal, onEvent: () => undefined };
const THICKNESS = 0.02;
const NOISE = 0.001;

/** Blades of 0.5 × 0.5 (two sides each) one above the other, and their layers as the kernel would find them. */
async function blades(count: number, bladeCount: number) {
  const positions = new Float32Array(3 * count);
  const layers = new Float32Array(4 * count);
  for (let i = 0; i < count; i++) {
    const side = i % 2 === 0 ? 1 : -1;
    const blade = Math.floor((i * bladeCount) / count);
    const scatter = Math.sqrt(6) * NOISE * (uniform(3, i) + uniform(4, i) - 1);
    positions.set([0.5 * uniform(1, i), 0.5 * uniform(2, i), 0.3 * blade + side * (THICKNESS / 2 + scatter)], 3 * i);
    layers.set([0, 0, side, THICKNESS], 4 * i);
  }
  const tree = await buildKdTree(positions, host, context);
  const search = new NearestSearch(tree, 13);
  const neighbours = new Uint32Array(13 * count).fill(0xffffffff);
  for (let i = 0; i < count; i++) {
    const found = search.find(positions[3 * i]!, positions[3 * i + 1]!, positions[3 * i + 2]!, 13);
    for (let j = 0; j < found; j++) neighbours[j * count + i] = search.indices[j]!;
  }
  return { positions, layers, tree, neighbours, noiseNorm: 0.01 };
}

describe('sheets', () => {
  it('are found with their thickness, and the noise of their sides alone', async () => {
    const sheets = judgeSheets(await blades(4000, 2))!;
    expect(sheets.share).toBe(1);
    expect(sheets.thicknessNorm).toBeCloseTo(THICKNESS, 6);
    // The estimate is low where nearest points have offsets like the sample's own (measure-scale.ts).
    expect(sheets.noiseNorm).toBeGreaterThan(0.7 * NOISE);
    expect(sheets.noiseNorm).toBeLessThan(1.2 * NOISE);
  });

  it('are linked by their neighbours, and apart from one another', async () => {
    const { groups } = judgeSheets(await blades(2000, 2))!;
    expect(new Set(groups)).toEqual(new Set([0, 1000]));
  });

  it('hold no point that stands alone', async () => {
    const input = await blades(2000, 1);
    const alone = input.layers.slice();
    for (let i = 0; i < 2000; i++) if (input.positions[3 * i]! < 0.25) alone.fill(0, 4 * i, 4 * i + 4);
    alone.set([0, 0, 1, THICKNESS], (4 * input.positions.findIndex((x, at) => at % 3 === 0 && x < 0.1)) / 3);
    const sheets = judgeSheets({ ...input, layers: alone })!;
    sheets.layers.forEach((value, at) => {
      if (input.positions[3 * (at >> 2)]! < 0.1) expect(value).toBe(0);
    });
    expect(sheets.share).toBeLessThan(0.55);
  });

  it('keep the noise that was given where too little is seen of them', async () => {
    expect(judgeSheets(await blades(60, 1))!.noiseNorm).toBe(0.01);
  });

  it('are none where few points have two sides', async () => {
    const input = await blades(1000, 1);
    const layers = input.layers.fill(0, 4 * 49);
    expect(mayHaveSheets(layers)).toBe(false);
    expect(judgeSheets({ ...input, layers })).toBeUndefined();
  });
});

describe('the sides of sheets', () => {
  const layers = Array.from({ length: 5 }, (_, i) =>
    i === 4 ? [0, 0, 0, 0] : [0, 0, i % 2 === 0 ? 1 : -1, 0.1],
  ).flat();
  const groups = Uint32Array.of(0, 0, 0, 3, 4);

  it('follow the majority of each sheet, and nobody else changes', () => {
    // Points 0 and 2 say outward, 1 says inward; the sheet of 3 is a gap; 4 is on none.
    const directions = Float32Array.from(
      [
        [0, 0, 5, 0.5],
        [0, 0, 3, 0.5],
        [0, 1, 1, 0.5],
        [0, 0, 2, 0.5],
        [1, 2, 3, 0.5],
      ].flat(),
    );
    const turned = turnSheets({ directions, sheets: { layers: Float32Array.from(layers), groups } });
    // -0 is 0.
    expect([...turned].map((value) => value + 0)).toEqual(
      [
        [0, 0, 1, 0.5],
        [0, 0, -1, 0.5],
        [0, 0, 1, 0.5],
        [0, 0, 1, 0.5],
        [1, 2, 3, 0.5],
      ].flat(),
    );
  });

  it('are outward where nothing is known', () => {
    const sheets = { layers: Float32Array.from(layers), groups };
    const turned = turnSheets({ directions: new Float32Array(20), sheets });
    expect([...turned.subarray(0, 3)]).toEqual([0, 0, 1]);
  });
});
