/** The diagnostic that times every dispatch: none may be missing, attributed to another kernel, or counted twice. */
import { afterEach, expect, it, vi } from 'vitest';
import type { PointCloud } from '../../src/engine/cloud/point-cloud.ts';
import { readCloud } from '../../src/engine/formats/read/read-cloud.ts';
import type { RunContext } from '../../src/engine/events.ts';
import { CommandList } from '../../src/engine/gpu/command-list.ts';
import { BufferScope } from '../../src/engine/gpu/buffer-scope.ts';
import { Gpu } from '../../src/engine/gpu/gpu.ts';
import { PassTimer } from '../../src/engine/gpu/pass-timer.ts';
import { addBlockSums, SCAN_KERNELS } from '../../src/engine/gpu/scan.ts';
import { reconstruct } from '../../src/engine/reconstruct.ts';
import { testGpu } from './device.ts';
import { isPage, testHost } from './host.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** Both software drivers have them: without, these tests would say nothing. */
const TIMESTAMPS = 'the device has timestamp queries; run: npm run setup';

/** A command list records two queries a dispatch: this many fill one set of 4,096 and part of a second. */
const MORE_THAN_A_SET = 2100;

it('times every dispatch of command lists that need one set of queries, several, or none', async () => {
  const { device, label } = await testGpu();
  expect(PassTimer.isSupported(device), TIMESTAMPS).toBe(true);
  const passTimer = new PassTimer(device);
  using gpu = new Gpu(device, label, { passTimer });
  await gpu.load(...SCAN_KERNELS);
  using scope = new BufferScope(gpu, 'test');
  const counts = scope.upload('counts', new Uint32Array(300));
  const blockSums = scope.upload('block sums', Uint32Array.of(1, 0));
  const record = (commands: CommandList, dispatches: number, count: number): CommandList => {
    for (let i = 0; i < dispatches; i++)
      commands.dispatch(addBlockSums, count, { count }, { block_sums: blockSums, counts });
    return commands;
  };
  record(gpu.commands('one'), 1, 300).submit();
  record(gpu.commands('many'), MORE_THAN_A_SET, 7).submit();
  record(gpu.commands('dropped'), 3, 7)[Symbol.dispose]();
  record(gpu.commands('nothing to do'), 3, 0).submit();
  record(gpu.commands('again'), 2, 7).submit();
  const passes = await passTimer.passes();
  expect(passes.map(({ batch }) => batch)).toEqual([
    'one',
    ...Array.from({ length: MORE_THAN_A_SET }, () => 'many'),
    ...['again', 'again'],
  ]);
  expect(passes[0]).toMatchObject({
    kernel: 'scan/add_block_sums',
    threads: 300,
    params: { count: 300 },
    bufferBytes: { counts: 1200, block_sums: 16 },
  });
  expect(passes.every(({ ms }) => ms >= 0)).toBe(true);
  // The kernels ran as ever: each added 1 to the numbers that it was asked for.
  expect((await gpu.readUints(counts, 8)).join()).toBe('2103,2103,2103,2103,2103,2103,2103,1');
});

// What a whole run records is the same in a page, whose device takes half a minute to make all programs.
if (!isPage) it('counts what a whole run records, kernel by kernel', countsWholeRun);

async function countsWholeRun(): Promise<void> {
  const host = await testHost();
  expect(PassTimer.isSupported(host.device), TIMESTAMPS).toBe(true);
  const recorded = new Map<string, number>();
  // oxlint-disable-next-line typescript/unbound-method
  const dispatch = CommandList.prototype.dispatch;
  vi.spyOn(CommandList.prototype, 'dispatch').mockImplementation(function (
    this: CommandList,
    kernel,
    threads,
    params,
    buffers,
  ) {
    if (threads > 0) recorded.set(kernel.label, (recorded.get(kernel.label) ?? 0) + 1);
    return dispatch.call(this, kernel, threads, params, buffers);
  });
  const passTimer = new PassTimer(host.device);
  const context = { signal: new AbortController().signal, onEvent: () => undefined };
  await reconstruct(await sphere(2000, context), { resolution: 64 }, { ...host, passTimer }, context);
  const timed = new Map<string, number>();
  const passes = await passTimer.passes();
  for (const { kernel } of passes) timed.set(kernel, (timed.get(kernel) ?? 0) + 1);
  expect(Object.fromEntries(timed)).toEqual(Object.fromEntries(recorded));
  expect(timed.get('field/chebyshev_step')).toBeGreaterThanOrEqual(31);
  expect(passes.reduce((sum, { ms }) => sum + ms, 0)).toBeGreaterThan(0);
}

/** Even points of the unit sphere, by the golden angle. */
function sphere(pointCount: number, context: RunContext): Promise<PointCloud> {
  const rows = Array.from({ length: pointCount }, (_, i) => {
    const z = 1 - (2 * i + 1) / pointCount;
    const angle = 2.399963229728653 * i;
    const ring = Math.sqrt(1 - z * z);
    return `${ring * Math.cos(angle)} ${ring * Math.sin(angle)} ${z}\n`;
  });
  const bytes = new TextEncoder().encode(rows.join(''));
  async function* stream() {
    yield bytes;
  }
  return readCloud({ name: 'sphere.xyz', size: bytes.length, stream }, context);
}
