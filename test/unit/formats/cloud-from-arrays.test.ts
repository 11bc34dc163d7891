import { describe, expect, it } from 'vitest';
import { cloudFromArrays } from '../../../src/engine/formats/cloud-from-arrays.ts';
import { ReconstructError } from '../../../src/engine/errors.ts';

/** More than a batch, so that its seam is crossed. */
const COUNT = 5000;

/** On a helix that no two points share. */
function helix(offset = 0): Float64Array {
  return Float64Array.from({ length: 3 * COUNT }, (_, i) => {
    const point = Math.floor(i / 3);
    return offset + [Math.cos(point), Math.sin(point), point / 1000][i % 3]!;
  });
}

function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof ReconstructError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'nothing';
}

describe('a cloud of arrays', () => {
  it('has every row in its place, with what belongs to it', () => {
    const positions = helix();
    const normals = Float32Array.from(positions, (value) => value / 2);
    const colors = Uint8Array.from(positions, (_, i) => i % 251);
    const scan = Uint16Array.from({ length: COUNT }, (_, i) => i % 2);
    const scans = [{ name: 'north', sensor: [1, 2, 3] as const }, {}];
    const cloud = cloudFromArrays({ positions, normals, colors, scan, scans });
    expect(cloud.shift).toEqual([0, 0, 0]);
    expect(cloud.positions).toEqual(Float32Array.from(positions));
    expect(cloud.normals).toEqual(normals);
    expect(cloud.colors).toEqual(colors);
    expect(cloud.attributes?.scan).toEqual(scan);
    expect(cloud.scans).toEqual([
      { name: 'north', sensor: [1, 2, 3], pointCount: COUNT / 2 },
      { name: 'scan 2', pointCount: COUNT / 2 },
    ]);
    expect(cloud.stats).toMatchObject({ pointCount: COUNT, finiteCount: COUNT, warnings: [] });
  });

  it('keeps the digits of far coordinates about a shift', () => {
    const positions = helix(4_000_000);
    const { positions: local, shift } = cloudFromArrays({ positions });
    expect(shift.every((value) => Math.abs(value - 4_000_000) < 10)).toBe(true);
    const worst = positions.reduce((most, value, i) => Math.max(most, Math.abs(local[i]! + shift[i % 3]! - value)), 0);
    expect(worst).toBeLessThan(1e-6);
  });

  it('leaves out what has no place, and says so', () => {
    const positions = helix();
    positions[7] = NaN;
    const { stats } = cloudFromArrays({ positions, colors: new Uint8Array(3 * COUNT) });
    expect(stats).toMatchObject({ pointCount: COUNT, finiteCount: COUNT - 1 });
    expect(stats.warnings).toEqual([expect.stringContaining('1 of 5000 points were dropped')]);
  });

  it('warns of 32-bit coordinates that are rounded to steps', () => {
    const { stats } = cloudFromArrays({ positions: Float32Array.from(helix(4_000_000)) });
    expect(stats.warnings.join()).toMatch(/32-bit floats near 4000001, so x goes in steps of 0\.25/);
  });

  it.each([
    ['no rows', { positions: new Float32Array(4) }, /^cloud-format: the points: 4 numbers are no rows of x, y and z/],
    ['nothing', { positions: new Float32Array(0) }, /^cloud-empty: the points: .*no points/],
    ['too few normals', { positions: helix(), normals: new Float32Array(3) }, /^cloud-format: .*3 numbers of normals/],
    [
      'too many colours',
      { positions: helix(), colors: new Uint8Array(4 * COUNT) },
      /^cloud-format: .*of colors for 5000/,
    ],
    [
      'too few scans',
      { positions: helix(), scan: new Uint16Array(COUNT).fill(2), scans: [{}] },
      /of scan 2, and there are 1/,
    ],
    ['scans of nobody', { positions: helix(), scans: [{}, {}] }, /Say in `scan`/],
    ['short indices', { positions: helix(), scan: new Uint16Array(9), scans: [{}] }, /9 indices of scans for 5000/],
  ])('refuses %s', (_, points, expected) => {
    expect(refusal(() => cloudFromArrays(points))).toMatch(expected);
  });
});
