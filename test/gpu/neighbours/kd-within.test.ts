/** The function libraries of `shaders/neighbours`, called by small kernels of their own. */
import { describe, expect, it } from 'vitest';
import type { RunContext } from '../../../src/engine/events.ts';
import { defineKernel } from '../../../src/engine/gpu/kernel.ts';
import { buildKdTree } from '../../../src/engine/neighbours/kd-tree.ts';
import { referenceNearest } from '../../reference/neighbours.ts';
import { runKernel } from '../device.ts';
import { testHost } from '../host.ts';

const context: RunContext = { signal: new AbortController().signal, onEvent: () => undefined };

const libraries = import.meta.glob<string>('../../../src/shaders/neighbours/kd_*.wgsl', {
  eager: true,
  import: 'default',
});
const library = (name: string): string => libraries[`../../../src/shaders/neighbours/${name}.wgsl`] ?? '';

const header = /* wgsl */ `
struct Params { node_count: u32, query_count: u32, radius_squared: f32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> kd_nodes: array<vec4u>;
@group(0) @binding(2) var<storage, read> queries: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> answers: array<u32>;
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x < params.query_count) {
    answers[id.x] = answer(queries[id.x].xyz);
  }
}
`;
const declared = {
  workgroup: 64,
  params: { node_count: 'u32', query_count: 'u32', radius_squared: 'f32' },
  buffers: { kd_nodes: 'read', queries: 'read', answers: 'read_write' },
} as const;

const isWithin = defineKernel({
  label: 'test/is_within',
  code: `${library('kd_within')}${header}
fn answer(query: vec3f) -> u32 { return u32(kd_is_within(query, params.radius_squared, params.node_count)); }`,
  ...declared,
});

/** The visitor that kd_walk.wgsl documents: counts the points within a radius. */
const countWithin = defineKernel({
  label: 'test/count_within',
  code: `${library('kd_walk')}${header}
fn answer(query: vec3f) -> u32 {
  var found = 0u;
  var previous = 0u;
  var place = min(1u, params.node_count);
  while (place != 0u) {
    let node = kd_nodes[place - 1u];
    if (previous < place) {
      let apart = kd_position(node) - query;
      found += select(0u, 1u, dot(apart, apart) <= params.radius_squared);
    }
    let offset = kd_offset(query, node);
    let next = kd_step(place, previous, params.node_count, offset, offset * offset <= params.radius_squared);
    previous = place;
    place = next;
  }
  return found;
}`,
  ...declared,
});

/** Multiples of 1/64 in the unit cube: squared distances are exact in float32, and ties abound. */
function dyadicPoints(count: number, seed: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length: 3 * count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 26) / 64;
  });
}

async function ask(kernel: typeof isWithin, positions: Float32Array, queries: Float32Array, radiusSquared: number) {
  const { nodes } = await buildKdTree(positions, await testHost(), context);
  const count = queries.length / 3;
  const padded = Float32Array.from({ length: 4 * count }, (_, i) =>
    i % 4 === 3 ? 0 : (queries[3 * Math.floor(i / 4) + (i % 4)] ?? NaN),
  );
  const { answers } = await runKernel(
    kernel,
    count,
    { node_count: positions.length / 3, query_count: count, radius_squared: radiusSquared },
    { kd_nodes: nodes, queries: padded, answers: new Uint32Array(count) },
  );
  return [...answers];
}

const reference = (positions: Float32Array, queries: Float32Array, i: number) =>
  referenceNearest(
    positions,
    [queries[3 * i] ?? NaN, queries[3 * i + 1] ?? NaN, queries[3 * i + 2] ?? NaN],
    positions.length / 3,
  );

describe.each([1, 2, 3, 400])('a tree of %i points', (pointCount) => {
  const positions = dyadicPoints(pointCount, 5);
  const queries = dyadicPoints(100, 6);

  // Both are sums of squares of 64ths: many points lie on the border itself.
  it.each([0.0087890625, 0.125])(
    'tells of a ball of radius √%f whether it holds one, its border included',
    async (squared) => {
      const found = await ask(isWithin, positions, queries, squared);
      const expected = found.map((_, i) => Number(reference(positions, queries, i).squared[0]! <= squared));
      expect(found).toEqual(expected);
    },
  );

  it('shows a visitor all points of a ball, its border included', async () => {
    const found = await ask(countWithin, positions, queries, 0.125);
    const expected = found.map((_, i) => reference(positions, queries, i).squared.filter((s) => s <= 0.125).length);
    expect(found).toEqual(expected);
  });
});

it('an empty tree has no point within any distance', async () => {
  expect(await ask(isWithin, new Float32Array(0), Float32Array.from([0, 0, 0]), 1e30)).toEqual([0]);
});
