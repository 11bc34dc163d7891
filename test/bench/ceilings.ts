/**
 * What the device can do at most, measured by two kernels that do nothing else: copying for the memory, chains of fused
 * multiply-adds for the arithmetic. Both are the best of several dispatches, by the timer that measures a run's.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { BufferScope } from '../../src/engine/gpu/buffer-scope.ts';
import { Gpu } from '../../src/engine/gpu/gpu.ts';
import { defineKernel } from '../../src/engine/gpu/kernel.ts';
import type { PassTimer } from '../../src/engine/gpu/pass-timer.ts';
import { openNodeHost } from '../../src/cli/node-host.ts';

export interface Ceilings {
  readonly device: string;
  /** Bytes read and bytes written, 10⁹ a second. */
  readonly copyGigabytesPerSecond: number;
  /** Float32 operations, a fused multiply-add being two, 10⁹ a second. */
  readonly gigaflopsPerSecond: number;
}

const INDEX = `
  let i = (group.y * groups.x + group.x) * 256u + local;
  if (i >= params.count) { return; }`;
const HEAD = `
struct Params { count: u32 }
@group(0) @binding(0) var<uniform> params: Params;`;
const MAIN = `
@compute @workgroup_size(256)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {${INDEX}`;

const copyBytes = defineKernel({
  label: 'bench/copy_bytes',
  code: `${HEAD}
@group(0) @binding(1) var<storage, read> source: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> target_: array<vec4f>;
${MAIN}
  target_[i] = source[i];
}`,
  workgroup: 256,
  params: { count: 'u32' },
  buffers: { source: 'read', target_: 'read_write' },
});

/** Eight independent chains of four lanes: enough to hide the latency of a multiply-add, few enough for registers. */
const CHAINS = 8;
/** Written out in a loop's body: a software device pays for the loop, which the arithmetic must outweigh. */
const UNROLLED = 16;
const LOOPS = 16;
const FLOPS_PER_THREAD = 2 * 4 * CHAINS * UNROLLED * LOOPS;

const lines = (count: number, text: (k: number) => string): string =>
  Array.from({ length: count }, (_, k) => text(k)).join('\n  ');

const fuseNumbers = defineKernel({
  label: 'bench/fuse_numbers',
  // Factor and summand come from memory, so that no compiler computes the result ahead; 0.999 keeps it finite.
  code: `${HEAD}
@group(0) @binding(1) var<storage, read> source: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> target_: array<vec4f>;
${MAIN}
  let factor = source[0];
  let summand = source[1];
  ${lines(CHAINS, (k) => `var x${k} = vec4f(f32(i) + ${k}.0);`)}
  for (var step = 0u; step < ${LOOPS}u; step++) {
  ${lines(CHAINS * UNROLLED, (k) => `x${k % CHAINS} = fma(x${k % CHAINS}, factor, summand);`)}
  }
  target_[i % 64u] = ${Array.from({ length: CHAINS }, (_, k) => `x${k}`).join(' + ')};
}`,
  workgroup: 256,
  params: { count: 'u32' },
  buffers: { source: 'read', target_: 'read_write' },
});

/**
 * Larger than the caches: those of data-centre GPUs hold 50 MB. Where a binding may not be so large, as large as it
 * may.
 */
const COPY_BYTES = 256 * 2 ** 20;
const REPEATS = 12;
/** A dispatch that takes this long is measured well, and no desktop freezes. */
const ENOUGH_MS = 20;
const MOST_THREADS = 2 ** 24;

/** Opens the device and closes it again. Throws where it has no timestamps. */
export async function measureCeilings(software: boolean): Promise<Ceilings> {
  await using host = await openNodeHost({ software, profiling: true });
  const { device, deviceLabel, passTimer } = host;
  if (!passTimer) throw new Error(`${deviceLabel} has no timestamps: kernels cannot be measured on it`);
  using gpu = new Gpu(device, deviceLabel, { passTimer });
  await gpu.load(copyBytes, fuseNumbers);
  using scope = new BufferScope(gpu, 'ceilings');
  const { maxBufferSize, maxStorageBufferBindingSize } = device.limits;
  const bytes = Math.min(COPY_BYTES, maxBufferSize, maxStorageBufferBindingSize);
  const source = scope.storage('source', bytes);
  const target_ = scope.storage('target', bytes);
  device.queue.writeBuffer(source, 0, new Float32Array(8).fill(0.999));
  const bestMs = (kernel: typeof copyBytes, count: number): Promise<number> =>
    bestOf(gpu, passTimer, kernel, count, { source, target_ });
  const copyMs = await bestMs(copyBytes, bytes / 16);
  let threads = 2 ** 14;
  let fuseMs = await bestMs(fuseNumbers, threads);
  while (fuseMs < ENOUGH_MS && threads < MOST_THREADS) {
    threads *= 2;
    fuseMs = await bestMs(fuseNumbers, threads);
  }
  return {
    device: deviceLabel,
    copyGigabytesPerSecond: (2 * bytes) / copyMs / 1e6,
    gigaflopsPerSecond: (FLOPS_PER_THREAD * threads) / fuseMs / 1e6,
  };
}

async function bestOf(
  gpu: Gpu,
  timer: PassTimer,
  kernel: typeof copyBytes,
  count: number,
  buffers: { source: GPUBuffer; target_: GPUBuffer },
): Promise<number> {
  const before = (await timer.passes()).length;
  for (let i = 0; i < REPEATS; i++) gpu.commands(kernel.label).dispatch(kernel, count, { count }, buffers).submit();
  const times = (await timer.passes()).slice(before).map(({ ms }) => ms);
  return Math.min(...times);
}

/** The higher of two measurements: other programs can only make a device seem slower than it is. */
export function higherCeilings(one: Ceilings, other: Ceilings): Ceilings {
  return {
    device: one.device,
    copyGigabytesPerSecond: Math.max(one.copyGigabytesPerSecond, other.copyGigabytesPerSecond),
    gigaflopsPerSecond: Math.max(one.gigaflopsPerSecond, other.gigaflopsPerSecond),
  };
}

/** `measureCeilings` in a process of its own: a driver may crash, and prints what nobody asked for. */
export function ceilingsOfDevice(software: boolean): Ceilings {
  const args = [...process.execArgv, fileURLToPath(import.meta.url), ...(software ? ['--software'] : [])];
  const run = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`the device's ceilings cannot be measured: ${run.stderr}`);
  return JSON.parse(run.stdout) as Ceilings;
}

if (import.meta.main) console.log(JSON.stringify(await measureCeilings(process.argv.includes('--software'))));
