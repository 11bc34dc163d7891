/** Measured thresholds of the orientation: a case just below and one just above each is decided differently. */
import { describe, expect, it } from 'vitest';
import { inlineHost } from '../../../src/engine/host/inline-host.ts';
import { randomBits, unitFloat } from '../../../src/engine/math/random.ts';
import { buildKdTree } from '../../../src/engine/neighbours/kd-tree.ts';
import { adoptFileNormals } from '../../../src/engine/orientation/adopt-file-normals.ts';
import { buildWindingTree } from '../../../src/engine/orientation/build-winding-tree.ts';
import { chooseSigns } from '../../../src/engine/orientation/choose-signs.ts';
import { judgeSheets, mayHaveSheets, varianceAcross } from '../../../src/engine/orientation/judge-sheets.ts';
import { quadricRule } from '../../../src/engine/orientation/quadric-normals.ts';
import { canRefit } from '../../../src/engine/orientation/refit-sides.ts';
import { repairPatches, visitSmoothEdges } from '../../../src/engine/orientation/repair-patches.ts';
import { mostOffset } from '../../../src/engine/orientation/sharpen-normals.ts';
import { smoothPatches } from '../../../src/engine/orientation/smooth-patches.ts';
import { isPartlyInsideOut } from '../../../src/engine/orientation/turn-parts.ts';
import { directionShareOf, lentShare } from '../../../src/engine/orientation/spread-normals.ts';
import { turnSheets } from '../../../src/engine/orientation/turn-sheets.ts';
import { dipoleSpacing, sideWidth, widthRange } from '../../../src/engine/orientation/winding-consistency.ts';
import { sampleOffset } from '../../../src/engine/orientation/winding-field.ts';
import { tilted } from '../../thresholds.ts';

const NONE = 0xffffffff;

/** [k × count] from each point's list. */
function neighbourLists(lists: readonly (readonly number[])[], k: number): Uint32Array {
  const count = lists.length;
  const neighbours = new Uint32Array(k * count).fill(NONE);
  lists.forEach((list, i) => list.forEach((neighbour, j) => (neighbours[j * count + i] = neighbour)));
  return neighbours;
}

/** Of the creases between the patches 0 and 1: pairs that fit less those that do not, and all. */
type Votes = readonly [balance: number, total: number];

function creasesOf(count: number, [balance, total]: Votes = [0, 0]) {
  const both = (value: number) =>
    Float32Array.from({ length: count ** 2 }, (_, at) => (at === 1 || at === count ? value : 0));
  return { balances: both(balance), totals: both(total) };
}

