/** Whether patches fit together at their creases: floors, walls and rims, with planes of both faces beside them. */
import { describe, expect, it } from 'vitest';
import { creaseVotes } from '../../../src/engine/orientation/crease-votes.ts';
import { referenceNearest } from '../../reference/neighbours.ts';
import { row } from '../../reference/orientation.ts';

const CELLS = 12;

/**
 * A floor and a wall of unit squares that meet in the y axis, the wall `tilt` radians from upright; the floor faces up,
 * the wall the side of the floor, or away. Points beside the crease have a plane of both, as they are fitted.
 */
function corner({ tilt = 0, isWallTurned = false, beside = 1, patches = [0, 1] }) {
  const positions: number[] = [];
  const normals: number[] = [];
  const numbers: number[] = [];
  const wall = [Math.cos(tilt), 0, -Math.sin(tilt)];
  const side = isWallTurned ? -1 : 1;
  const mixed = Math.hypot(wall[0]!, 1 + wall[2]!);
  for (let a = 0; a < CELLS; a++) {
    for (let b = 0; b < CELLS; b++) {
      const along = (a + 0.5) / CELLS;
      const y = (b + 0.5 + 0.2 * ((a * 7 + b * 3) % 5)) / CELLS;
      const isBeside = a < beside;
      positions.push(along, y, 0, Math.sin(tilt) * along, y, Math.cos(tilt) * along);
      const both = [wall[0]! / mixed, 0, (1 + wall[2]!) / mixed, 0.2];
      normals.push(...(isBeside ? both : [0, 0, 1, 1]));
      normals.push(...(isBeside ? both : [side * wall[0]!, 0, side * wall[2]!, 1]));
      numbers.push(...patches);
    }
  }
  const at = Float32Array.from(positions);
  const count = at.length / 3;
  const neighbours = new Uint32Array(11 * count).fill(0xffffffff);
  for (let i = 0; i < count; i++) {
    const { indices } = referenceNearest(at, row(at, i), 11);
    indices.forEach((k, j) => (neighbours[j * count + i] = k));
  }
  const input = { positions: at, normals: Float32Array.from(normals), neighbours, patches: Uint32Array.from(numbers) };
  return creaseVotes({ ...input, patchCount: 2 });
}

describe('creases', () => {
  it('fit where a floor and a wall face one another', () => {
    const { balances, totals } = corner({});
    expect(totals[1]).toBeGreaterThan(4 * CELLS);
    expect([...balances]).toEqual([0, totals[1], totals[1], 0]);
    expect(totals[2]).toBe(totals[1]);
  });

  it('do not fit where the wall is turned', () => {
    const { balances, totals } = corner({ isWallTurned: true });
    expect(totals[1]).toBeGreaterThan(4 * CELLS);
    expect([...balances]).toEqual([0, -totals[1]!, -totals[1]!, 0]);
  });

  it('tell nothing of one smooth surface', () => {
    // The wall lies 78° back: |cos| .98.
    expect([...corner({ tilt: 1.36 }).totals]).toEqual([0, 0, 0, 0]);
  });

  it('are of patches alone', () => {
    expect([...corner({ patches: [0, 2] }).totals]).toEqual([0, 0, 0, 0]);
  });

  it('bend from a cosine of .8 on', () => {
    // The normals' cosine is −sin of the tilt.
    expect(corner({ tilt: Math.asin(0.81) }).totals[1]).toBe(0);
    expect(corner({ tilt: Math.asin(0.79) }).totals[1]).toBeGreaterThan(CELLS);
  });
});

describe('pairs across a crease', () => {
  /** Two points as far apart, the way between them at these sines to the two planes; who is beside is in a plane. */
  function pair(floorSine: number, wallSine: number): number {
    const [z, x] = [floorSine, wallSine];
    const positions = Float32Array.from([0, 0, 0, -x, Math.sqrt(1 - z ** 2 - x ** 2), z]);
    const normals = Float32Array.from([0, 0, 1, 1, 1, 0, 0, 1]);
    const neighbours = Uint32Array.from([0, 1, 1, 0]);
    return creaseVotes({ positions, normals, neighbours, patches: Uint32Array.from([0, 1]), patchCount: 2 }).totals[1]!;
  }

  it('see each other .35 out of both planes', () => {
    expect([pair(0.354, 0.354), pair(0.346, 0.354), pair(0.354, 0.346)]).toEqual([2, 0, 0]);
  });

  it('lie on the face of a smooth point seen within a sine of a quarter', () => {
    /** A point of no plane beside a floor, a unit away at this sine, and a wall's before it. */
    const totals = (sine: number): number => {
      const away = Math.sqrt(1 - sine ** 2);
      const positions = Float32Array.from([0, 0, 0, away, 0, sine, away + 0.5, 0, sine + 0.5]);
      const normals = Float32Array.from([0, 0, 1, 1, 0.7, 0, 0.7, 0.1, -1, 0, 0, 1]);
      const neighbours = Uint32Array.from([0, 1, 2, 1, 0, 1]);
      const patches = Uint32Array.from([0, 0, 1]);
      return creaseVotes({ positions, normals, neighbours, patches, patchCount: 2 }).totals[1]!;
    };
    expect([totals(0.2475), totals(0.2525)]).toEqual([1, 0]);
  });
});
