import { describe, expect, it } from 'vitest';
import { dropClutter, markBalloons, markClutter } from '../../../src/engine/finish/clutter.ts';
import { ball, together } from './shapes.ts';

describe('markClutter', () => {
  /** Components as [area, points, mean confidence]. */
  const mark = (...components: [number, number, number][]): number[] => [
    ...markClutter(
      Float64Array.from(components, ([area]) => area),
      Uint32Array.from(components, ([, points]) => points),
      Float64Array.from(components, ([, points, confidence]) => points * confidence),
    ),
  ];

  it('keeps the one with most points, whatever its area', () => {
    expect(mark([1, 50, 0.2], [100, 10, 0.9])).toEqual([0, 1]);
  });
  it('drops fewer than twelve points', () => {
    expect(mark([1, 1000, 0.9], [0.01, 12, 0.9], [0.01, 11, 0.9])).toEqual([0, 0, 1]);
  });
  it('drops the sparse and rough, keeps what is only one of them', () => {
    expect(mark([1, 1000, 0.9], [0.1, 29, 0.79], [0.1, 31, 0.79], [0.1, 29, 0.81])).toEqual([0, 1, 0, 0]);
  });
  it('has nothing to say of one component, or of none', () => {
    expect(mark([1, 3, 0.1])).toEqual([0]);
    expect(mark()).toEqual([]);
  });
});

it('drops the component without points and its vertices', () => {
  const [lone, main] = [ball(0.1, [0.7, 0, 0], 8), ball(0.4, [0, 0, 0])];
  const mesh = together(lone, main);
  const nearestVertex = Uint32Array.from(main.points.keys(), (i) => i + lone.points.length);
  const cleared = dropClutter({
    positions: Float32Array.from(mesh.points.flat()),
    indices: Uint32Array.from(mesh.triangles.flat()),
    nearestVertex,
    planes: new Float32Array(4 * nearestVertex.length).fill(0.9),
    spacingNorm: 0.05,
  });
  expect(cleared.clutterComponents).toBe(1);
  expect(cleared.indices).toEqual(Uint32Array.from(main.triangles.flat()));
  expect(cleared.sources).toEqual(nearestVertex);
});

it('judges a component by the confidence of its planes, the fourth number of each', () => {
  const [rough, main] = [ball(0.4, [2, 0, 0], 8), ball(0.4, [0, 0, 0])];
  const mesh = together(rough, main);
  // Twenty points to the one, a thousand to the other, with equal areas.
  const nearestVertex = Uint32Array.from({ length: 1020 }, (_, i) => (i < 20 ? i : rough.points.length + (i % 100)));
  const clutterWith = (confidence: number): number =>
    dropClutter({
      positions: Float32Array.from(mesh.points.flat()),
      indices: Uint32Array.from(mesh.triangles.flat()),
      nearestVertex,
      planes: Float32Array.from({ length: 4 * 1020 }, (_, at) => (at % 4 < 3 ? 0.5 : at < 80 ? confidence : 0.9)),
      spacingNorm: 0.5,
    }).clutterComponents;
  expect([0.7, 0.85].map(clutterWith)).toEqual([1, 0]);
});

describe('a component of next to no points', () => {
  it('goes where it is closed', () => {
    const mark = (...isClosed: number[]): number[] => [
      ...markBalloons(Float64Array.of(10, 10, 10), Uint32Array.of(1000, 19, 21), 0.1, () => Uint8Array.from(isClosed)),
    ];
    // 19 points to 1000 squares of side .1.
    expect(mark(1, 1, 1)).toEqual([0, 1, 0]);
    expect(mark(1, 0, 1)).toEqual([0, 0, 0]);
  });

  it('has fewer than .02 to a square of the spacing', () => {
    const isOut = (squares: number): number =>
      markBalloons(Float64Array.of(squares), Uint32Array.of(20), 1, () => Uint8Array.of(1))[0]!;
    expect([990, 1010].map(isOut)).toEqual([0, 1]);
  });

  it('goes out of a mesh, and stays where it has a border', () => {
    const [balloon, main] = [ball(0.4, [2, 0, 0], 8), ball(0.4, [0, 0, 0])];
    const mesh = together(balloon, main);
    const nearestVertex = Uint32Array.from({ length: 1020 }, (_, i) =>
      i < 20 ? i : balloon.points.length + (i % 100),
    );
    const dropped = (triangles: typeof mesh.triangles): number =>
      dropClutter({
        positions: Float32Array.from(mesh.points.flat()),
        indices: Uint32Array.from(triangles.flat()),
        nearestVertex,
        planes: new Float32Array(4 * 1020).fill(0.9),
        spacingNorm: 0.03,
      }).clutterComponents;
    // 4 π .4² / .03² are 2,234 squares.
    expect([dropped(mesh.triangles), dropped(mesh.triangles.slice(1))]).toEqual([1, 0]);
  });
});
