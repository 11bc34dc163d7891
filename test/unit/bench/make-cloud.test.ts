/** Clouds of any size: the same points whatever the pieces, evenly over the surface. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readCloud } from '../../../src/engine/formats/read/read-cloud.ts';
import type { WorldMesh } from '../../../src/engine/mesh/world-mesh.ts';
import { cloudHeader, cloudPieces, type StreamOptions } from '../../bench/make-cloud.ts';

/** A square of 2 × 2 at z = 0 out of a large and a small triangle, and one triangle without area. */
const MESH: WorldMesh = {
  positions: Float64Array.of(-1, -1, 0, 1, -1, 0, 1, 1, 0, -1, 1, 0),
  indices: Uint32Array.of(0, 1, 2, 0, 2, 3, 1, 1, 1),
};
const RECIPE: StreamOptions = { points: 5000, seed: 3, noise: 0, normals: false };

/** All points of a recipe as numbers. */
function numbersOf(recipe: StreamOptions, piece?: number): Float32Array {
  const pieces: Uint8Array[] = [];
  // The next piece overwrites one: copied as it comes.
  for (const bytes of cloudPieces(MESH, recipe, piece)) pieces.push(bytes.slice());
  return new Float32Array(new Uint8Array(Buffer.concat(pieces)).buffer);
}

it('gives the same points whatever the pieces, and fewer points as the beginning of more', () => {
  const whole = numbersOf(RECIPE);
  expect(numbersOf(RECIPE, 999)).toEqual(whole);
  expect(numbersOf(RECIPE, 1)).toEqual(whole);
  expect(numbersOf({ ...RECIPE, points: 70 })).toEqual(whole.subarray(0, 210));
  expect(numbersOf({ ...RECIPE, seed: 4 })).not.toEqual(whole);
});

it('spreads them evenly, none on a triangle without area', () => {
  const points = numbersOf(RECIPE);
  const quadrants = [0, 0, 0, 0];
  for (let i = 0; i < points.length; i += 3) {
    const [x, y, z] = points.subarray(i, i + 3) as unknown as [number, number, number];
    expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThanOrEqual(1);
    expect(z).toBe(0);
    quadrants[(x > 0 ? 1 : 0) + (y > 0 ? 2 : 0)]!++;
  }
  // Binomial with mean 1250 and deviation 31: four deviations.
  for (const count of quadrants) expect(Math.abs(count - 1250)).toBeLessThan(125);
});

it('adds normals and noise to the same points', () => {
  const plain = numbersOf(RECIPE);
  const dressed = numbersOf({ ...RECIPE, normals: true });
  expect(dressed.subarray(0, 3)).toEqual(plain.subarray(0, 3));
  expect([...dressed.subarray(3, 6)]).toEqual([0, 0, 1]);
  const noisy = numbersOf({ ...RECIPE, noise: 0.01 });
  const heights = noisy.filter((_, i) => i % 3 === 2);
  const deviation = Math.sqrt(heights.reduce((sum, z) => sum + z * z, 0) / heights.length);
  // The diagonal of the square is 2.83; 5,000 samples tell a deviation to a few percent.
  expect(deviation / (0.01 * Math.hypot(2, 2))).toBeCloseTo(1, 1);
});

it('refuses a mesh without area', () => {
  const flat = { ...MESH, indices: Uint32Array.of(1, 1, 1) };
  expect(() => [...cloudPieces(flat, RECIPE)]).toThrow(/no area/);
});

it('writes a file that our own reader takes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gridpull-make-cloud-'));
  try {
    const [mesh, output] = [join(folder, 'square.off'), join(folder, 'cloud.ply')];
    writeFileSync(mesh, 'OFF\n4 2 0\n-1 -1 0\n1 -1 0\n1 1 0\n-1 1 0\n3 0 1 2\n3 0 2 3\n');
    const args = ['test/bench/make-cloud.ts', mesh, output, '--points', '5000', '--seed', '3'];
    execFileSync(process.execPath, args);
    const bytes = readFileSync(output);
    expect(bytes.subarray(0, cloudHeader(RECIPE).length).toString()).toBe(cloudHeader(RECIPE));
    async function* stream() {
      yield new Uint8Array(bytes);
    }
    const context = { signal: new AbortController().signal, onEvent: () => undefined };
    const cloud = await readCloud({ name: 'cloud.ply', size: bytes.length, stream }, context);
    expect(cloud.positions).toEqual(numbersOf(RECIPE));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
