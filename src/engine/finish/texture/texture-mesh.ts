/**
 * A texture for a mesh: its surface laid flat (`unwrap.ts`), and baked into pictures the colours of the points and,
 * where the mesh is a simplified one, the relief of what it was made from.
 */
import { unwrapMesh } from './unwrap.ts';
import { type BakedRows, bakeRows, type ColouredPoints, type FineSurface, type FlatMesh } from './bake-rows.ts';
import { spreadSteps } from './spread-pixels.ts';
import { tangentSteps } from './tangent-frames.ts';
import { MOST_TEXTURED_TRIANGLES, textureObstacle } from '../../texture-obstacle.ts';
import type { PointCloud } from '../../cloud/point-cloud.ts';
import type { RunContext } from '../../events.ts';
import { abortable } from '../../gpu/gpu.ts';
import type { TaskHost } from '../../host/host.ts';
import { inStretches } from '../../host/in-stretches.ts';
import { INLINE_TASKS } from '../../host/inline-host.ts';
import { hasSharedMemory, shareable } from '../../host/shared-memory.ts';
import { runSteps } from '../../host/steps.ts';
import type { MeshTexture } from '../../mesh/mesh-texture.ts';
import { vertexNormalSteps } from '../../mesh/normals.ts';
import type { TriangleMesh } from '../../mesh/triangle-mesh.ts';
import type { WorldMesh } from '../../mesh/world-mesh.ts';
import { buildKdTree } from '../../neighbours/kd-tree.ts';
import { growSearchTree } from '../simplify/fit-tasks.ts';

/** Rows of a task: some .2 s of work at 2048 pixels. */
const ROWS = 64;
/** A plane's own normal. */
const FLAT = [128, 128, 255];

export interface TextureReport {
  readonly pixels: number;
  readonly charts: number;
  /** Of the picture, what triangles cover. */
  readonly coveredShare: number;
  readonly hasColors: boolean;
  readonly hasRelief: boolean;
}

export interface TextureInput {
  /** With normals. */
  readonly mesh: TriangleMesh;
  readonly pixels: number;
  /** What the mesh was simplified from, in its space; left out where it was not. */
  readonly fine?: WorldMesh;
  /** Where colours come from; left out, or without colours, there are none. */
  readonly cloud?: PointCloud;
}

/** Why a texture cannot be made, a sentence; null where it can. */
export function textureRefusal({ mesh, fine, cloud }: TextureInput): string | null {
  const triangles = mesh.indices.length / 3;
  const isSimplified = fine !== undefined;
  switch (textureObstacle({ triangles, hasColors: cloud?.colors !== undefined, isSimplified })) {
    case 'empty':
      return 'No texture is made: it would show nothing, as the points have no colours and the mesh was not simplified.';
    case 'large':
      return (
        `No texture is made: ${triangles} triangles are more than the ${MOST_TEXTURED_TRIANGLES} that one takes; ` +
        'simplify the mesh first.'
      );
    case null:
      return null;
  }
}

/**
 * For what `textureRefusal` does not refuse. Takes 14 bytes a pixel, 250 a triangle of the finer mesh and 40 a point.
 *
 * @throws ReconstructError `mesh-format` for a mesh that cannot be laid flat; rejects with `context.signal.reason`
 */
