/** What a wrong device would hand out of a run on the ball is told with the stage at which it begins. */
import { describe, expect, it } from 'vitest';
import { frameOf, toNormalised } from '../../../src/engine/cloud/frame.ts';
import { BALL_POINTS, BallAnswers, ballCloud } from '../../../src/engine/doctor/ball-answers.ts';
import type { DumpedSlice } from '../../../src/engine/host/run-dump.ts';

const cloud = ballCloud();
const frame = frameOf(cloud.positions);
const positions = toNormalised(cloud.positions, frame);
const radius = 1 / frame.worldPerNorm;

function placed(): BallAnswers {
  const answers = new BallAnswers();
  answers.place(frame);
  return answers;
}

/** Outward, but those that `turn` has something else for. */
function normals(turn: (i: number) => number = () => 1): Float32Array {
  const all = new Float32Array(4 * BALL_POINTS);
  for (let i = 0; i < BALL_POINTS; i++) {
    for (let axis = 0; axis < 3; axis++) all[4 * i + axis] = turn(i) * cloud.positions[3 * i + axis]!;
  }
  return all;
}

const SIDE = 65;
const VOXEL = 1.1 / 64;
function slices(error: (x: number) => number): DumpedSlice[] {
  return (['x', 'y', 'z'] as const).map((axis) => {
    const values = Float32Array.from({ length: SIDE ** 2 }, (_, at) => {
      const [across, up] = [at % SIDE, Math.floor(at / SIDE)].map((index) => (index - 32) * VOXEL) as [number, number];
      return Math.hypot(across, up) - radius + error(across);
    });
    return { axis, side: SIDE, values, voxelNorm: VOXEL };
  });
}

it('the ball is a ball, and all of it is right', async () => {
  for (let i = 0; i < BALL_POINTS; i++) {
    expect(Math.hypot(...cloud.positions.subarray(3 * i, 3 * i + 3))).toBeCloseTo(1, 6);
  }
  const answers = placed();
  await answers.points('analyse', 'planes', { positions, normals: normals((i) => (i % 2 ? 1 : -1)) });
  await answers.points('orient', 'oriented normals', { positions, normals: normals() });
  await answers.field(
    'level 64',
    'solved',
    slices(() => 0),
  );
  await answers.mesh('extract', 'surface before trimming', {
    positions: positions.slice(),
    indices: new Uint32Array(),
  });
  expect(answers.faults).toEqual([]);
  expect(answers.compared).toEqual(['planes', 'oriented normals', 'field of level 64', 'surface before trimming']);
});

type Hand = (answers: BallAnswers) => Promise<void>;
const WRONG: readonly (readonly [string, Hand, RegExp])[] = [
  [
    'a normal that points inward',
    (answers) =>
      answers.points('orient', 'oriented normals', { positions, normals: normals((i) => (i === 7 ? -1 : 1)) }),
    /^oriented normals: 1 of 3000/,
  ],
  [
    'a plane that is no number',
    (answers) => answers.points('analyse', 'planes', { positions, normals: normals((i) => (i === 7 ? NaN : 1)) }),
    /^planes: 1 of 3000/,
  ],
  [
    'a field of no numbers',
    (answers) =>
      answers.field(
        'level 64',
        'solved',
        slices(() => NaN),
      ),
    /no values near/,
  ],
  [
    'a field that is off at one end',
    (answers) =>
      answers.field(
        'level 64',
        'solved',
        slices((x) => 0.02 * x),
      ),
    /off the/,
  ],
  [
    'a vertex off the ball',
    (answers) =>
      answers.mesh('extract', 'final mesh', {
        positions: positions.map((value, i) => (i < 3 ? 1.02 * value : value)),
        indices: new Uint32Array(),
      }),
    /^final mesh: 1 of 3000 vertices .* 0\.0200 radii$/,
  ],
  [
    'no surface',
    (answers) => answers.mesh('extract', 'final mesh', { positions: new Float32Array(), indices: new Uint32Array() }),
    /no vertices/,
  ],
];

describe('is told', () => {
  it.each(WRONG)('%s', async (_what, hand, message) => {
    const answers = placed();
    await hand(answers);
    expect(answers.faults).toHaveLength(1);
    expect(answers.faults[0]).toMatch(message);
  });
});