describe('the gain of flipped parts', () => {
  const turns = (
    windings: readonly (readonly number[])[],
    sampleCounts: readonly number[],
    votes?: Votes,
  ): number[] => [
    ...chooseSigns({
      windings: Float32Array.from(windings.flat()),
      sampleCounts: Uint32Array.from(sampleCounts),
      creases: creasesOf(sampleCounts.length, votes),
    }),
  ];
  const each = (value: number): number[] => Array<number>(20).fill(value);

  it('of one is a quarter a sample', () => {
    // w = ½ and the rest r: (½ + r - ½)² - (-½ + r - ½)² = 2r - 1.
    const one = (gain: number): number[] => turns([each(0.5), each((1 + gain) / 2)], [20]);
    expect([one(0.2475), one(0.2525)]).toEqual([[0], [1]]);
  });

  it('of two together is a quarter a sample of both, where neither gains it alone', () => {
    // ½ and -¼ with the rest ½ + d: together they lower (¼ + d)² to (-¼ + d)², by d a sample; the first alone gains
    // 2d - ½, the second -½ - d.
    const two = (gain: number): number[] => turns([each(0.5), each(-0.25), each(0.5 + gain)], [10, 10]);
    expect([two(0.2475), two(0.2525)]).toEqual([
      [0, 0],
      [1, 1],
    ]);
  });

  /** Of a large patch that all is well with, and a small one whose turn costs so much a sample. */
  const atCreases = (cost: number, votes: Votes): number[] => {
    // w = ½ and the rest r, as above; the large one's own samples are three times as many.
    const large = [...each(0), ...each(0.5), ...each(0.5), ...each(0.5)];
    const small = [...each(0.5), ...each(0), ...each(0), ...each(0)];
    const rest = [...each((1 - cost) / 2), ...each(0), ...each(0), ...each(0)];
    return turns([large, small, rest], [60, 20], votes);
  };

  it('may be a cost of half a sample where creases do not fit', () => {
    expect([atCreases(0.495, [-40, 40]), atCreases(0.505, [-40, 40])]).toEqual([
      [0, 1],
      [0, 0],
    ]);
  });

  it('is that of the smaller one of two that do not fit', () => {
    const [own, none] = [each(0.5), each(0)];
    expect(turns([[...own, ...none], [...none, ...own], each(0.3).concat(each(0.3))], [20, 20], [-40, 40])).toEqual([
      0, 1,
    ]);
  });

  it('is undone where creases fitted before', () => {
    expect([atCreases(-0.3, [0, 0]), atCreases(-0.3, [40, 40])]).toEqual([
      [0, 1],
      [0, 0],
    ]);
  });

  it('takes a misfit of eight pairs of ten, and thirty of them', () => {
    expect([atCreases(0.4, [-597, 1000]), atCreases(0.4, [-603, 1000])]).toEqual([
      [0, 0],
      [0, 1],
    ]);
    expect([atCreases(0.4, [-29, 29]), atCreases(0.4, [-30, 30])]).toEqual([
      [0, 0],
      [0, 1],
    ]);
  });
});

describe('normals of the file', () => {
  /** The agreement of points far from one another: axes along z, the file's normals at these cosines. */
  function agreementOf(cosines: readonly number[]) {
    const axes = Float32Array.from(cosines.flatMap(() => [0, 0, 1, 1]));
    const fileNormals = Float32Array.from(cosines.flatMap(tilted));
    return adoptFileNormals({ axes, fileNormals, neighbours: new Uint32Array(0) });
  }
  const mixed = (agreeing: number): number[] => Array.from({ length: 1000 }, (_, i) => (i < agreeing ? 1 : 0));

  it('agree within 60°', () => {
    expect([0.495, 0.505].map((cosine) => agreementOf([cosine]).agreement)).toEqual([0, 1]);
  });

  it('are adopted where four fifths agree', () => {
    expect([799, 800].map((agreeing) => agreementOf(mixed(agreeing)).normals !== undefined)).toEqual([false, true]);
  });
});

