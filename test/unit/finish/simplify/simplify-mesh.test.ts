import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type SimplifiedMesh,
  simplifyMesh,
  type SimplifyTarget,
} from '../../../../src/engine/finish/simplify/simplify-mesh.ts';
import { exactMeetings } from '../../../../src/engine/finish/simplify/exact-meetings.ts';
import { INLINE_TASKS } from '../../../../src/engine/host/inline-host.ts';
import { finishSteps } from '../../../../src/engine/host/steps.ts';
import { compareMeshes } from '../../../../src/engine/measure/compare.ts';
import { deviationSteps } from '../../../../src/engine/measure/deviation.ts';
import { partFanSteps } from '../../../../src/engine/mesh/part-fans.ts';
import type { WorldMesh } from '../../../../src/engine/mesh/world-mesh.ts';
import { Dice } from '../../../prove/dice.ts';
import { kindOfSurface, topologyOf } from '../../../shapes/surface-kind.ts';
import { quietContext } from '../../../run-context.ts';
import { surfaceOf } from '../../../prove/surfaces.ts';
import { alwaysMeeting } from '../../../shapes/always-meeting.ts';
import { flatSquare, moebiusStrip, tetrahedron, together, torus, worldMesh } from '../../../shapes/meshes.ts';
import { ball, blade, gear, knot, terrain } from '../../../shapes/procedural-shapes.ts';
import { reordered, subdivide } from '../../../shapes/subdivide.ts';

const simplify = (mesh: WorldMesh, target: SimplifyTarget): Promise<SimplifiedMesh> =>
  simplifyMesh(mesh, { target }, INLINE_TASKS, quietContext);

const meetings = exactMeetings(INLINE_TASKS, quietContext);

/** Both ways' mean distance, of the original's largest extent, by other code than what the result says. */
const p2s = async (mesh: WorldMesh, original: WorldMesh): Promise<number> =>
  (await compareMeshes(original, mesh, { samples: 20_000 }, quietContext)).chamferL1;

const countOf = ({ indices }: WorldMesh): number => indices.length / 3;

const FINE: Record<string, WorldMesh> = {
  gear: subdivide(gear(12), 2),
  knot: knot(0.5, 240, 24),
  blade: blade(0.02, 120, 32),
  sphere: ball([0, 0, 0], 1, 40, 60),
  terrain: terrain(60),
};

describe('fewer triangles', () => {
  /** Bounds of P2S in 10⁻⁴ of the extent: what was measured, and a tenth more. Volumes to a thousandth. */
  it.each([
    ['gear', 0.1, 0.01],
    ['knot', 0.1, 8.7],
    ['blade', 0.1, 0.36],
    ['sphere', 0.1, 12.1],
    ['terrain', 0.1, 2.7],
  ] as const)('of a %s, a share of %d, keep its surface within %d', async (name, share, bound) => {
    const mesh = FINE[name]!;
    const wanted = Math.round(share * countOf(mesh));
    const result = await simplify(mesh, { share });
    expect(result.stoppedBy).toBe('target');
    expect(wanted - countOf(result.mesh)).toBeGreaterThanOrEqual(0);
    expect(wanted - countOf(result.mesh)).toBeLessThan(2);
    expect(kindOfSurface(result.mesh)).toEqual(kindOfSurface(mesh));
    const found = 1e4 * (await p2s(result.mesh, mesh));
    expect(found).toBeLessThan(bound);
    expect((await meetings(result.mesh)).length).toBe(0);
    expect(finishSteps(deviationSteps(result.mesh, mesh, 1)).opposed.length).toBe(0);
    if (topologyOf(mesh).watertight) {
      expect(topologyOf(result.mesh).signedVolume / topologyOf(mesh).signedVolume).toBeCloseTo(1, 3);
    }
  });

  it('says how far it lies from the original, both ways', async () => {
    const mesh = FINE['sphere']!;
    const { mesh: found, toOriginal, fromOriginal } = await simplify(mesh, { share: 0.1 });
    const compared = await compareMeshes(mesh, found, { samples: 20_000 }, quietContext);
    expect(toOriginal.mean / (2 * compared.accuracyMean)).toBeCloseTo(1, 1);
    expect(fromOriginal.mean / (2 * compared.completenessMean)).toBeCloseTo(1, 1);
    for (const { mean, share95, maximum } of [toOriginal, fromOriginal]) {
      expect(mean).toBeLessThan(share95);
      expect(share95).toBeLessThanOrEqual(maximum);
    }
    expect(Math.max(toOriginal.maximum, fromOriginal.maximum)).toBeGreaterThanOrEqual(
      0.9 * 2 * compared.hausdorffSampled,
    );
  });

  it('keeps a plane, and the course of its straight rim', async () => {
    const { mesh, toOriginal, fromOriginal } = await simplify(flatSquare(40), { share: 0.02 });
    expect(countOf(mesh)).toBeLessThanOrEqual(61);
    expect(Math.max(toOriginal.maximum, fromOriginal.maximum)).toBeLessThan(1e-6);
    expect(topologyOf(mesh).area).toBeCloseTo((39 / 40) ** 2, 6);
  });

  it('is the same whenever it is asked for, and never changes what it is given', async () => {
    const mesh = torus(40, 20);
    const before = { positions: mesh.positions.slice(), indices: mesh.indices.slice() };
    const [some, other] = [await simplify(mesh, { share: 0.2 }), await simplify(mesh, { share: 0.2 })];
    expect(some).toEqual(other);
    expect(mesh).toEqual(before);
  });
});

