/** Projects: what comes back, what each mistake is told, and when a mesh is no longer of what stands there. */
import { describe, expect, it } from 'vitest';
import { isOutdated } from '../../../../src/batch/project/outdated.ts';
import { formatProject, isProjectText, parseProject } from '../../../../src/batch/project/project-file.ts';
import type { Project } from '../../../../src/batch/project/project.ts';
import { PointSets, replayScene } from '../../../../src/batch/project/replay-scene.ts';
import { ReconstructError } from '../../../../src/engine/errors.ts';
import { pointsText } from '../../../../src/batch/project/points-text.ts';
import { addPoint, emptyMask } from '../../../../src/engine/select/point-mask.ts';
import type { PointCloud } from '../../../../src/engine/vocabulary.ts';

const firstTwo = emptyMask(4);
addPoint(firstTwo, 0);
addPoint(firstTwo, 1);

const PROJECT: Project = {
  gridpullProject: 1,
  version: '0.1.0',
  savedAt: '2026-11-29T21:00:00.000Z',
  scans: [
    { name: 'a.xyz', path: '../scans/a.xyz', absolute: '/scans/a.xyz', bytes: 12, sha256: 'a'.repeat(64) },
    { name: 'b.xyz', path: null, absolute: null, bytes: 7, sha256: 'b'.repeat(64) },
  ],
  points: [pointsText(firstTwo, 4)],
  scene: [
    { do: 'read', scans: [0], reading: { columns: ['x', 'y', 'z'], dialect: { decimalMark: ',' } } },
    { do: 'leave-out', removed: 0, crop: null, origin: [0, 0, 0] },
    { do: 'read', scans: [1] },
    { do: 'keep', scans: [0, 1] },
  ],
  origin: [1, 2, 3.25],
  removed: null,
  crop: { centre: [0, 0, 1], size: [4, 4, 2], turn: 30 },
  options: { resolution: 128 },
  trim: 0.5,
  mesh: {
    options: { resolution: 128 },
    removed: null,
    crop: { centre: [0, 0, 1], size: [4, 4, 2], turn: 30 },
    finish: [{ trim: null, choice: { simplify: 500 } }],
  },
  view: { cloudVisible: true },
};

function refusal(change: object): string {
  try {
    parseProject(JSON.stringify({ ...PROJECT, ...change }), 'lion.gridpull');
  } catch (error) {
    if (error instanceof ReconstructError && error.code === 'option-invalid') return error.message;
    throw error;
  }
  throw new Error('nothing was refused');
}

/** All places of a tree of data, each as the names on the way to it. */
function placesOf(value: unknown, above: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [[...above]];
  return [[...above], ...Object.entries(value).flatMap(([name, below]) => placesOf(below, [...above, name]))];
}

/** The project with another value, or none, in one of its places. */
function withValue([first, ...rest]: readonly string[], value: unknown, whole: unknown = EVERYTHING): unknown {
  if (first === undefined) return value;
  const copy: Record<string, unknown> = Array.isArray(whole)
    ? ([...(whole as unknown[])] as never)
    : { ...(whole as object) };
  copy[first] = withValue(rest, value, copy[first]);
  return copy;
}

/** With all fields that there are. */
const EVERYTHING: Project = {
  ...PROJECT,
  scene: [
    {
      do: 'read',
      scans: [0, 1],
      reading: { columns: ['x'], dialect: { separator: 'tabs', decimalMark: ',' }, partial: true },
    },
    { do: 'leave-out', removed: 0, crop: PROJECT.crop, origin: [0, 0, 0] },
    { do: 'keep', scans: [0], classes: [2], returns: 'last' },
    { do: 'place', up: '+y', turn: [0, 0, 9], scale: 2, unit: 'm', onGround: true },
  ],
};

