import fc from 'fast-check';
import { OrthographicCamera, PerspectiveCamera, Vector3 } from 'three';
import { expect, test } from 'vitest';
import {
  centreOf,
  depthRange,
  directionOf,
  fitBox,
  nearestTurn,
  STANDARD_VIEWS,
  viewAxes,
  type Direction,
} from '../../../src/renderer/viewport/camera/fit.ts';
import type { Box } from '../../../src/renderer/viewport/viewport-context.ts';

const FOV = (35 * Math.PI) / 180;

const coordinate = fc.double({ min: -100, max: 100, noNaN: true });
const extent = fc.double({ min: 0.01, max: 100, noNaN: true });
const box: fc.Arbitrary<Box> = fc
  .tuple(coordinate, coordinate, coordinate, extent, extent, extent)
  .map(([x, y, z, a, b, c]) => ({ min: [x, y, z], max: [x + a, y + b, z + c] }));
const direction: fc.Arbitrary<Direction> = fc.record({
  azimuth: fc.double({ min: -7, max: 7, noNaN: true }),
  polar: fc.double({ min: 0.01, max: 3.13, noNaN: true }),
});
const aspect = fc.double({ min: 0.3, max: 4, noNaN: true });

function corners({ min, max }: Box): Vector3[] {
  const ends = [min, max] as const;
  return ends.flatMap((x) => ends.flatMap((y) => ends.map((z) => new Vector3(x[0], y[1], z[2]))));
}

/** The camera's place by three's own means, so that the formula is not tested against itself. */
function place(camera: PerspectiveCamera | OrthographicCamera, target: Box, from: Direction, distance: number): void {
  const centre = centreOf(target);
  camera.up.set(0, 0, 1);
  camera.position.copy(centre).addScaledVector(viewAxes(from).back, distance);
  camera.lookAt(centre);
  camera.updateProjectionMatrix();
  camera.updateMatrixWorld();
}

/** The largest of |x| and |y| of the projected corners: 1 touches the edge of the window. */
function reach(camera: PerspectiveCamera | OrthographicCamera, target: Box): number {
  const projected = corners(target).map((corner) => corner.project(camera));
  return Math.max(...projected.flatMap(({ x, y }) => [Math.abs(x), Math.abs(y)]));
}

test('a fitted box is seen whole and fills the window but for the margin, in perspective', () => {
  fc.assert(
    fc.property(box, direction, aspect, (target, from, ratio) => {
      const { distance } = fitBox(target, from, FOV, ratio);
      const camera = new PerspectiveCamera(35, ratio, distance / 1e3, distance * 10);
      place(camera, target, from, distance);
      expect(reach(camera, target)).toBeLessThan(0.95);
      expect(reach(camera, target)).toBeGreaterThan(0.8);
    }),
  );
});

test('and in a parallel projection', () => {
  fc.assert(
    fc.property(box, direction, aspect, (target, from, ratio) => {
      const half = fitBox(target, from, FOV, ratio).height / 2;
      const camera = new OrthographicCamera(-half * ratio, half * ratio, half, -half, -1e4, 1e4);
      place(camera, target, from, 1);
      expect(reach(camera, target)).toBeCloseTo(1 / 1.12, 6);
    }),
  );
});

test('what lies over the view at top and foot covers nothing of a fitted box', () => {
  fc.assert(
    fc.property(box, direction, aspect, fc.double({ min: 0.6, max: 1, noNaN: true }), (target, from, ratio, free) => {
      const { distance, height } = fitBox(target, from, FOV, ratio, free);
      const half = height / 2;
      const parallel = new OrthographicCamera(-half * ratio, half * ratio, half, -half, -1e4, 1e4);
      const perspective = new PerspectiveCamera(35, ratio, distance / 1e3, distance * 10);
      place(parallel, target, from, 1);
      place(perspective, target, from, distance);
      for (const camera of [parallel, perspective]) {
        const heights = corners(target).map((corner) => Math.abs(corner.project(camera).y));
        expect(Math.max(...heights)).toBeLessThan(free * 0.98);
        expect(reach(camera, target)).toBeLessThan(0.95);
      }
    }),
  );
});

