/** The picture of a mesh: what is seen, in which colours, and that nothing is where there is nothing. */
import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { drawThumbnail, pictureSteps } from '../../../src/batch/thumbnail/draw-mesh.ts';
import type { Picture } from '../../../src/batch/thumbnail/picture.ts';
import { AXES } from '../../../src/batch/thumbnail/view.ts';
import { finishSteps } from '../../../src/engine/host/steps.ts';
import type { TriangleMesh } from '../../../src/engine/mesh/triangle-mesh.ts';
import type { WorldMesh } from '../../../src/engine/mesh/world-mesh.ts';
import { insideOut, torus } from '../../shapes/meshes.ts';

const { signal } = new AbortController();
const draw = (mesh: TriangleMesh): Picture => finishSteps(pictureSteps(mesh));

function meshOf(shape: Pick<WorldMesh, 'positions' | 'indices'> | TriangleMesh): TriangleMesh {
  return { positions: Float32Array.from(shape.positions), indices: shape.indices, shift: [0, 0, 0] };
}

/** A ball of radius `radius` around `centre`. */
function ball(columns: number, rows: number, radius = 1, centre: readonly number[] = [0, 0, 0]): TriangleMesh {
  const positions: number[] = [];
  const indices: number[] = [];
  for (let i = 0; i <= rows; i++) {
    for (let j = 0; j < columns; j++) {
      const [polar, around] = [(Math.PI * i) / rows, (2 * Math.PI * j) / columns];
      const place = [Math.sin(polar) * Math.cos(around), Math.sin(polar) * Math.sin(around), Math.cos(polar)];
      positions.push(...place.map((value, axis) => centre[axis]! + radius * value));
      if (i === rows) continue;
      const [a, b] = [i * columns + j, i * columns + ((j + 1) % columns)];
      indices.push(a, a + columns, b + columns, a, b + columns, b);
    }
  }
  return { positions: Float32Array.from(positions), indices: Uint32Array.from(indices), shift: [0, 0, 0] };
}

type Pixel = readonly [number, number, number, number];
const at = ({ width, pixels }: Picture, x: number, y: number): Pixel =>
  [...pixels.subarray(4 * (y * width + x), 4 * (y * width + x) + 4)] as unknown as Pixel;
const middle = (picture: Picture): Pixel => at(picture, picture.width / 2, picture.height / 2);
const lightness = ([red, green, blue]: Pixel): number => (red + green + blue) / 3;
const pixelsOf = (picture: Picture): Pixel[] =>
  Array.from({ length: picture.width * picture.height }, (_, i) =>
    at(picture, i % picture.width, Math.floor(i / picture.width)),
  );
const seenOf = (picture: Picture): Pixel[] => pixelsOf(picture).filter((pixel) => pixel[3] === 255);

/** Pixels with any opacity: left, right, top, bottom. */
function extent(picture: Picture): readonly [number, number, number, number] {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  pixelsOf(picture).forEach(([, , , opacity], i) => {
    if (opacity === 0) return;
    const [x, y] = [i % picture.width, Math.floor(i / picture.width)];
    [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
  });
  return [left, right, top, bottom];
}

describe('a ball', () => {
  const picture = draw(ball(80, 40));

  it('fills the height, stands in the middle, is round, on a transparent ground', () => {
    const [left, right, top, bottom] = extent(picture);
    expect([picture.width, picture.height]).toEqual([256, 192]);
    expect(top).toBeLessThan(9);
    expect(Math.abs(top + bottom - 191)).toBeLessThanOrEqual(1);
    expect(Math.abs(left + right - 255)).toBeLessThanOrEqual(1);
    // Seen in perspective a ball stays a disc only in the middle of the view, where it is.
    expect(Math.abs(right - left - (bottom - top))).toBeLessThanOrEqual(3);
    expect(at(picture, 0, 0)).toEqual([0, 0, 0, 0]);
    expect(at(picture, 255, 191)).toEqual([0, 0, 0, 0]);
  });

  it('is lit in the middle, most at the upper left, least at the lower right, never black', () => {
    const [upperLeft, lowerRight] = [at(picture, 100, 60), at(picture, 172, 146)];
    expect(lightness(middle(picture))).toBeGreaterThan(150);
    expect(lightness(upperLeft)).toBeGreaterThan(lightness(middle(picture)));
    expect(lightness(lowerRight)).toBeLessThan(lightness(middle(picture)) - 40);
    for (const pixel of seenOf(picture)) expect(lightness(pixel)).toBeGreaterThan(60);
  });

  it('is smooth: light changes little from pixel to pixel, and no back shows at its rim', () => {
    for (let x = 60; x < 195; x++) {
      expect(Math.abs(lightness(at(picture, x, 96)) - lightness(at(picture, x + 1, 96)))).toBeLessThan(8);
    }
    for (const [red, , blue] of seenOf(picture)) expect(blue).toBeGreaterThanOrEqual(red - 4);
  });

  it('looks the same far from the origin, in another unit, and with the normals that it would get', () => {
    const normals = ball(80, 40).positions;
    for (const other of [ball(80, 40, 1e-6), ball(80, 40, 1e6, [3e6, -2e6, 1e6]), { ...ball(80, 40), normals }]) {
      const same = pixelsOf(draw(other));
      const apart = pixelsOf(picture).map((pixel, i) => Math.abs(lightness(pixel) - lightness(same[i]!)));
      expect(apart.filter((difference) => difference > 3).length).toBeLessThan(0.01 * apart.length);
    }
  });
});

describe('colours', () => {
  it('of the mesh are kept', () => {
    for (const [channel, name] of ['red', 'green', 'blue'].entries()) {
      const shape = ball(40, 20);
      const colors = new Uint8Array(shape.positions.length).map((_, i) => (i % 3 === channel ? 220 : 30));
      const pixel = middle(draw({ ...shape, colors }));
      const others = pixel.slice(0, 3).filter((_, i) => i !== channel);
      expect(pixel[channel], name).toBeGreaterThan(150);
      expect(Math.max(...others), name).toBeLessThan(90);
    }
  });

  it('of two vertices meet between them', () => {
    // Across the view: red on its left, blue on its right.
    const corner = (right: number, up: number): number[] => AXES.right.map((v, i) => right * v + up * AXES.up[i]!);
    const positions = Float32Array.from([corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)].flat());
    const colors = Uint8Array.from([255, 0, 0, 0, 0, 255, 0, 0, 255, 255, 0, 0]);
    const picture = draw({ positions, colors, indices: Uint32Array.of(0, 1, 2, 0, 2, 3), shift: [0, 0, 0] });
    const [left, right] = extent(picture);
    const [first, last] = [at(picture, left + 3, 96), at(picture, right - 3, 96)];
    expect(first[0]).toBeGreaterThan(first[2] + 120);
    expect(last[2]).toBeGreaterThan(last[0] + 120);
    expect(Math.abs(middle(picture)[0] - middle(picture)[2])).toBeLessThan(20);
    // The edge between the two triangles leaves no gap.
    for (let y = 20; y < 172; y++) expect(at(picture, 128, y)[3]).toBe(255);
  });

  it('of backs are rust, whatever the colours of the mesh', () => {
    const turned = meshOf(insideOut(torus(60, 40)));
    const colors = new Uint8Array(turned.positions.length).fill(60);
    for (const mesh of [turned, { ...turned, colors }]) {
      const seen = seenOf(draw(mesh));
      for (const [red, , blue] of seen) expect(red).toBeGreaterThan(blue);
      const mean = (channel: 0 | 2): number => seen.reduce((sum, pixel) => sum + pixel[channel], 0) / seen.length;
      expect(mean(0) - mean(2)).toBeGreaterThan(30);
    }
  });
});