describe('sheets', () => {
  it('are there from a twentieth of the points on', () => {
    const layers = (thin: number): Float32Array =>
      Float32Array.from({ length: 40_000 }, (_, at) => (at % 4 === 3 && at >> 2 < thin ? 0.01 : 0));
    expect([499, 500].map((thin) => mayHaveSheets(layers(thin)))).toEqual([false, true]);
  });

  const host = inlineHost(undefined as never, 'none');
  const context = { signal: new AbortController().signal, onEvent: () => undefined };

  it('hold a point with four others of its eight nearest on sheets, the ninth not asked', async () => {
    // Thirteen points; each lists itself and the others from the next on, round and round.
    const lists = Array.from({ length: 13 }, (_, i) => Array.from({ length: 13 }, (_, j) => (i + j) % 13));
    const positions = Float32Array.from({ length: 39 }, (_, at) => (at % 3 === 0 ? at / 39 : 0));
    const tree = await buildKdTree(positions, host, context);
    const kept = (onSheets: readonly number[]): number[] => {
      const layers = new Float32Array(52);
      for (const i of onSheets) layers.set([0, 0, 1, 0.01], 4 * i);
      const input = { positions, tree, layers, neighbours: neighbourLists(lists, 13), noiseNorm: 0 };
      const sheets = judgeSheets(input);
      return onSheets.filter((i) => sheets && sheets.layers[4 * i + 3]! > 0);
    };
    // The eight nearest of point 0 are 1 … 8.
    expect(kept([0, 5, 6, 7, 8])).toContain(0);
    expect(kept([0, 6, 7, 8, 9])).not.toContain(0);
  });

  it('are linked through the twelve nearest of their points', async () => {
    // A ring of 26 points, those with even numbers on sheets; a point lists itself and then 2, 4, …, so many on a
    // sheet.
    const count = 26;
    const positions = Float32Array.from({ length: 3 * count }, (_, at) => (at % 3 === 0 ? at / 100 : 0));
    const tree = await buildKdTree(positions, host, context);
    const layers = Float32Array.from({ length: 4 * count }, (_, at) => (at % 4 >= 2 ? 0.01 : 0));
    const half = (i: number): number => (i < 13 ? 0 : 13);
    const lists = Array.from({ length: count }, (_, i) => {
      const own = Array.from({ length: 13 }, (_, j) => half(i) + ((i - half(i) + j) % 13));
      // The last in the list of point 0 is the first of the other half.
      return i === 0 ? [...own.slice(0, 12), 13] : own;
    });
    const neighbours = neighbourLists(lists, 14);
    const judged = (beyond: boolean): number => {
      const moved = neighbours.slice();
      if (beyond) [moved[12 * count], moved[13 * count]] = [12, 13];
      const sheets = judgeSheets({ positions, tree, layers, neighbours: moved, noiseNorm: 0 })!;
      return new Set(sheets.groups).size;
    };
    expect([judged(false), judged(true)]).toEqual([1, 2]);
  });

  it('measure their noise on points whose sides differ by 60° at most', async () => {
    // A lattice whose points belong to three sides in turn, their axes at the same angle from one another: of the
    // hundred nearest a third is on the own one, too few for a neighbourhood of 36.
    const noiseOf = async (cosine: number): Promise<number> => {
      const height = Math.sqrt((1 + 2 * cosine) / 3);
      const axis = (side: number): number[] => {
        const angle = (2 * Math.PI * side) / 3;
        const across = Math.sqrt(1 - height ** 2);
        return [across * Math.cos(angle), across * Math.sin(angle), height, 0.01];
      };
      const points = Array.from({ length: 900 }, (_, i) => [i % 30, Math.floor(i / 30)] as const);
      const positions = Float32Array.from(points.flatMap(([x, y]) => [x / 30, y / 30, (x + y) % 2 === 0 ? 0.001 : 0]));
      const layers = Float32Array.from(points.flatMap(([x, y]) => axis((x + y) % 3)));
      const tree = await buildKdTree(positions, host, context);
      const lists = points.map((_, i) => Array.from({ length: 13 }, (_, j) => (i + j) % 900));
      return judgeSheets({ positions, tree, layers, neighbours: neighbourLists(lists, 13), noiseNorm: 7 })!.noiseNorm;
    };
    expect(await noiseOf(0.495)).toBe(7);
    expect(await noiseOf(0.505)).toBeLessThan(0.001);
  });

  it('have a variance across without the three numbers that the plane took', () => {
    // Six pairs at ± .5 about z = 0 on a wide square: Σ z² = 12 / 4 over 12 - 3.
    const positions = Float32Array.from(
      [-9, 9].flatMap((x) => [-9, 0, 9].flatMap((y) => [-0.5, 0.5].flatMap((z) => [x, y, z]))),
    );
    expect(
      varianceAcross(
        positions,
        Uint32Array.from({ length: 12 }, (_, i) => i),
      ),
    ).toBeCloseTo(1 / 3, 12);
  });
});

