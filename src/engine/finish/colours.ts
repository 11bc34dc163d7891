/**
 * Colours for the vertices of a mesh from those of the cloud: a mean of the nearest four points, in linear light and
 * weighted by distance. The nearest point's colour alone would carry the sensor's noise and the seams between scans
 * over; the weights are explained in `shaders/surface/blend_colours.wgsl`.
 */
import blendColoursWgsl from '../../shaders/surface/blend_colours.wgsl';
import type { RunContext } from '../events.ts';
import { BufferScope } from '../gpu/buffer-scope.ts';
import type { Gpu } from '../gpu/gpu.ts';
import { defineKernel } from '../gpu/kernel.ts';
import { ranges } from '../math/ranges.ts';
import { submitChunks } from '../gpu/submit-chunks.ts';
import type { StageContext } from '../host/stage-context.ts';
import type { GpuKdTree } from '../neighbours/gpu-kd-tree.ts';

export const blendColours = defineKernel({
  label: 'surface/blend_colours',
  code: blendColoursWgsl,
  workgroup: 64,
  params: { first: 'u32', count: 'u32', node_count: 'u32' },
  buffers: { kd_nodes: 'read', positions: 'read', point_colours: 'read', colours: 'read_write' },
});

/** Vertices of one dispatch: about 50 ms on two cores of a software device. */
const VERTICES_PER_DISPATCH = 2 ** 14;
/** Vertices on the device at a time: 96 MiB of positions. */
const VERTICES_PER_BUFFER = 2 ** 23;

export interface ColoursInput {
  /** The cloud's, at least one point. */
  readonly tree: GpuKdTree;
  /** [3 × pointCount] red green blue, sRGB, in the order of the tree's indices. */
  readonly pointColours: Uint8Array;
  /** [3 × vertexCount] in the tree's space. */
  readonly positions: Float32Array;
}

/** [3 × vertexCount] red green blue, sRGB. */
export async function colourVertices(
  stage: StageContext,
  { tree, pointColours, positions }: ColoursInput,
): Promise<Uint8Array<ArrayBuffer>> {
  const { gpu, context } = stage;
  await gpu.load(blendColours);
  using scope = new BufferScope(gpu, 'mesh/colours');
  const point_colours = scope.upload('point colours', packColours(pointColours));
  const vertexCount = positions.length / 3;
  const colours = new Uint8Array(3 * vertexCount);
  for (const { first, end } of ranges(vertexCount, VERTICES_PER_BUFFER)) {
    const part = positions.subarray(3 * first, 3 * end);
    colours.set(await colourPart(gpu, tree, point_colours, part, context), 3 * first);
  }
  return colours;
}

async function colourPart(
  gpu: Gpu,
  tree: GpuKdTree,
  point_colours: GPUBuffer,
  positions: Float32Array,
  context: RunContext,
): Promise<Uint8Array> {
  using scope = new BufferScope(gpu, 'mesh/colours');
  const vertexCount = positions.length / 3;
  const buffers = {
    kd_nodes: tree.nodes,
    positions: scope.upload('positions', positions),
    point_colours,
    colours: scope.storage('colours', 4 * vertexCount),
  };
  await submitChunks(
    gpu,
    'mesh/blend colours',
    vertexCount,
    VERTICES_PER_DISPATCH,
    context.signal,
    (commands, chunk) => {
      commands.dispatch(blendColours, chunk.count, { ...chunk, node_count: tree.pointCount }, buffers);
    },
  );
  return unpackColours(await gpu.readUints(buffers.colours, vertexCount, context.signal));
}

function packColours(colours: Uint8Array): Uint32Array {
  const packed = new Uint32Array(colours.length / 3);
  for (let i = 0; i < packed.length; i++) {
    packed[i] = colours[3 * i]! | (colours[3 * i + 1]! << 8) | (colours[3 * i + 2]! << 16);
  }
  return packed;
}

function unpackColours(packed: Uint32Array): Uint8Array<ArrayBuffer> {
  const colours = new Uint8Array(3 * packed.length);
  for (let i = 0; i < packed.length; i++) {
    colours[3 * i] = packed[i]! & 255;
    colours[3 * i + 1] = (packed[i]! >> 8) & 255;
    colours[3 * i + 2] = (packed[i]! >> 16) & 255;
  }
  return colours;
}
