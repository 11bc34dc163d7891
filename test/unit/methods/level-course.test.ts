/** Which levels a run goes to: cases just below and just above each threshold. */
import { describe, expect, it } from 'vitest';
import { endPlanAt, planLevels } from '../../../src/engine/grid/plan-levels.ts';
import { type CourseInput, LevelCourse } from '../../../src/engine/methods/default/level-course.ts';
import { gridMemoryBytes } from '../../../src/engine/run/main-memory.ts';
import { RESOLUTIONS } from '../../../src/engine/resolutions.ts';
import type { BrickCounts } from '../../../src/engine/tiles/crowded-bricks.ts';

const SCALE = { spacingNorm: 1.1 / 1500, noiseNorm: 0 };
/** 64 … 2048, as the spacing asks. */
const PLAN = planLevels(SCALE, { resolution: 'auto', holeRadiusNorm: 'auto', maxResolution: 2048 });
const EVERYWHERE = new Uint32Array(RESOLUTIONS.length).fill(1e6);
/** Many more have points: those that are crowded are few. */
const bricksWith = (crowded: Uint32Array): BrickCounts => ({ crowded, occupied: crowded.map((count) => 100 * count) });

const course = (input: Partial<CourseInput> = {}): LevelCourse =>
  new LevelCourse({
    plan: PLAN,
    scale: SCALE,
    isAuto: true,
    isDense: false,
    firstTiled: Infinity,
    bricks: bricksWith(EVERYWHERE),
    mostBricks: Infinity,
    memoryBytes: Infinity,
    ...input,
  });

const resolutions = (found: LevelCourse, after = 0) => {
  const { whole, tiled } = found.after(after);
  return [whole, tiled].map((levels) => levels.map(({ frame }) => frame.resolution));
};
const finest = (found: LevelCourse): number => found.plan.levels.at(-1)!.frame.resolution;
/** [level] so many crowded bricks at 256 cells, any number elsewhere. */
const crowdedAt256 = (count: number): Uint32Array =>
  EVERYWHERE.map((many, i) => (RESOLUTIONS[i] === 256 ? count : many));

describe('the levels of a run', () => {
  it('are those of the plan where nothing speaks against one', () => {
    const found = course();
    RESOLUTIONS.forEach((resolution, i) => expect(found.learn(resolution, 100 * 4 ** i)).toBe(false));
    expect(found.plan).toBe(PLAN);
    expect(resolutions(found, 128)).toEqual([[256, 512, 1024, 2048], []]);
  });

  it('are tiled from where the points say so', () => {
    expect(resolutions(course({ firstTiled: 1024 }))).toEqual([
      [64, 128, 256, 512],
      [1024, 2048],
    ]);
  });
});

describe('bricks of the next level', () => {
  const most = (bricks: number, expected: number): number[][] => {
    // Tiled are levels that exceed what the device holds by a quarter.
    const found = course({ mostBricks: expected / 1.25 });
    // Grows by 3, less than what is expected at the least.
    found.learn(128, 1000 / 3);
    found.learn(256, bricks);
    return resolutions(found, 256);
  };

  it('are 4.5 times as many at the least', () => {
    expect(most(1000, 4501)).toEqual([[512, 1024, 2048], []]);
    expect(most(1000, 4499)).toEqual([[], [512, 1024, 2048]]);
  });

  it('are as many times as the last time, where that is more', () => {
    const found = [4995, 5005].map((mostBricks) => {
      const grown = course({ mostBricks: mostBricks / 1.25 });
      grown.learn(128, 200);
      grown.learn(256, 1000);
      expect(grown.growth).toBe(5);
      return resolutions(grown, 256)[1];
    });
    expect(found).toEqual([[512, 1024, 2048], []]);
  });

  it('are tiled from 256 cells on, where units are no narrower than bricks', () => {
    const found = course({ mostBricks: 10 });
    expect(found.learn(64, 100)).toBe(false);
    expect(found.learn(128, 400)).toBe(true);
    expect(resolutions(found)).toEqual([
      [64, 128],
      [256, 512, 1024, 2048],
    ]);
  });
});