describe('an edge of the neighbour graph', () => {
  /**
   * Whether the edge between two points is smooth: their normals at this cosine, the second so far out of the plane.
   */
  function isSmooth(cosine: number, [x, y, z]: readonly [number, number, number], noiseNorm = 0): boolean {
    let visits = 0;
    visitSmoothEdges(
      {
        positions: Float32Array.from([0, 0, 0, x, y, z]),
        normals: Float32Array.from([0, 0, 1, 1, ...tilted(cosine), 1]),
        neighbours: neighbourLists([[0, 1], [1]], 2),
        noiseNorm,
      },
      () => visits++,
    );
    return visits > 0;
  }

  it('is smooth up to a cosine of .85 between its normals, whatever their signs', () => {
    // The second point lies along y, across both normals.
    expect([0.8415, 0.8585, -0.8415, -0.8585].map((cosine) => isSmooth(cosine, [0, 1, 0]))).toEqual([
      false,
      true,
      false,
      true,
    ]);
  });

  it('is smooth up to a slope of .3, and 1.5 deviations', () => {
    const rise = (slope: number): [number, number, number] => [0, Math.sqrt(1 - slope ** 2), slope];
    expect([0.297, 0.303].map((slope) => isSmooth(1, rise(slope)))).toEqual([true, false]);
    // .3 of 1, and 1.5 times .1.
    expect([0.4485, 0.4515].map((slope) => isSmooth(1, rise(slope), 0.1))).toEqual([true, false]);
  });

  it('joins a point to the ten nearest others', () => {
    const count = 13;
    const visited: number[] = [];
    visitSmoothEdges(
      {
        positions: Float32Array.from({ length: 3 * count }, (_, at) => (at % 3 === 0 ? at : 0)),
        normals: Float32Array.from({ length: 4 * count }, (_, at) => (at % 4 === 2 ? 1 : 0)),
        neighbours: neighbourLists([[...Array(count).keys()], ...Array<number[]>(count - 1).fill([])], count),
        noiseNorm: 0,
      },
      (i, k) => i === 0 && visited.push(k),
    );
    expect(visited).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });
});

describe('the strength of a dispute between patches', () => {
  /**
   * Twenty points up, eight at this cosine from down, all on one line; three edges join the two patches, from the
   * larger one: Σ |cosine| / √8.
   */
  function turned(cosine: number): number {
    const [large, small] = [20, 8];
    const positions = Float32Array.from({ length: 3 * (large + small) }, (_, at) => (at % 3 === 1 ? at / 3 : 0));
    const down = tilted(-cosine);
    const normals = Float32Array.from({ length: large + small }, (_, i) => i).reduce<number[]>(
      (all, i) => [...all, ...(i < large ? [0, 0, 1] : down), 1],
      [],
    );
    const lists = Array.from({ length: large + small }, (_, i) => [i, i === large - 1 || i === 27 ? i : i + 1]);
    for (const i of [0, 1, 2]) lists[i]!.push(large + i);
    const input = {
      positions,
      normals: Float32Array.from(normals),
      neighbours: neighbourLists(lists, 3),
      noiseNorm: 0,
    };
    return repairPatches(input).flips.reduce((sum, flip) => sum + flip, 0);
  }

  it('is worth a flip above 1', () => {
    // √8 / 3 = .9428.
    expect([0.9334, 0.9522].map(turned)).toEqual([0, 8]);
  });
});

describe('a dispute between patches at two heights', () => {
  /**
   * Two rows of points along y, one above the other and facing away from it: a thin sheet. `height` is what lies
   * between them over the length of an edge from one to the other.
   */
  function turned(height: number, side: 1 | -1 = 1, isMirrored = false): number {
    const [large, small] = [20, 12];
    const apart = Math.sqrt(1 - height ** 2);
    const points = Array.from({ length: large + small }, (_, i) =>
      i < large ? [0, i, 0] : [apart, i - large, height],
    );
    const facing = (i: number): number => (i < large === isMirrored ? 1 : -1);
    const lists = points.map((_, i) => (i === large - 1 || i === large + small - 1 ? [i] : [i, i + 1]));
    for (let i = 0; i < small; i++) lists[i]!.push(large + i);
    const { flips } = repairPatches({
      positions: Float32Array.from(points.flatMap(([x, y, z]) => [x!, y!, side * z!])),
      normals: Float32Array.from(points.flatMap((_, i) => [0, 0, facing(i), 1])),
      neighbours: neighbourLists(lists, 3),
      noiseNorm: 0,
    });
    return flips.reduce((sum, flip) => sum + flip, 0);
  }

  it('is none above a slope of .1, for the sides of a sheet and of a gap', () => {
    for (const side of [1, -1] as const) {
      for (const isMirrored of [false, true]) {
        expect([0, 0.099, 0.101].map((height) => turned(height, side, isMirrored))).toEqual([12, 12, 0]);
      }
    }
  });
});