describe('the count', () => {
  it.each([300, 301, 1000])('%d is reached', async (triangles) => {
    const { mesh, stoppedBy } = await simplify(torus(60, 30, 0.3, 0.05), { triangles });
    expect(stoppedBy).toBe('target');
    // An inner edge takes two triangles.
    expect([0, 1]).toContain(triangles - countOf(mesh));
  });

  it('of as many as there are, or more, changes nothing', async () => {
    for (const triangles of [4, 5, 1e9]) {
      expect((await simplify(tetrahedron(), { triangles })).mesh).toEqual(tetrahedron());
    }
  });

  it('that no surface of this kind has stops where the surface has fewest', async () => {
    const { mesh, stoppedBy } = await simplify(tetrahedron(), { triangles: 1 });
    expect(stoppedBy).toBe('topology');
    expect(countOf(mesh)).toBe(4);
    const triangle = worldMesh([0, 0, 0, 1, 0, 0, 0, 1, 0], [0, 1, 2]);
    expect((await simplify(triangle, { share: 0.1 })).mesh).toEqual(triangle);
  });

  it('at which the shape is lost is not forced', async () => {
    const mesh = FINE['sphere']!;
    const { mesh: found, stoppedBy, toOriginal, fromOriginal } = await simplify(mesh, { triangles: 8 });
    expect(stoppedBy).toBe('shape');
    expect(countOf(found)).toBeGreaterThan(20);
    // One in a hundred of the extent, 2.
    expect(Math.max(toOriginal.share95, fromOriginal.share95)).toBeLessThanOrEqual(0.02);
    // And not far from what would be lost: a sphere of half as many triangles deviates twice as much.
    expect(Math.max(toOriginal.share95, fromOriginal.share95)).toBeGreaterThan(0.01);
  });
});

it('what met at first is collapsed after all, and the rest does not vanish for it', async () => {
  const mesh = knot(0.5, 120, 12);
  let calls = 0;
  // At the first time all triangles of one half are said to meet.
  const findSelfIntersections = (found: WorldMesh): Promise<Uint32Array> => {
    const pairs: number[] = [];
    for (let triangle = 1; calls === 0 && triangle < countOf(found); triangle++) {
      if (found.positions[3 * found.indices[3 * triangle]!]! > 0) pairs.push(triangle - 1, triangle);
    }
    calls++;
    return Promise.resolve(Uint32Array.from(pairs));
  };
  const options = { target: { share: 0.3 }, findSelfIntersections };
  const found = await simplifyMesh(mesh, options, INLINE_TASKS, quietContext);
  expect(found.wantedTriangles).toBe(864);
  expect(found.lockedVertices).toBeGreaterThan(0);
  expect(found.stoppedBy).toBe('target');
  expect(864 - countOf(found.mesh)).toBeOneOf([0, 1]);
  // As far away as where nothing is in the way; the extent is 6.5.
  const plain = await simplify(mesh, { share: 0.3 });
  expect(found.toOriginal.mean).toBeLessThan(1.1 * plain.toOriginal.mean);
  expect(Math.max(found.toOriginal.maximum, found.fromOriginal.maximum)).toBeLessThan(0.03 * 6.5);
});