/** What is said of it: nothing where it is taken. */
function refusalsOf(project: unknown): string[] {
  try {
    parseProject(JSON.stringify(project), 'lion.gridpull');
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}

describe('a project file', () => {
  it('keeps all that it says', () => {
    const text = formatProject(PROJECT);
    expect(parseProject(text, 'lion.gridpull')).toEqual(PROJECT);
    expect(isProjectText(text)).toBe(true);
    expect(isProjectText('{"gridpullJob": 1}')).toBe(false);
  });

  it.each([
    [{ gridpullProject: 2 }, 'is a project of version 2, and this program reads 1'],
    [{ gridpullProject: undefined }, 'is no project'],
    [{ scenes: [] }, 'has the unknown field "scenes"'],
    [{ options: { noise: 'loud' } }, 'options.noise is "loud"'],
    [{ scans: [{ ...PROJECT.scans[0], name: '../a.xyz' }] }, 'scans[0].name is "../a.xyz"'],
    [{ scene: [{ do: 'read', scans: [2] }] }, 'scene[0].scans'],
    [{ scene: [{ do: 'keep', scans: [0] }] }, 'scene[0]'],
    [{ removed: 1 }, 'removed'],
    [{ points: [{ of: 4, count: 2 }] }, 'points[0]'],
    [{ crop: { centre: [0, 0, 0], size: [1, -1, 1], turn: 0 } }, 'crop is'],
    [{ trim: -1 }, 'trim is -1'],
  ])('is refused where it says %j', (change, said) => {
    expect(refusal(change)).toContain(said);
    expect(refusal(change)).toMatch(/^lion\.gridpull/);
  });

  it('is told with words of ours what is allowed in each of its places', () => {
    expect(refusalsOf(EVERYTHING)).toEqual([]);
    const told = placesOf(EVERYTHING)
      .filter(([first]) => first !== undefined && first !== 'view')
      .flatMap((place) => [undefined, { odd: 1 }, -1.5].flatMap((value) => refusalsOf(withValue(place, value))));
    expect(told.length).toBeGreaterThan(100);
    expect(told.filter((sentence) => /invalid|expected|too (small|big)/i.test(sentence))).toEqual([]);
  });
});

it('a mesh is outdated by other options, points or crop, not by how it was finished', () => {
  expect(isOutdated(PROJECT)).toBe(false);
  expect(isOutdated({ ...PROJECT, mesh: null })).toBe(false);
  expect(isOutdated({ ...PROJECT, trim: 3 })).toBe(false);
  expect(isOutdated({ ...PROJECT, options: { resolution: 256 } })).toBe(true);
  expect(isOutdated({ ...PROJECT, removed: 0 })).toBe(true);
  expect(isOutdated({ ...PROJECT, crop: null })).toBe(true);
});

/** Points on a line, from `x` on. */
function line(x: number, count: number): PointCloud {
  const positions = Float32Array.from({ length: 3 * count }, (_, i) => (i % 3 === 0 ? x + i / 3 : 0));
  const stats = { pointCount: count, finiteCount: count, min: [x, 0, 0], max: [x + count - 1, 0, 0], warnings: [] };
  return { positions, shift: [0, 0, 0], stats } as unknown as PointCloud;
}

describe('the cloud of a project', () => {
  const sides = { scans: ['a.xyz', 'b.xyz'], project: { ...PROJECT, scene: PROJECT.scene.slice(0, 3) } };

  it('comes about in the steps that it came about by', async () => {
    const asked: unknown[] = [];
    const scene = await replayScene(sides.project, new PointSets(sides.project), async (scan, reading) => {
      asked.push([scan, reading]);
      return line(10 * scan, scan === 0 ? 4 : 3);
    });
    expect(asked).toEqual([
      [0, { columns: ['x', 'y', 'z'], dialect: { decimalMark: ',' } }],
      [1, {}],
    ]);
    expect([...scene.cloud.positions].filter((_, i) => i % 3 === 0)).toEqual([2, 3, 10, 11, 12]);
    expect(scene).toMatchObject({
      name: 'a.xyz',
      fileCount: 2,
      cloud: { scans: [{ name: 'a.xyz' }, { name: 'b.xyz' }] },
    });
  });

  it('stands as it stood, and what is added comes to stand so', async () => {
    const scene = [
      { do: 'read', scans: [0] },
      { do: 'place', up: '+x', scale: 2, unit: 'mm' },
      { do: 'read', scans: [1] },
    ] as const;
    const project = { ...PROJECT, scene };
    expect(parseProject(formatProject(project), 'a.gridpull').scene).toEqual(scene);
    const { cloud } = await replayScene(project, new PointSets(project), async (scan) => line(10 * scan, 2));
    // Along x they lay: upwards they stand, twice as far.
    expect([...cloud.positions].filter((_, i) => i % 3 === 2)).toEqual([0, 2, 20, 22]);
    expect(cloud.placement).toMatchObject({ up: [1, 0, 0], scale: 2, unit: 'mm' });
  });

  it('is refused where a scan has another number of points than those that were deleted', async () => {
    const replayed = replayScene(sides.project, new PointSets(sides.project), async () => line(0, 5));
    await expect(replayed).rejects.toThrow('hold 5 points, and the points that were deleted are of 4');
  });
});