it('edges of a cloud of scan lines count from a quarter of its share on', () => {
  expect([0.2475, 0.25, 0.2525].map(lentShare)).toEqual([0, 0.25, 0.2525]);
});

it('directions of a cloud of scan lines weigh as much as those of its share, unless edges are lent or it is noisy', () => {
  const clean = { spacingNorm: 0.01, noiseNorm: 0 };
  const counts = { shareCount: 1000, pointCount: 8000 };
  expect(directionShareOf(clean, counts, 0)).toBe(0.125);
  expect(directionShareOf(clean, counts, 0.25)).toBe(1);
  const noisy = [0.0005, 0.00098, 0.001, 0.002].map((noiseNorm) =>
    directionShareOf({ ...clean, noiseNorm }, counts, 0),
  );
  expect(noisy.map((share) => share.toFixed(4))).toEqual(['0.5625', '0.9825', '1.0000', '1.0000']);
  // A share of very many points may hold more than are left without copies.
  expect(directionShareOf(clean, { shareCount: 1001, pointCount: 1000 }, 0)).toBe(1);
});

it('sets of patches that turn are numbered by their first points', () => {
  // Two pairs of patches: of each pair the smaller one turns.
  const sizes = [10, 4, 4, 12];
  const starts = [0, 10, 14, 18];
  const ups = [1, -1, 1, -1];
  const normals = sizes.flatMap((size, patch) => Array.from({ length: size }, () => [0, 0, ups[patch]!, 1]));
  const lists = normals.map((_, i) => (starts.includes(i + 1) || i === 29 ? [i] : [i, i + 1]));
  for (let i = 0; i < 4; i++) {
    lists[starts[1]! + i]!.push(i);
    lists[starts[2]! + i]!.push(starts[3]! + i);
  }
  const { flips, sets, setSizes } = repairPatches({
    positions: Float32Array.from({ length: 90 }, (_, at) => (at % 3 === 1 ? at / 3 : 0)),
    normals: Float32Array.from(normals.flat()),
    neighbours: neighbourLists(lists, 3),
    noiseNorm: 0,
  });
  const of = (patch: number, values: ArrayLike<number>): number => values[starts[patch]!]!;
  expect([0, 1, 2, 3].map((patch) => of(patch, flips))).toEqual([0, 1, 1, 0]);
  expect([0, 1, 2, 3].map((patch) => of(patch, sets))).toEqual([0, 1, 2, 0]);
  expect([...setSizes]).toEqual([4, 4]);
});

it('the strongest dispute is settled first, and what contradicts it is not', () => {
  // Twenty points up, twenty down, and a strip of ten that turns from up to down: each pair of them disagrees
  // somewhere.
  const turning = Array.from({ length: 10 }, (_, i) => [Math.sin((Math.PI * i) / 9), 0, Math.cos((Math.PI * i) / 9)]);
  const normals = [...Array<number[]>(20).fill([0, 0, 1]), ...Array<number[]>(20).fill([0, 0, -1]), ...turning];
  const lists = normals.map((_, i) => ([19, 39, 49].includes(i) ? [i] : [i, i + 1]));
  const [up, down, strip] = [0, 20, 40];
  for (let i = 0; i < 8; i++) lists[up + i]!.push(down + i); // 8 / √20 = 1.79
  for (let i = 0; i < 6; i++) lists[down + i]!.push(strip); // 6 / √10 = 1.90
  for (let i = 0; i < 4; i++) lists[up + 10 + i]!.push(strip + 9); // 4 / √10 = 1.26
  const { flips } = repairPatches({
    positions: Float32Array.from({ length: 150 }, (_, at) => (at % 3 === 1 ? at / 150 : 0)),
    normals: Float32Array.from(normals.flatMap((normal) => [...normal, 1])),
    neighbours: neighbourLists(lists, 4),
    noiseNorm: 10,
  });
  // Up and strip on one side, thirty points, turn the twenty down.
  expect([flips[up], flips[down], flips[strip]]).toEqual([0, 1, 0]);
});

