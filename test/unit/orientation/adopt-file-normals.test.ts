import { describe, expect, it } from 'vitest';
import { adoptFileNormals } from '../../../src/engine/orientation/adopt-file-normals.ts';

/** Points in a row, each next to those beside it; axes up and down in turn, a confidence of i / count. */
function line(count: number) {
  const axes = Float32Array.from({ length: 4 * count }, (_, i) => {
    const point = i >> 2;
    return [0, 0, point % 2 === 0 ? 1 : -1, point / count][i % 4] ?? NaN;
  });
  const neighbours = new Uint32Array(3 * count).fill(0xffffffff);
  for (let i = 0; i < count; i++) {
    [i, i > 0 ? i - 1 : i + 1, i > 0 && i < count - 1 ? i + 1 : 0xffffffff].forEach(
      (k, j) => (neighbours[j * count + i] = k),
    );
  }
  const fileNormals = Float32Array.from({ length: 3 * count }, (_, i) => (i % 3 === 2 ? 1 : 0));
  return { axes, neighbours, fileNormals };
}

const heights = (normals: Float32Array | undefined): number[] => [...(normals ?? [])].filter((_, i) => i % 4 === 2);

describe('adoptFileNormals', () => {
  it('turns axes to the file’s side and keeps direction and confidence', () => {
    const { axes, neighbours, fileNormals } = line(20);
    // Off the axis by 45° and of any length: the side counts, the direction stays the plane's.
    fileNormals.fill(3);
    const { agreement, normals } = adoptFileNormals({ axes, fileNormals, neighbours });
    expect(agreement).toBe(1);
    expect(heights(normals)).toEqual(new Array(20).fill(1));
    expect([...(normals ?? [])].filter((_, i) => i % 4 === 3)).toEqual([...axes].filter((_, i) => i % 4 === 3));
  });

  it('follows the sides as they change', () => {
    const { axes, neighbours, fileNormals } = line(20);
    fileNormals.subarray(30).forEach((value, i) => (fileNormals[30 + i] = -value));
    const { normals } = adoptFileNormals({ axes, fileNormals, neighbours });
    expect(heights(normals)).toEqual(Array.from({ length: 20 }, (_, i) => (i < 10 ? 1 : -1)));
  });

  it.each([
    ['zero', [0, 0, 0]],
    ['not a number', [NaN, 0, 1]],
    ['infinite', [Infinity, 0, 1]],
    ['across', [1, 0, -0.4]],
  ])('asks the neighbours where a normal is %s, rings deep', (_, useless) => {
    const { axes, neighbours, fileNormals } = line(50);
    for (let i = 20; i < 30; i++) fileNormals.set(useless, 3 * i);
    const { agreement, normals } = adoptFileNormals({ axes, fileNormals, neighbours });
    expect(agreement).toBeCloseTo(0.8, 10);
    expect(heights(normals)).toEqual(new Array(50).fill(1));
  });

  it('refuses where less than four fifths agree', () => {
    const { axes, neighbours, fileNormals } = line(50);
    fileNormals.fill(0, 0, 33);
    const { agreement, normals } = adoptFileNormals({ axes, fileNormals, neighbours });
    expect(agreement).toBeCloseTo(0.78, 10);
    expect(normals).toBeUndefined();
  });

  it('takes the half space of a normal that is out of reach of better ones', () => {
    const { axes, neighbours, fileNormals } = line(10);
    // The last point has no neighbours but itself, and a normal 70° off.
    neighbours[10 + 9] = neighbours[20 + 9] = 0xffffffff;
    fileNormals.set([1, 0, 0.36], 27);
    const { normals } = adoptFileNormals({ axes, fileNormals, neighbours });
    expect(heights(normals)).toEqual(new Array(10).fill(1));
  });
});