it('the near hides the far, in whatever order they come', () => {
  const far = ball(40, 20, 1);
  const place = AXES.back.map((value) => 2 * value);
  const near = ball(40, 20, 0.5, place);
  const count = far.positions.length / 3;
  const paint = (red: number): Uint8Array<ArrayBuffer> =>
    new Uint8Array(3 * count).map((_, i) => (i % 3 === 0 ? red : 0));
  const join = (first: TriangleMesh, second: TriangleMesh, reds: readonly [number, number]): TriangleMesh => ({
    positions: Float32Array.from([...first.positions, ...second.positions]),
    indices: Uint32Array.from([...first.indices, ...second.indices.map((vertex) => vertex + count)]),
    colors: Uint8Array.from([...paint(reds[0]), ...paint(reds[1])]),
    shift: [0, 0, 0],
  });
  const picture = draw(join(far, near, [0, 255]));
  expect(middle(picture)[0]).toBeGreaterThan(150);
  expect(draw(join(near, far, [255, 0])).pixels).toEqual(picture.pixels);
});

describe('nothing to see', () => {
  const none: TriangleMesh = { positions: new Float32Array(0), indices: new Uint32Array(0), shift: [0, 0, 0] };
  const NOWHERE = Float32Array.of(1, 2, 3, 1, 2, 3, 1, 2, 3);
  it.each<[string, TriangleMesh]>([
    ['no vertices', none],
    ['no triangles', { ...none, positions: NOWHERE }],
    ['all in one place', { ...none, positions: NOWHERE, indices: Uint32Array.of(0, 1, 2) }],
    ['no numbers', { ...none, positions: new Float32Array(9).fill(NaN), indices: Uint32Array.of(0, 1, 2) }],
    ['on a line', { ...none, positions: Float32Array.of(0, 0, 0, 1, 1, 1, 2, 2, 2), indices: Uint32Array.of(0, 1, 2) }],
  ])('%s gives an empty picture', async (_what, mesh) => {
    const { width, height, channels, data } = decode(await drawThumbnail(mesh, signal));
    expect([width, height, channels]).toEqual([256, 192, 4]);
    expect(data.every((value) => value === 0)).toBe(true);
  });

  it('a vertex or a normal that is no number spoils itself only', () => {
    const whole = ball(40, 20);
    const positions = whole.positions.slice();
    positions.set([NaN, Infinity, -Infinity], 3 * 210);
    const normals = whole.positions.slice().fill(NaN, 3 * 300, 3 * 320);
    const [sound, spoilt] = [draw(whole), draw({ ...whole, positions, normals })];
    expect(seenOf(spoilt).length).toBeGreaterThan(0.97 * seenOf(sound).length);
    for (const pixel of seenOf(spoilt)) expect(lightness(pixel)).toBeGreaterThan(40);
  });
});

it('is a PNG of the same bytes each time, whichever way the event loop turns', async () => {
  const mesh = meshOf(torus(200, 100));
  const png = await drawThumbnail(mesh, signal);
  const decoded = decode(png);
  expect([decoded.width, decoded.height, decoded.depth, decoded.channels]).toEqual([256, 192, 8, 4]);
  expect(Buffer.from(decoded.data.buffer).equals(Buffer.from(draw(mesh).pixels))).toBe(true);
  expect(Buffer.from(await drawThumbnail(mesh, signal)).equals(Buffer.from(png))).toBe(true);
});

it('stops when aborted', async () => {
  const controller = new AbortController();
  const reason = new Error('stopped by the test');
  const drawing = drawThumbnail(ball(2000, 1000), controller.signal);
  setTimeout(() => controller.abort(reason));
  await expect(drawing).rejects.toBe(reason);
});