it('a sheet is turned by most of its points, however long their directions are', () => {
  const layers = Float32Array.from([0, 0, 1, 0.1, 0, 0, 1, 0.1, 0, 0, 1, 0.1]);
  const directions = Float32Array.from([0, 0, -9, 1, 0, 0, 1, 1, 0, 0, 2, 1]);
  const turned = turnSheets({ directions, sheets: { layers, groups: Uint32Array.of(0, 0, 0) } });
  expect([turned[2], turned[6], turned[10]]).toEqual([1, 1, 1]);
});

it('the winding tree parts points that crowd in a corner of their cube', () => {
  // A hundred points in a thousandth of the cube, off its centre, and one far from them.
  const crowd = Array.from({ length: 300 }, (_, at) => 0.3 + 1e-3 * unitFloat(randomBits(1, 3, at)));
  const tree = buildWindingTree({ positions: Float32Array.from([...crowd, -0.5, -0.5, -0.5]) });
  const leafSizes = [...tree.generations.subarray(0, tree.generationOffsets[1])].map(
    (entry) => tree.skips[entry]! - entry - 1,
  );
  expect(Math.max(...leafSizes)).toBeLessThanOrEqual(8);
  expect(leafSizes.reduce((sum, size) => sum + size, 0)).toBe(101);
});

describe('smooth patches', () => {
  /** A row of points along y, all facing z, each listing the next; some are of low confidence. */
  function row(count: number, confidences: (i: number) => number, normal: (i: number) => number[] = () => [0, 0, 1]) {
    return smoothPatches({
      positions: Float32Array.from({ length: 3 * count }, (_, at) => (at % 3 === 1 ? at / 3 : 0)),
      normals: Float32Array.from(Array.from({ length: count }, (_, i) => [...normal(i), confidences(i)]).flat()),
      neighbours: neighbourLists(
        Array.from({ length: count }, (_, i) => (i + 1 < count ? [i, i + 1] : [i])),
        2,
      ),
      noiseNorm: 0,
    });
  }

  it('end where a plane fits three times worse than the median, and .03', () => {
    // Median 1 - .02: 1 - 3 × .02 - .03 = .91; ± .3 % of what is missing from 1. A gap makes two patches of one.
    const patchesAt = (confidence: number): number => row(41, (i) => (i === 20 ? confidence : 0.98)).patchCount;
    expect([0.9097, 0.9103].map(patchesAt)).toEqual([2, 1]);
  });

  it('have eight points at least', () => {
    expect(row(7, () => 1).patchCount).toBe(0);
    expect(row(8, () => 1).patchCount).toBe(1);
  });

  it('have a five-thousandth of the points at least', () => {
    // Two rows, of 44,990 and nine points, in a cloud of 45,000: the smaller is the least. Then one point more in all.
    const patchesOf = (count: number): number => row(count, (i) => (i === count - 10 ? 0 : 1)).patchCount;
    expect([45_000, 45_001].map(patchesOf)).toEqual([2, 1]);
  });

  it('take in the points beside them that face their way, a cosine of .3', () => {
    // Eleven points, of which the first lies beside the patch; it lists the second.
    const joins = (cosine: number): number =>
      row(
        11,
        (i) => (i === 0 ? 0 : 1),
        (i) => (i === 0 ? tilted(cosine) : [0, 0, 1]),
      ).patches[0]!;
    expect([0.297, 0.303].map(joins)).toEqual([1, 0]);
  });

  it('take in four rings', () => {
    const { patches } = row(20, (i) => (i < 5 ? 0 : 1));
    expect([...patches.subarray(0, 6)]).toEqual([1, 0, 0, 0, 0, 0]);
  });
});

