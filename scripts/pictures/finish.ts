/**
 * The pictures of docs/finish.md: what each operation is given and what it makes of it, side by side, of surfaces made
 * in code. From the project's folder:
 *
 *   node --import ./scripts/wgsl-node.ts scripts/pictures/finish.ts [NAME…]
 */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { PointCloud } from '../../src/engine/cloud/point-cloud.ts';
import { finishSurface, type FinishOptions } from '../../src/engine/finish/finish-surface.ts';
import { boundsOf } from '../../src/engine/math/point-bounds.ts';
import { INLINE_TASKS } from '../../src/engine/host/inline-host.ts';
import type { MeshTexture } from '../../src/engine/mesh/mesh-texture.ts';
import type { TriangleMesh } from '../../src/engine/mesh/triangle-mesh.ts';
import type { WorldMesh } from '../../src/engine/mesh/world-mesh.ts';
import { DEFAULTS } from '../../src/engine/options.ts';
import { Dice } from '../../test/prove/dice.ts';
import { quietContext } from '../../test/run-context.ts';
import { implicitMesh } from '../../test/shapes/implicit-mesh.ts';
import { meshBytes } from '../../test/shapes/mesh-bytes.ts';
import { terrain } from '../../test/shapes/procedural-shapes.ts';
import { pointCloudOf, sampleCloud } from '../../test/shapes/sampled-cloud.ts';
import { toPalettePng } from './palette-png.ts';

const FOLDER = 'docs/pictures/finish';

interface Shown {
  readonly mesh: WorldMesh;
  readonly options: Partial<FinishOptions>;
  readonly view: string;
  /** Draws the edges of triangles. */
  readonly hasEdges?: boolean;
  readonly cloud?: PointCloud;
}

