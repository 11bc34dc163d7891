/** Points that a shape on the screen has, against three.js's own projection and a plain drawing of all points. */
import { Matrix4, OrthographicCamera, PerspectiveCamera, Vector3 } from 'three';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { INLINE_TASKS } from '../../../src/engine/host/inline-host.ts';
import { addPoint, countOf, emptyMask, hasPoint } from '../../../src/engine/select/point-mask.ts';
import { drawnMarks, pointsOnScreen } from '../../../src/engine/select/points-on-screen.ts';
import type { ScreenSelection } from '../../../src/engine/select/projection.ts';
import { isInShape, type ScreenShape } from '../../../src/engine/select/screen-shape.ts';
import { randomBits } from '../../../src/engine/math/random.ts';

/** 0…1 */
const randomFloats = (count: number, seed: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => randomBits(seed, 0, i) / 2 ** 32);

const { signal } = new AbortController();
const [WIDTH, HEIGHT] = [90, 60];

type Camera = PerspectiveCamera | OrthographicCamera;

function placed<C extends Camera>(camera: C, from: readonly [number, number, number]): C {
  camera.up.set(0, 0, 1);
  camera.position.set(...from);
  camera.lookAt(0, 0, 0);
  camera.updateMatrixWorld();
  camera.updateProjectionMatrix();
  return camera;
}

const perspective = (from: readonly [number, number, number]): Camera =>
  placed(new PerspectiveCamera(35, WIDTH / HEIGHT, 0.1, 20), from);
const parallel = (from: readonly [number, number, number]): Camera =>
  placed(new OrthographicCamera(-1.5, 1.5, 1, -1, 0.1, 20), from);

function seenBy(camera: Camera, shape: ScreenShape, hiddenToo = true): ScreenSelection {
  const matrix = new Matrix4().multiplyMatrices(camera.projectionMatrix, camera.matrixWorldInverse);
  return { shape, clipFromScene: matrix.toArray(), width: WIDTH, height: HEIGHT, hiddenToo };
}

/** Pixels of a place, by three.js; null behind the camera. */
function pixelsOf(place: Vector3, camera: Camera): readonly [number, number] | null {
  const inView = place.clone().applyMatrix4(camera.matrixWorldInverse);
  if (camera instanceof PerspectiveCamera && inView.z >= 0) return null;
  const clip = place.clone().project(camera);
  return [(0.5 + 0.5 * clip.x) * WIDTH, (0.5 - 0.5 * clip.y) * HEIGHT];
}

const number = fc.integer({ min: -40, max: 40 }).map((x) => x / 10);
const cameras = fc
  .tuple(fc.boolean(), number, number, number)
  .filter(([, x, y, z]) => Math.hypot(x, y, z) > 0.5 && Math.hypot(x, y) > 0.1)
  .map(([isParallel, x, y, z]) => (isParallel ? parallel([x, y, z]) : perspective([x, y, z])));
const shapes = fc.record({
  path: fc
    .array(fc.tuple(fc.integer({ min: -10, max: 100 }), fc.integer({ min: -10, max: 70 })), {
      minLength: 3,
      maxLength: 9,
    })
    .map((places) => places.flat()),
  brushRadius: fc.oneof(fc.constant(null), fc.integer({ min: 2, max: 20 })),
});