export async function textureMesh(
  { mesh, pixels, fine, cloud }: TextureInput,
  host: TaskHost,
  context: RunContext,
): Promise<{ readonly texture: MeshTexture; readonly report: TextureReport }> {
  const { signal } = context;
  const positions = shareable(mesh.positions);
  const normals = shareable(mesh.normals ?? (await runSteps(vertexNormalSteps(positions, mesh.indices), signal)));
  const tasks = hasSharedMemory() ? host : INLINE_TASKS;
  const unwrapping = tasks.runTask(unwrapMesh, { positions, normals, indices: mesh.indices, pixels });
  const { charts, sources, indices, coordinates } = await abortable(unwrapping, signal);
  const tangents = await runSteps(tangentSteps({ sources, indices, coordinates }, positions, normals), signal);
  const shared = [sources, indices, coordinates, tangents].map((values) => shareable(values)) as [
    Uint32Array<ArrayBuffer>,
    Uint32Array<ArrayBuffer>,
    Float32Array<ArrayBuffer>,
    Float32Array<ArrayBuffer>,
  ];
  const flat: FlatMesh = {
    sources: shared[0],
    indices: shared[1],
    coordinates: shared[2],
    tangents: shared[3],
    positions,
    normals,
  };
  const from = {
    ...(fine && { fine: await fineSurface(fine, tasks, context) }),
    ...(cloud?.colors && { points: await colouredPoints(cloud, mesh.shift, tasks, context) }),
  };
  const stretches = await inStretches(pixels, ROWS, tasks, signal, async (range) => {
    const rows = await tasks.runTask(bakeRows, { flat, pixels, ...from, ...range });
    context.onEvent({ type: 'progressed', stage: 'finish', share: (range.first + range.count) / pixels });
    return rows;
  });
  const pictures = await joined(stretches, pixels, context);
  const { coveredShare, ...baked } = pictures;
  const texture = { sources, indices, coordinates, tangents, pixels, ...baked };
  const [hasColors, hasRelief] = [baked.colors !== undefined, baked.relief !== undefined];
  return { texture, report: { pixels, charts, coveredShare, hasColors, hasRelief } };
}

async function fineSurface(fine: WorldMesh, tasks: TaskHost, { signal }: RunContext): Promise<FineSurface> {
  const mesh = { positions: shareable(fine.positions), indices: shareable(fine.indices) };
  const tree = await growSearchTree(mesh, tasks, signal);
  return { mesh, tree, normals: shareable(await runSteps(vertexNormalSteps(mesh.positions, mesh.indices), signal)) };
}

async function colouredPoints(
  cloud: PointCloud,
  shift: TriangleMesh['shift'],
  tasks: TaskHost,
  context: RunContext,
): Promise<ColouredPoints> {
  const tree = await buildKdTree(cloud.positions, tasks, context);
  const [x, y, z] = shift.map((value, axis) => value - cloud.shift[axis]!) as [number, number, number];
  return { tree, colors: shareable(cloud.colors!), offset: [x, y, z] };
}

/**
 * The rows one below the other, spread beyond the borders of charts; what no chart is near shows a mean colour and no
 * relief.
 */
async function joined(stretches: readonly BakedRows[], pixels: number, { signal }: RunContext) {
  const picture = (part: 'colors' | 'relief', rest: readonly number[]): Uint8Array<ArrayBuffer> | undefined => {
    if (!stretches[0]?.[part]) return undefined;
    const whole = new Uint8Array(3 * pixels * pixels);
    for (let i = 0; i < whole.length; i++) whole[i] = rest[i % 3]!;
    let at = 0;
    for (const rows of stretches) {
      rows.isCovered.forEach((is, pixel) => {
        if (is) whole.set(rows[part]!.subarray(3 * pixel, 3 * pixel + 3), at + 3 * pixel);
      });
      at += 3 * rows.isCovered.length;
    }
    return whole;
  };
  const isCovered = new Uint8Array(pixels * pixels);
  let at = 0;
  for (const rows of stretches) {
    isCovered.set(rows.isCovered, at);
    at += rows.isCovered.length;
  }
  const coveredShare = isCovered.reduce((sum, is) => sum + is, 0) / isCovered.length;
  const colors = picture('colors', meanColour(stretches));
  const relief = picture('relief', FLAT);
  await runSteps(
    spreadSteps(
      pixels,
      isCovered,
      [colors, relief].filter((some) => some !== undefined),
    ),
    signal,
  );
  return { coveredShare, ...(colors && { colors }), ...(relief && { relief }) };
}

function meanColour(stretches: readonly BakedRows[]): readonly number[] {
  const sums = [0, 0, 0];
  let count = 0;
  for (const { isCovered, colors } of stretches) {
    if (!colors) continue;
    for (let pixel = 0; pixel < isCovered.length; pixel++) {
      if (isCovered[pixel] === 0) continue;
      count++;
      for (let channel = 0; channel < 3; channel++) sums[channel]! += colors[3 * pixel + channel]!;
    }
  }
  return sums.map((sum) => Math.round(sum / Math.max(1, count)));
}