describe('a deviation', () => {
  it.each([0.004, 0.02])('of %d is kept, with few triangles', async (deviation) => {
    const mesh = FINE['sphere']!;
    const { mesh: found, stoppedBy, toOriginal, fromOriginal } = await simplify(mesh, { deviation });
    expect(stoppedBy).toBe('target');
    const most = Math.max(toOriginal.maximum, fromOriginal.maximum);
    expect(most).toBeLessThanOrEqual(deviation);
    expect(most).toBeGreaterThan(0.4 * deviation);
    expect(countOf(found)).toBeLessThan(0.5 * countOf(mesh));
  });

  it('that nothing keeps leaves the mesh as it is', async () => {
    const mesh = torus(24, 12, 0.3, 0.05);
    expect((await simplify(mesh, { deviation: 1e-12 })).mesh).toEqual(mesh);
  });
});

describe('laws', () => {
  const bumps = torus(36, 20, 0.3, 0.06);

  it('the order of vertices and triangles changes no figure by much', async () => {
    const plain = await simplify(bumps, { share: 0.2 });
    for (const step of [7, 11]) {
      const other = await simplify(reordered(bumps, step), { share: 0.2 });
      expect(countOf(other.mesh)).toBe(countOf(plain.mesh));
      expect(kindOfSurface(other.mesh)).toEqual(kindOfSurface(plain.mesh));
      expect(other.toOriginal.mean / plain.toOriginal.mean).toBeCloseTo(1, 0);
      expect(topologyOf(other.mesh).signedVolume / topologyOf(plain.mesh).signedVolume).toBeCloseTo(1, 2);
    }
  });

  it('turning, moving and scaling the mesh turns, moves and scales the result', async () => {
    const plain = await simplify(bumps, { share: 0.2 });
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: -3, max: 3, noNaN: true }),
        fc.integer({ min: -8, max: 8 }),
        async (angle, power) => {
          const [cosine, sine, scale] = [Math.cos(angle), Math.sin(angle), 2 ** power];
          const positions = bumps.positions.slice();
          for (let i = 0; i < positions.length; i += 3) {
            const [x, y, z] = [positions[i]!, positions[i + 1]!, positions[i + 2]!];
            positions.set(
              [cosine * x - sine * y, sine * x + cosine * y, z].map((v) => scale * (v + 10)),
              i,
            );
          }
          const { mesh, toOriginal } = await simplify({ ...bumps, positions }, { share: 0.2 });
          expect(kindOfSurface(mesh)).toEqual(kindOfSurface(plain.mesh));
          expect(toOriginal.mean / scale / plain.toOriginal.mean).toBeCloseTo(1, 0);
          const volume = topologyOf(mesh).signedVolume / scale ** 3 / topologyOf(plain.mesh).signedVolume;
          expect(volume).toBeCloseTo(1, 3);
        },
      ),
      { numRuns: 4 },
    );
  });

  it('twice is once', async () => {
    const once = await simplify(bumps, { triangles: 400 });
    expect((await simplify(once.mesh, { triangles: 400 })).mesh).toEqual(once.mesh);
  });
});