describe('points on the screen', () => {
  it('are those that the camera sees within the shape', async () => {
    // 500 places in a box of side 2 round the scene's origin, which lies far from the cloud's.
    const centre = [512, -256, 64] as const;
    const positions = randomFloats(1500, 7).map((value, i) => 2 * value - 1 + centre[i % 3]!);
    await fc.assert(
      fc.asyncProperty(cameras, shapes, async (camera, shape) => {
        const points = { positions, centre, spacing: 0.1, hidden: null };
        const mask = await pointsOnScreen(points, seenBy(camera, shape), INLINE_TASKS, signal);
        for (let point = 0; point < 500; point++) {
          const scene = new Vector3(...positions.subarray(3 * point, 3 * point + 3)).sub(new Vector3(...centre));
          const at = pixelsOf(scene, camera);
          const isInView = at && at[0] >= 0 && at[1] >= 0 && at[0] <= WIDTH && at[1] <= HEIGHT;
          const isWithin = Boolean(isInView && isInShape(shape, ...at));
          // On the outline itself the last digit decides.
          const near = at ? [-1e-3, 1e-3].some((d) => isInShape(shape, at[0] + d, at[1] + d) !== isWithin) : false;
          if (!near) expect(hasPoint(mask, point)).toBe(isWithin);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('are none of those that are hidden by a mask', async () => {
    const positions = new Float32Array([0, 0, 0, 0, 0, 0.01, 0, 0.01, 0]);
    const hidden = emptyMask(3);
    addPoint(hidden, 1);
    const all = { path: [0, 0, WIDTH, 0, WIDTH, HEIGHT, 0, HEIGHT], brushRadius: null };
    const points = { positions, centre: [0, 0, 0] as const, spacing: 0.1, hidden };
    const mask = await pointsOnScreen(points, seenBy(perspective([0, -4, 0]), all), INLINE_TASKS, signal);
    expect([0, 1, 2].map((point) => hasPoint(mask, point))).toEqual([true, false, true]);
  });

  it.each([
    ['perspective', perspective],
    ['parallel', parallel],
  ] as const)('without hidden ones are those of the nearer wall: %s', async (_, make) => {
    // Two walls of 40 × 40 points at y = 0 and y = .5, and a camera before the first one.
    const wall = (y: number): number[] =>
      Array.from({ length: 1600 }, (_, i) => [((i % 40) - 19.5) / 40, y, (Math.floor(i / 40) - 19.5) / 40]).flat();
    const positions = Float32Array.from([...wall(0), ...wall(0.5)]);
    const points = { positions, centre: [0, 0, 0] as const, spacing: 1 / 40, hidden: null };
    // A window within the first wall's outline.
    const window = { path: [35, 22, 55, 22, 55, 38, 35, 38], brushRadius: null };
    const seen = async (hiddenToo: boolean): Promise<readonly number[]> => {
      const mask = await pointsOnScreen(points, seenBy(make([0, -4, 0]), window, hiddenToo), INLINE_TASKS, signal);
      return [0, 1].map(
        (which) => Array.from({ length: 1600 }, (_, i) => hasPoint(mask, 1600 * which + i)).filter(Boolean).length,
      );
    };
    const [all, seenOnly] = [await seen(true), await seen(false)];
    expect(all[0]).toBeGreaterThan(50);
    expect(all[1]).toBeGreaterThan(50);
    expect(seenOnly).toEqual([all[0], 0]);
  });

  it('without hidden ones has all of a wall that is seen at 65°', async () => {
    const slope = Math.tan((65 * Math.PI) / 180);
    const positions = Float32Array.from(
      Array.from({ length: 1600 }, (_, i) => [
        ((i % 40) - 19.5) / 40,
        (((i % 40) - 19.5) / 40) * slope,
        (Math.floor(i / 40) - 19.5) / 40,
      ]).flat(),
    );
    const points = { positions, centre: [0, 0, 0] as const, spacing: 1 / 40, hidden: null };
    const all = { path: [0, 0, WIDTH, 0, WIDTH, HEIGHT, 0, HEIGHT], brushRadius: null };
    const mask = await pointsOnScreen(points, seenBy(parallel([0, -4, 0]), all, false), INLINE_TASKS, signal);
    expect(countOf(mask)).toBe(1600);
  });

  it('are the same in stretches', async () => {
    const count = (1 << 18) + 77;
    const positions = randomFloats(3 * count, 3).map((value) => 2 * value - 1);
    const points = { positions, centre: [0, 0, 0] as const, spacing: 0.01, hidden: null };
    const selection = seenBy(perspective([3, -3, 2]), { path: [20, 10, 70, 15, 40, 55], brushRadius: null });
    const whole = await pointsOnScreen(points, selection, INLINE_TASKS, signal);
    const tail = { ...points, positions: positions.slice(3 * (1 << 18)) };
    const end = await pointsOnScreen(tail, selection, INLINE_TASKS, signal);
    expect(countOf(end)).toBeGreaterThan(3);
    for (let i = 0; i < 77; i++) expect(hasPoint(whole, (1 << 18) + i)).toBe(hasPoint(end, i));
  });
});

it('drawn points have the byte of the first mask that they are in', async () => {
  const [first, second] = [emptyMask(5), emptyMask(5)];
  for (const point of [1, 4]) addPoint(first, point);
  for (const point of [1, 2]) addPoint(second, point);
  const order = Uint32Array.of(4, 0, 2, 1);
  const masks = [
    { mask: first, byte: 2 },
    { mask: second, byte: 1 },
  ];
  expect([...(await drawnMarks(order, masks, INLINE_TASKS, signal))]).toEqual([2, 0, 1, 2]);
});
