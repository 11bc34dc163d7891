/** Points that fill their space lie on no surface; noise, foams and lattices of walls do not fill it at every scale. */
import { describe, expect, it } from 'vitest';
import { fillsSpace, liesOnCurves, mayBeCurves, mayFillSpace } from '../../../src/engine/analysis/space-filling.ts';
import { randomBits, unitFloat } from '../../../src/engine/math/random.ts';

function cloudOf(count: number, point: (random: () => number) => readonly number[]): Float32Array {
  let index = 0;
  const random = (): number => unitFloat(randomBits(1, 0, index++));
  const positions = new Float32Array(3 * count);
  for (let i = 0; i < count; i++) positions.set(point(random), 3 * i);
  return positions;
}

const slab = (thickness: number) => cloudOf(2000, (random) => [random(), random(), thickness * random()]);

/** A sphere of radius 1 whose points scatter by `noise` across it. */
const sphere = (count: number, noise: number) =>
  cloudOf(count, (random) => {
    const z = 2 * random() - 1;
    const angle = 2 * Math.PI * random();
    const offset = noise * Math.sqrt(-2 * Math.log(random() + 1e-9)) * Math.cos(2 * Math.PI * random());
    const radius = 1 + offset;
    return [
      Math.sqrt(1 - z * z) * Math.cos(angle) * radius,
      Math.sqrt(1 - z * z) * Math.sin(angle) * radius,
      z * radius,
    ];
  });

function lattice(side: number): Float32Array {
  const positions: number[] = [];
  for (let x = 0; x < side; x++) for (let y = 0; y < side; y++) for (let z = 0; z < side; z++) positions.push(x, y, z);
  return Float32Array.from(positions);
}

describe('a cloud', () => {
  it.each([
    ['of a box', cloudOf(5000, (random) => [random(), random(), random()])],
    ['of more points than are looked at', cloudOf(20_000, (random) => [random(), random(), random()])],
    ['of a lattice', lattice(14)],
    ['whose noise is as thick as the object', sphere(5000, 0.5)],
  ])('%s fills its space', (_, positions) => {
    expect(fillsSpace({ positions })).toBe(true);
  });

  it.each([
    ['of a sphere', sphere(5000, 0)],
    ['with a noise of a twentieth of the object', sphere(5000, 0.1)],
    ['of a sphere with noise and many points', sphere(30_000, 0.1)],
    ['of a line', cloudOf(5000, (random) => [random(), 0, 0])],
    ['of points too few to tell', cloudOf(511, (random) => [random(), random(), random()])],
  ])('%s does not', (_, positions) => {
    expect(fillsSpace({ positions })).toBe(false);
  });

  it('fills it from a dimension of 2.5 on', () => {
    // The dimension of a slab crosses 2.5 at this thickness.
    expect(fillsSpace({ positions: slab(0.14045) })).toBe(true);
    expect(fillsSpace({ positions: slab(0.14035) })).toBe(false);
    expect(fillsSpace({ positions: cloudOf(512, (random) => [random(), random(), random()]) })).toBe(true);
  });

  it('is asked where its noise is half of its spacing', () => {
    expect(mayFillSpace({ spacingNorm: 1, noiseNorm: 0.5 })).toBe(true);
    expect(mayFillSpace({ spacingNorm: 1, noiseNorm: 0.497 })).toBe(false);
  });
});

/**
 * A wire of length 1 along x, so thick, its points at random on its skin; in the order of x, which is a curve through
 * space.
 */
function wire(count: number, radius: number): Float32Array {
  const positions = cloudOf(count, (random) => {
    const angle = 2 * Math.PI * random();
    return [random(), radius * Math.cos(angle), radius * Math.sin(angle)];
  });
  const order = Array.from({ length: count }, (_, i) => i).sort((a, b) => positions[3 * a]! - positions[3 * b]!);
  return Float32Array.from(order.flatMap((i) => [...positions.subarray(3 * i, 3 * i + 3)]));
}

const circle = (count: number): Float32Array =>
  cloudOf(count, (random) => {
    const angle = 2 * Math.PI * random();
    return [Math.cos(angle), Math.sin(angle), 0];
  });

describe('curves', () => {
  it.each([
    ['a line', wire(5000, 0)],
    ['a line of more points than are looked at', wire(30_000, 0)],
    ['a circle', circle(2000)],
    ['a wire thinner than its points are apart', wire(2000, 1e-4)],
  ])('are what %s lies on', (_, positions) => {
    expect(liesOnCurves({ positions })).toBe(true);
  });

  it.each([
    ['a sphere', sphere(5000, 0)],
    ['a wire with a dozen points round it', wire(4000, 0.002)],
    ['such a wire of more points than are looked at', wire(60_000, 1.3e-4)],
    ['points too few to tell', wire(511, 0)],
  ])('are not what %s lies on', (_, positions) => {
    expect(liesOnCurves({ positions })).toBe(false);
  });

  it('are those of a dimension of up to 1.25', () => {
    // The dimension of a wire crosses 1.25 at this radius.
    expect([0.00624, 0.00625].map((radius) => liesOnCurves({ positions: wire(512, radius) }))).toEqual([true, false]);
  });

  it('are looked for where squares of the spacing cover less than half of the square of the extent', () => {
    expect([0.07, 0.071].map((spacingNorm) => mayBeCurves({ spacingNorm, noiseNorm: 0 }, 100))).toEqual([true, false]);
  });
});