test('a single point is looked at from a distance', () => {
  const point: Box = { min: [3, 4, 5], max: [3, 4, 5] };
  const { distance, height } = fitBox(point, STANDARD_VIEWS.front, FOV, 1.5);
  expect(distance).toBeGreaterThan(1);
  expect(height).toBe(2);
});

test('the standard views look along the axes, with z up and x to the right from the front', () => {
  const back = (view: keyof typeof STANDARD_VIEWS): number[] =>
    viewAxes(STANDARD_VIEWS[view])
      .back.toArray()
      .map((value) => Math.round(value) + 0);
  expect(back('front')).toEqual([0, -1, 0]);
  expect(back('back')).toEqual([0, 1, 0]);
  expect(back('right')).toEqual([1, 0, 0]);
  expect(back('left')).toEqual([-1, 0, 0]);
  expect(back('top')).toEqual([0, 0, 1]);
  expect(back('bottom')).toEqual([0, 0, -1]);
  const { right, up } = viewAxes(STANDARD_VIEWS.front);
  expect(right.distanceTo(new Vector3(1, 0, 0))).toBeLessThan(1e-12);
  expect(up.distanceTo(new Vector3(0, 0, 1))).toBeLessThan(1e-12);
});

test('the depth range holds what is in front of the eye, and in a parallel projection what is behind it too', () => {
  const unit: Box = { min: [-1, -1, -1], max: [1, 1, 1] };
  const forward = new Vector3(0, 1, 0);
  const outside = depthRange(unit, new Vector3(0, -5, 0), forward, false);
  expect(outside.near).toBeGreaterThan(3.9);
  expect(outside.near).toBeLessThan(4);
  expect(outside.far).toBeGreaterThan(6);
  const inside = depthRange(unit, new Vector3(0, 0, 0), forward, false);
  expect(inside.near).toBeGreaterThan(0);
  expect(inside.near).toBeLessThan(1e-3);
  const parallel = depthRange(unit, new Vector3(0, 0, 0), forward, true);
  expect(parallel.near).toBeLessThan(-1);
  expect(parallel.far).toBeGreaterThan(1);
});

test('a scene behind the eye, or of no size, still has a valid range', () => {
  const unit: Box = { min: [-1, -1, -1], max: [1, 1, 1] };
  const point: Box = { min: [2, 2, 2], max: [2, 2, 2] };
  for (const [target, eye] of [
    [unit, new Vector3(0, 50, 0)],
    [point, new Vector3(2, 0, 2)],
    [point, new Vector3(2, 2, 2)],
  ] as const) {
    for (const orthographic of [true, false]) {
      const { near, far } = depthRange(target, eye, new Vector3(0, 1, 0), orthographic);
      expect(far).toBeGreaterThan(near);
      if (!orthographic) expect(near).toBeGreaterThan(0);
    }
  }
});

test('turns go the shorter way', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -4, max: 4, noNaN: true }),
      fc.double({ min: -30, max: 30, noNaN: true }),
      (to, at) => {
        const turned = nearestTurn(to, at);
        expect(Math.abs(turned - at)).toBeLessThanOrEqual(Math.PI + 1e-9);
        expect(Math.abs(Math.sin((turned - to) / 2))).toBeLessThan(1e-9);
      },
    ),
  );
});

test('a direction is found again from the way to the eye', () => {
  fc.assert(
    fc.property(direction, fc.double({ min: 0.1, max: 50, noNaN: true }), (from, length) => {
      const found = directionOf(viewAxes(from).back.multiplyScalar(length));
      expect(viewAxes(found).back.distanceTo(viewAxes(from).back)).toBeLessThan(1e-6);
    }),
  );
  expect(directionOf(new Vector3(0, 0, 0))).toEqual(STANDARD_VIEWS.front);
  expect(viewAxes(directionOf(new Vector3(0, 0, 3))).back.z).toBeCloseTo(1, 9);
});