describe('scales', () => {
  it('refit planes of twelve points under a quarter of the spacing', () => {
    const withNoise = (noiseNorm: number) => ({ spacingNorm: 0.01, noiseNorm });
    expect([0.002475, 0.002525].map((noise) => canRefit(withNoise(noise)))).toEqual([true, false]);
    expect(canRefit({ spacingNorm: 1, noiseNorm: 0.25 })).toBe(false);
  });

  it('call a scene partly inside out between energies of .015 and .08', () => {
    expect([0.01485, 0.01515, 0.0792, 0.0808].map(isPartlyInsideOut)).toEqual([false, true, true, false]);
  });

  it('borrow a normal from planes a quarter of the spacing and two deviations off', () => {
    expect(mostOffset({ spacingNorm: 0.04, noiseNorm: 0.003 })).toBeCloseTo(0.016, 12);
  });

  it('fit quadrics in balls of nine deviations, of 400 points at most, leaving 1.2 deviations', () => {
    // 100 points to a plane: a ball of twice its radius holds 400.
    const planes = { normals: undefined as never, radii: undefined as never, neighbourCount: 100 };
    const rule = quadricRule({ spacingNorm: 0.01, noiseNorm: 0.01 }, planes);
    expect(rule.radius).toBeCloseTo(0.09, 12);
    expect(rule.mostWidening).toBeCloseTo(2, 12);
    expect(rule.mostResidual).toBeCloseTo(0.012, 12);
    // Of three and a half spacings at least: 9 × .0035 = .0315, 9 × .0039 = .0351.
    const radii = [0.0035, 0.0039].map((noiseNorm) => quadricRule({ spacingNorm: 0.01, noiseNorm }, planes).radius);
    expect(radii.map((radius) => radius.toFixed(9))).toEqual(['0.035000000', '0.035100000']);
  });

  it('drop pairs of dipoles from two spacings or twelve deviations down to a quarter or three', () => {
    // A quarter of the points carries dipoles: these are twice as far apart.
    expect(dipoleSpacing({ spacingNorm: 0.01, noiseNorm: 0 }, 4000, 1000)).toBeCloseTo(0.02, 12);
    const clean = widthRange({ spacingNorm: 0.01, noiseNorm: 0.001 }, 4000, 1000);
    expect([clean.widest, clean.narrowest].map((width) => width.toFixed(9))).toEqual(['0.040000000', '0.005000000']);
    const noisy = widthRange({ spacingNorm: 0.01, noiseNorm: 0.004 }, 4000, 1000);
    expect([noisy.widest, noisy.narrowest].map((width) => width.toFixed(9))).toEqual(['0.048000000', '0.012000000']);
  });

  it('drop no more pairs as noise grows beyond .3 spacings, until four and one and a half deviations ask for it', () => {
    const widths = [0.0059, 0.0061, 0.01, 0.011, 0.0181, 0.0239].map((noiseNorm) => {
      const { widest, narrowest } = widthRange({ spacingNorm: 0.01, noiseNorm }, 4000, 1000);
      return `${widest.toFixed(6)} ${narrowest.toFixed(6)}`;
    });
    expect(widths).toEqual([
      '0.070800 0.017700',
      '0.072000 0.018000',
      '0.072000 0.018000',
      '0.072000 0.018000',
      '0.072400 0.027150',
      '0.095600 0.035850',
    ]);
    // What the dipoles then say of points spans three deviations.
    const sides = [0.001, 0.0016, 0.0018, 0.02].map((noiseNorm) =>
      sideWidth({ spacingNorm: 0.01, noiseNorm }, 4000, 1000).toFixed(6),
    );
    expect(sides).toEqual(['0.005000', '0.005000', '0.005400', '0.060000']);
  });

  it('measure the middle of the winding field three quarters of a voxel off the surface, or three deviations', () => {
    // 64 cells over 1.1: a voxel is .0171875.
    expect(sampleOffset(0.004)).toBeCloseTo(0.012890625, 12);
    expect(sampleOffset(0.0044)).toBeCloseTo(0.0132, 12);
  });
});