describe('auto', () => {
  it('ends where the next level costs 75 bricks for each that shows more', () => {
    // 4,500 bricks at 512 are expected.
    const found = [59, 60, 61].map((count) => {
      const dear = course({ bricks: bricksWith(crowdedAt256(count)) });
      const changed = dear.learn(256, 1000);
      return [changed, finest(dear)];
    });
    expect(found).toEqual([
      [true, 256],
      [false, 2048],
      [false, 2048],
    ]);
  });

  it('goes on for a cloud that is dense in most of its places, whatever bricks about it cost', () => {
    const found = [101, 100].map((occupied) => {
      const dear = course({ bricks: { crowded: crowdedAt256(50), occupied: crowdedAt256(occupied - 1) } });
      dear.learn(256, 1000);
      return finest(dear);
    });
    expect(found).toEqual([256, 2048]);
  });

  it('plans the level that it ends with as the finest, and says why', () => {
    const found = course({ bricks: bricksWith(crowdedAt256(0)) });
    found.learn(256, 1000);
    const asked = planLevels(SCALE, { resolution: 256, holeRadiusNorm: 'auto', maxResolution: 2048 });
    expect(found.plan).toMatchObject({ levels: asked.levels, kappaNorm: asked.kappaNorm });
    expect(found.plan.finestReason).toBe('cost');
    expect(found.plan).toEqual(endPlanAt(PLAN, SCALE, 256, found.plan.finestReason));
  });

  it('goes to 256 cells whatever it costs', () => {
    const found = course({ bricks: bricksWith(new Uint32Array(RESOLUTIONS.length)) });
    expect([64, 128].map((resolution) => found.learn(resolution, 1000))).toEqual([false, false]);
    expect(found.learn(256, 1000)).toBe(true);
  });

  it('goes to levels that edges and sheets ask for', () => {
    // The spacing asks for 256, the sheets for 1024.
    const scale = { spacingNorm: 1.1 / 200, noiseNorm: 0 };
    const detail = { areaNorm: 0, edgeShare: 0, thicknessNorm: 1.6 / 600, sideEnergy: Infinity };
    const plan = planLevels(scale, { resolution: 'auto', holeRadiusNorm: 'auto', maxResolution: 2048 }, detail);
    expect([plan.spacingResolution, plan.levels.at(-1)!.frame.resolution]).toEqual([256, 1024]);
    const found = course({ plan, scale, bricks: bricksWith(new Uint32Array()) });
    expect(found.learn(256, 1000)).toBe(false);
  });

  it('goes to no level that takes more than the memory that is free', () => {
    const found = [0.99, 1.01].map((share) => {
      const short = course({ memoryBytes: share * gridMemoryBytes(4500) });
      short.learn(256, 1000);
      return finest(short);
    });
    expect(found).toEqual([256, 2048]);
  });

  it('is not asked where a level was', () => {
    const found = course({ isAuto: false, bricks: bricksWith(crowdedAt256(0)), memoryBytes: 0 });
    expect(found.learn(256, 1000)).toBe(false);
    expect(finest(found)).toBe(2048);
  });
});

describe('a level beyond the last', () => {
  const isWorth = (count: number, resolution = 256): boolean => {
    const found = course({ isAuto: false, bricks: bricksWith(crowdedAt256(count)) });
    found.learn(256, 1000);
    return found.isWorthFiner(resolution);
  };

  it('is worth it as auto sees it: 4,500 bricks for 60 that show more', () => {
    expect([59, 60, 61].map((count) => isWorth(count))).toEqual([false, true, true]);
  });

  it('is taken to be where its bricks are not known', () => {
    expect([128, 512].map((resolution) => isWorth(0, resolution))).toEqual([true, true]);
    expect(course({ bricks: bricksWith(new Uint32Array()) }).isWorthFiner(256)).toBe(true);
  });
});

describe('levels in tiles', () => {
  it('end with the one before what is expected to cost too much', () => {
    // 1,000 bricks at 256, 4,500 at 512 in tiles, 20,250 at 1024.
    const crowded = (count: number): Uint32Array =>
      EVERYWHERE.map((many, i) => (RESOLUTIONS[i] === 512 ? count : many));
    const found = [269, 271].map((count) => {
      const tiled = course({ firstTiled: 512, bricks: bricksWith(crowded(count)) });
      tiled.learn(256, 1000);
      return resolutions(tiled, 256);
    });
    expect(found).toEqual([
      [[], [512]],
      [[], [512, 1024, 2048]],
    ]);
  });

  it('are looked at only from the last whole one', () => {
    const found = course({
      firstTiled: 1024,
      bricks: bricksWith(EVERYWHERE.map((many, i) => (RESOLUTIONS[i] === 1024 ? 0 : many))),
    });
    expect(found.learn(256, 1000)).toBe(false);
    expect(found.learn(512, 4000)).toBe(true);
    expect(resolutions(found, 512)).toEqual([[], [1024]]);
  });
});

describe('a cloud whose finest level takes all of its points', () => {
  it('ends with a level in tiles', () => {
    const found = course({ isDense: true, firstTiled: 2048, bricks: bricksWith(crowdedAt256(0)) });
    expect(found.learn(64, 60)).toBe(false);
    // 256 costs too much at its next: decided before it is solved without most of the points.
    expect(found.learn(128, 250)).toBe(true);
    expect(resolutions(found, 128)).toEqual([[], [256]]);
  });
});

describe('a course', () => {
  it('is the same after a checkpoint', () => {
    const input = { mostBricks: 4400, bricks: bricksWith(EVERYWHERE) };
    const through = course(input);
    through.learn(64, 50);
    through.learn(128, 250);
    const resumed = course(input);
    resumed.resume(128, 250, through.growth);
    for (const either of [through, resumed]) either.learn(256, 1200);
    expect(resolutions(resumed, 256)).toEqual(resolutions(through, 256));
    expect(resumed.growth).toBe(through.growth);
  });

  it('turns to tiles for a level that was refused, from 256 cells on', () => {
    const found = course();
    expect(found.refuse(128)).toBe(false);
    expect(resolutions(found)[1]).toEqual([]);
    expect(found.refuse(512)).toBe(true);
    expect(resolutions(found)[1]).toEqual([512, 1024, 2048]);
  });
});