const SHOWN: Readonly<Record<string, () => Shown>> = {
  trim: () => ({ ...beyondItsPoints(), options: { trim: 0.15 }, view: 'corner' }),
  close: () => ({ mesh: withHoles(blob(44)), options: { close: 'all' }, view: 'front' }),
  smooth: () => ({ mesh: roughened(block(36), 0.016), options: { smooth: 10, smoothKind: 'edges' }, view: 'corner' }),
  relax: () => ({ mesh: blob(22), options: { relax: true }, view: 'front', hasEdges: true }),
  simplify: () => ({ mesh: blob(40), options: { simplify: '8%' }, view: 'front', hasEdges: true }),
  texture: () => ({ ...striped(), options: { simplify: 400, texture: 512 }, view: 'corner' }),
};

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(SHOWN);
const folder = await mkdtemp(path.join(tmpdir(), 'gridpull-pictures-'));
try {
  await mkdir(FOLDER, { recursive: true });
  for (const name of names) {
    const shown = SHOWN[name];
    if (!shown) throw new Error(`no operation "${name}"; there are ${Object.keys(SHOWN).join(', ')}.`);
    await draw(name, shown());
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function draw(name: string, { mesh, options, view, hasEdges = false, cloud }: Shown): Promise<void> {
  const before: TriangleMesh = {
    positions: Float32Array.from(mesh.positions),
    indices: Uint32Array.from(mesh.indices),
    shift: [0, 0, 0],
  };
  const { mesh: after } = await finishSurface(before, { ...DEFAULTS, ...options }, INLINE_TASKS, quietContext, cloud);
  const { texture, colors } = after;
  const files = [path.join(folder, `${name}-before.ply`), path.join(folder, `${name}-after.ply`)];
  const shown = texture
    ? [{ ...after, colors: vertexColours(after.positions) }, spread(after, texture)]
    : [before, after];
  for (const [i, one] of shown.entries()) await writeFile(files[i]!, await meshBytes(one, 'ply'));
  if (colors && !texture) throw new Error(`${name} has colours that nothing shows`);
  execFileSync('node', [
    'scripts/pictures/render.ts',
    ...files,
    ...['-o', folder, '--size', '400x320', '--views', view],
    ...(hasEdges ? ['--edges'] : []),
    ...(texture ? ['--colors'] : []),
  ]);
  for (const file of files) {
    const drawn = file.replace(/ply$/, 'png');
    const target = path.join(FOLDER, path.basename(drawn));
    await writeFile(target, toPalettePng(await readFile(drawn)));
    console.log(target);
  }
}

/** Two lobes with a tunnel, as a grid finds them: one triangle in twenty is a sliver. */
function blob(cells: number): WorldMesh {
  const value = ([x, y, z]: readonly [number, number, number]): number => {
    const ring = Math.hypot(Math.hypot(x - 0.25, z) - 0.45, y) - 0.2;
    const ball = Math.hypot(x + 0.5, y, z) - 0.34;
    // The smooth minimum of both.
    return -0.06 * Math.log(Math.exp(-ring / 0.06) + Math.exp(-ball / 0.06));
  };
  return implicitMesh({ cells, halfWidth: 1, value });
}

/** Askew to the grid, with a slot. */
function block(cells: number): WorldMesh {
  const value = ([x, y, z]: readonly [number, number, number]): number => {
    const [u, v] = [0.95 * x - 0.31 * y, 0.31 * x + 0.95 * y];
    const whole = Math.max(Math.abs(u) - 0.7, Math.abs(v) - 0.5, Math.abs(z) - 0.35);
    return Math.max(whole, -Math.max(Math.abs(u - 0.1) - 0.2, 0.05 - z));
  };
  return implicitMesh({ cells, halfWidth: 1, value });
}

function withHoles(mesh: WorldMesh): WorldMesh {
  const holes = [
    [-0.5, -0.34, 0.05, 0.17],
    [0.65, -0.18, 0.05, 0.16],
    [0.05, -0.1, -0.4, 0.15],
  ] as const;
  const { positions, indices } = mesh;
  const kept: number[] = [];
  for (let first = 0; first < indices.length; first += 3) {
    const corners = [...indices.subarray(first, first + 3)];
    const middle = [0, 1, 2].map((axis) => corners.reduce((sum, vertex) => sum + positions[3 * vertex + axis]! / 3, 0));
    const isOut = holes.some(
      ([x, y, z, radius]) => Math.hypot(middle[0]! - x, middle[1]! - y, middle[2]! - z) < radius,
    );
    if (!isOut) kept.push(...corners);
  }
  return { positions, indices: Uint32Array.from(kept) };
}

function roughened({ positions, indices }: WorldMesh, noise: number): WorldMesh {
  const dice = new Dice(11);
  return { positions: positions.map((value) => value + dice.between(-noise, noise)), indices };
}

/** A hillside, of which a scan has seen the middle. */
function beyondItsPoints(): { mesh: WorldMesh; cloud: PointCloud } {
  const mesh = terrain(90);
  const { positions } = sampleCloud(mesh, { points: 20_000, noise: 0.001, seed: 3, holes: [] });
  const { min, max } = boundsOf(positions);
  const [middleX, middleY] = [(min[0] + max[0]) / 2, (min[1] + max[1]) / 2];
  const reach = 0.75 * (middleX - min[0]);
  const kept: number[] = [];
  for (let i = 0; i < positions.length; i += 3) {
    const isSeen = Math.hypot(positions[i]! - middleX, positions[i + 1]! - middleY) < reach;
    if (isSeen) kept.push(positions[i]!, positions[i + 1]!, positions[i + 2]!);
  }
  return { mesh, cloud: pointCloudOf({ positions: Float32Array.from(kept) }) };
}

function striped(): { mesh: WorldMesh; cloud: PointCloud } {
  const mesh = terrain(90);
  const { positions } = sampleCloud(mesh, { points: 60_000, noise: 0, seed: 3, holes: [] });
  return { mesh, cloud: { ...pointCloudOf({ positions }), colors: vertexColours(positions) } };
}

/** A map's colours: lines of height, and green between. */
function vertexColours(positions: ArrayLike<number>): Uint8Array<ArrayBuffer> {
  const colors = new Uint8Array(positions.length);
  for (let i = 0; i < positions.length; i += 3) {
    const [x, y, z] = [positions[i]!, positions[i + 1]!, positions[i + 2]!];
    const isLine = Math.abs((((14 * z) % 1) + 1) % 1) < 0.18;
    const isField = (Math.floor(5 * x) + Math.floor(5 * y)) % 2 === 0;
    colors.set(isLine ? [120, 66, 30] : isField ? [122, 158, 82] : [178, 190, 108], i);
  }
  return colors;
}

/** Each triangle as 256, each corner of them in the colour that the texture has there. */
function spread(
  { positions, indices, shift }: TriangleMesh,
  { coordinates, indices: corners, pixels, colors }: MeshTexture,
): TriangleMesh {
  const parts = 16;
  const places: number[] = [];
  const tints: number[] = [];
  const triangles: number[] = [];
  for (let first = 0; first < indices.length; first += 3) {
    const numbers = new Map<string, number>();
    const vertexAt = (i: number, j: number): number => {
      const key = `${i} ${j}`;
      const known = numbers.get(key);
      if (known !== undefined) return known;
      const weights = [1 - (i + j) / parts, i / parts, j / parts];
      const mix = (values: ArrayLike<number>, width: number, names: Uint32Array, axis: number): number =>
        weights.reduce((sum, weight, corner) => sum + weight * values[width * names[first + corner]! + axis]!, 0);
      for (let axis = 0; axis < 3; axis++) places.push(mix(positions, 3, indices, axis));
      const [u, v] = [0, 1].map((axis) =>
        Math.min(pixels - 1, Math.max(0, Math.floor(pixels * mix(coordinates, 2, corners, axis)))),
      ) as [number, number];
      for (let k = 0; k < 3; k++) tints.push(colors![3 * (v * pixels + u) + k]!);
      numbers.set(key, places.length / 3 - 1);
      return places.length / 3 - 1;
    };
    for (let i = 0; i < parts; i++) {
      for (let j = 0; i + j < parts; j++) {
        triangles.push(vertexAt(i, j), vertexAt(i + 1, j), vertexAt(i, j + 1));
        if (i + j + 2 <= parts) triangles.push(vertexAt(i + 1, j), vertexAt(i + 1, j + 1), vertexAt(i, j + 1));
      }
    }
  }
  return {
    positions: Float32Array.from(places),
    indices: Uint32Array.from(triangles),
    colors: Uint8Array.from(tints),
    shift,
  };
}
