/**
 * Boxes of subtrees, and the search that prunes by them. Both are exact: boxes are coordinates of points, and dyadic
 * coordinates make squared distances exact in float32, so that ties are ties. A row of workgroups has 4.2 million
 * subtrees, which no test builds.
 */
import { describe, expect, it } from 'vitest';
import { BufferScope } from '../../../src/engine/gpu/buffer-scope.ts';
import { defineKernel } from '../../../src/engine/gpu/kernel.ts';
import { boundSubtrees } from '../../../src/engine/neighbours/bound-subtrees.ts';
import { uploadKdTree, uploadPoints } from '../../../src/engine/neighbours/gpu-kd-tree.ts';
import { buildKdTree, type KdTree } from '../../../src/engine/neighbours/kd-tree.ts';
import { referenceNearest } from '../../reference/neighbours.ts';
import { testGpu } from '../device.ts';
import { testHost } from '../host.ts';
import { stageOf } from '../stage.ts';

const context = { signal: new AbortController().signal, onEvent: () => undefined };
const K = 5;

const libraries = import.meta.glob<string>('../../../src/shaders/neighbours/kd_boxes.wgsl', {
  eager: true,
  import: 'default',
});

const nearestByBoxes = defineKernel({
  label: 'test/nearest_by_boxes',
  code: /* wgsl */ `
const KNN_CAPACITY = ${K}u;
${Object.values(libraries)[0]}
struct Params { node_count: u32, query_count: u32, lowest_row: u32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> kd_nodes: array<vec4u>;
@group(0) @binding(2) var<storage, read> kd_boxes: array<vec4f>;
@group(0) @binding(3) var<storage, read> queries: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> answers: array<u32>;
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x < params.query_count) {
    let found = kd_boxed_nearest_k(queries[id.x].xyz, KNN_CAPACITY, params.node_count, params.lowest_row);
    for (var j = 0u; j < found; j++) {
      answers[KNN_CAPACITY * id.x + j] = near_index[j];
    }
  }
}`,
  workgroup: 64,
  params: { node_count: 'u32', query_count: 'u32', lowest_row: 'u32' },
  buffers: { kd_nodes: 'read', kd_boxes: 'read', queries: 'read', answers: 'read_write' },
});

/** Multiples of 1/64 in the cube from `low` of the side `side`. */
function dyadicPoints(count: number, seed: number, low = 0, side = 1): Float32Array {
  let state = seed;
  return Float32Array.from({ length: 3 * count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return low + (side * (state >>> 26)) / 64;
  });
}

/** A sheet: what splitting planes alone bound badly. */
function sheet(count: number): Float32Array {
  return dyadicPoints(count, 5).map((value, i) => (i % 3 === 2 ? 0.5 : value));
}

/** Lowest and highest corner of all points below a place, counted from 1, by the tree's definition. */
function slowBox(tree: KdTree, place: number): { low: number[]; high: number[] } {
  const values = new Float32Array(tree.nodes.buffer, tree.nodes.byteOffset, tree.nodes.length);
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  const visit = (at: number): void => {
    if (at > tree.pointCount) return;
    for (let axis = 0; axis < 3; axis++) {
      low[axis] = Math.min(low[axis]!, values[4 * (at - 1) + axis]!);
      high[axis] = Math.max(high[axis]!, values[4 * (at - 1) + axis]!);
    }
    visit(2 * at);
    visit(2 * at + 1);
  };
  visit(place);
  return { low, high };
}

/** One point, full rows and one point less or more, the last row of the boxes full and not, many rows. */
const COUNTS = [1, 2, 14, 15, 16, 30, 31, 32, 62, 63, 64, 127, 3000, 40_000];

describe('boundSubtrees', () => {
  it.each(COUNTS)('gives the box of every upper subtree of %i points', async (count) => {
    const gpu = await testGpu();
    using scope = new BufferScope(gpu, 'test');
    const tree = await buildKdTree(dyadicPoints(count, 3), await testHost(), context);
    const { boxes, lowestRow } = await boundSubtrees(stageOf(gpu, { scope }), uploadKdTree(scope, tree));
    const numbers = await gpu.readFloats(boxes, 8 * 2 ** (lowestRow + 1));
    for (let place = 1; place < 2 ** (lowestRow + 1); place++) {
      const { low, high } = slowBox(tree, place);
      expect([...numbers.subarray(8 * place, 8 * place + 3)], `place ${place}`).toEqual(low);
      expect([...numbers.subarray(8 * place + 4, 8 * place + 7)], `place ${place}`).toEqual(high);
    }
  });
});

describe('kd_boxed_nearest_k', () => {
  const clouds = [...COUNTS.slice(0, -1).map((count) => dyadicPoints(count, 7)), sheet(2000)];

  it.each(clouds.map((cloud) => [cloud.length / 3, cloud] as const))(
    'finds the nearest of %i points, of equals the smaller index',
    async (count, positions) => {
      const gpu = await testGpu();
      await gpu.load(nearestByBoxes);
      using scope = new BufferScope(gpu, 'test');
      const tree = uploadKdTree(scope, await buildKdTree(positions, await testHost(), context));
      const { boxes, lowestRow } = await boundSubtrees(stageOf(gpu, { scope }), tree);
      // Among the points, and as far away again on all sides.
      const queries = dyadicPoints(200, 11, -1, 4);
      const answers = scope.storage('answers', 4 * K * 200);
      gpu
        .commands('test')
        .dispatch(
          nearestByBoxes,
          200,
          { node_count: count, query_count: 200, lowest_row: lowestRow },
          { kd_nodes: tree.nodes, kd_boxes: boxes, queries: uploadPoints(scope, queries), answers },
        )
        .submit();
      const found = await gpu.readUints(answers, K * 200);
      for (let i = 0; i < 200; i++) {
        const query = [queries[3 * i]!, queries[3 * i + 1]!, queries[3 * i + 2]!] as const;
        const { indices } = referenceNearest(positions, query, K);
        expect([...found.subarray(K * i, K * i + indices.length)], `query ${query.join()}`).toEqual(indices);
      }
    },
  );
});