describe('meeting triangles', () => {
  /** Two sheets so close that coarse ones would go through one another: half a bend apart. */
  const waves = (height: number): WorldMesh => {
    const { positions, indices } = flatSquare(40);
    const bent = positions.slice();
    for (let i = 0; i < bent.length; i += 3) {
      bent[i + 2] = height + 0.05 * Math.sin(25 * bent[i]!) * Math.cos(25 * bent[i + 1]!);
    }
    return { positions: bent, indices };
  };

  it('are none where there were none, however close the sheets', async () => {
    const mesh = together(waves(0), waves(0.004));
    const { mesh: found, lockedVertices } = await simplify(mesh, { share: 0.1 });
    expect((await meetings(found)).length).toBe(0);
    expect(kindOfSurface(found)).toEqual(kindOfSurface(mesh));
    expect(lockedVertices).toBeGreaterThan(0);
  });

  it('are none in a hull thinner than its triangles, which keeps its shape', async () => {
    const { positions, indices } = surfaceOf(11).mesh;
    const mesh = finishSteps(partFanSteps(positions, indices));
    const result = await simplify(mesh, { share: 0.1 });
    expect((await meetings(result.mesh)).length).toBe(0);
    expect(result.stoppedBy).toBe('shape');
    // With what met locked for good 2,700 of 4,990 were left.
    expect(countOf(result.mesh)).toBeLessThan(0.25 * countOf(mesh));
    expect(kindOfSurface(result.mesh)).toEqual(kindOfSurface(mesh));
  });

  it('do not keep rough sheets on one another from having as few as are wanted', async () => {
    const dice = new Dice(5);
    const sheet = (height: number): WorldMesh => {
      const { positions, indices } = flatSquare(40);
      const rough = Float64Array.from(positions);
      for (let i = 0; i < rough.length; i += 3) {
        const wave = 0.05 * Math.sin(15 * rough[i]!) * Math.cos(15 * rough[i + 1]!);
        rough[i + 2] = height + wave + 0.0012 * dice.between(-1, 1);
      }
      return { positions: rough, indices };
    };
    const mesh = together(sheet(0), sheet(0.003));
    const result = await simplify(mesh, { share: 0.3 });
    // Of every three triangles one meets another at first: with those locked 5,897 of 6,084 were left.
    expect(result).toMatchObject({ stoppedBy: 'target', wantedTriangles: 1825 });
    expect(1825 - countOf(result.mesh)).toBeOneOf([0, 1]);
    expect((await meetings(result.mesh)).length).toBe(0);
    expect(kindOfSurface(result.mesh)).toEqual(kindOfSurface(mesh));
    expect(Math.max(result.toOriginal.share95, result.fromOriginal.share95)).toBeLessThan(0.002);
  });

  it('of the original stay as they were, are counted, and stop nothing elsewhere', async () => {
    const mesh = together(ball([0, 0, 0], 1, 16, 24), ball([0.5, 0, 0], 1, 16, 24));
    const before = await meetings(mesh);
    const { mesh: found, meetingBefore } = await simplify(mesh, { share: 0.5 });
    expect((await meetings(found)).length).toBe(before.length);
    expect(meetingBefore).toBe(before.length / 2);
    expect(countOf(found)).toBeLessThan(0.6 * countOf(mesh));
  });

  it('wherever it is tried leave the mesh as it is, and say so', async () => {
    const mesh = torus(40, 20);
    const findSelfIntersections = alwaysMeeting(mesh);
    const options = { target: { share: 0.5 }, findSelfIntersections };
    const { mesh: found, stoppedBy, toOriginal } = await simplifyMesh(mesh, options, INLINE_TASKS, quietContext);
    expect(stoppedBy).toBe('self-intersections');
    expect(found).toEqual(mesh);
    expect(toOriginal.maximum).toBeLessThan(1e-12);
  });
});

describe('refused', () => {
  it.each<[string, SimplifyTarget]>([
    ['share 0', { share: 0 }],
    ['share 1', { share: 1 }],
    ['share NaN', { share: Number.NaN }],
    ['triangles 0', { triangles: 0 }],
    ['triangles 1.5', { triangles: 1.5 }],
    ['deviation -1', { deviation: -1 }],
    ['deviation Infinity', { deviation: Infinity }],
  ])('is %s', async (name, target) => {
    await expect(simplify(tetrahedron(), target)).rejects.toThrow(`simplified to ${name}`);
    await expect(simplify(tetrahedron(), target)).rejects.toMatchObject({ code: 'option-invalid' });
  });

  it.each<[string, WorldMesh]>([
    ['has no triangles', worldMesh([], [])],
    ['not finite', worldMesh([0, 0, 0, 1, 0, 0, 0, Number.NaN, 0], [0, 1, 2])],
    ['face different sides', moebiusStrip(9)],
    ['of three triangles', worldMesh([0, 0, 0, 1, 0, 0, 0, 1, 0, 0, -1, 0, 0, 0, 1], [0, 1, 2, 1, 0, 3, 0, 1, 4])],
  ])('is a mesh that %s', async (sentence, mesh) => {
    await expect(simplify(mesh, { share: 0.5 })).rejects.toThrow(sentence);
    await expect(simplify(mesh, { share: 0.5 })).rejects.toMatchObject({ code: 'mesh-format' });
  });
});

it('ends at an abort with its reason, and tells how far it is', async () => {
  const abort = new AbortController();
  const shares: number[] = [];
  const onShare = (share: number): void => {
    shares.push(share);
    if (share >= 0.25) abort.abort('enough');
  };

  const options = { target: { share: 0.1 }, onShare };
  await expect(simplifyMesh(torus(40, 20), options, INLINE_TASKS, { signal: abort.signal })).rejects.toBe('enough');
  expect(shares.length).toBeLessThan(4);
  shares.length = 0;
  const told = { ...options, onShare: (share: number) => shares.push(share) };
  await simplifyMesh(torus(40, 20), told, INLINE_TASKS, quietContext);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect(shares.at(-1)).toBe(1);
});
