/** Runs on a device without the memory for all of their levels: what is solved is kept, and that is said. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Reconstruction, RunEvent } from '../../src/engine/index.ts';
import { reconstruct } from '../../src/engine/index.ts';
import { runShort } from '../faults/short-device.ts';
import { pointCloudOf } from '../shapes/sampled-cloud.ts';
import { torusPoints } from '../shapes/torus-points.ts';
import { type CountedHost, openCountedHost } from './engine-run.ts';

/** A device that has no memory for some buffers. */
interface SmallHost extends CountedHost {
  /** Which buffers it has no memory for, by their labels. */
  refuses: (label: string) => boolean;
}

async function openSmallHost(): Promise<SmallHost> {
  const host = Object.assign(await openCountedHost(), { refuses: (_label: string): boolean => false });
  runShort(host.device, ({ label }) => host.refuses(label ?? ''));
  return host;
}

let host: SmallHost;
beforeAll(async () => {
  host = await openSmallHost();
});
afterEach(async () => {
  host.refuses = () => false;
  expect(await host.liveBuffers()).toEqual([]);
});
afterAll(() => host[Symbol.asyncDispose]());

const ring = pointCloudOf({ positions: Float32Array.from(torusPoints(8000, { minor: 0.3 }).flat()) });
const OF_DEVICE = /no graphics card/;

async function run(resolution: 128 | 256): Promise<Reconstruction & { told: string[] }> {
  const told: string[] = [];
  const onEvent = (event: RunEvent): void => void (event.type === 'warning' && told.push(event.message));
  const context = { signal: new AbortController().signal, onEvent };
  return { ...(await reconstruct(ring, { resolution }, host, context)), told };
}

it.each([
  ['for its nodes', 'grid/128/field'],
  ['for its cells', 'solve 128/coefficients'],
  ['while it is solved', 'field/solve/'],
])('keeps the level before one that there is no memory for, and says for what: %s', async (_, start) => {
  let isLast = false;
  let refused = '';
  host.refuses = (label) => {
    isLast ||= label.startsWith('grid/128');
    const isRefused = isLast && label.startsWith(start);
    if (isRefused) refused ||= label;
    return isRefused;
  };
  const { mesh, report, told } = await run(128);
  expect(report).toMatchObject({ resolution: 64, stoppedEarly: false, tiles: 0 });
  expect(report.resolutionReason).toBe('there is no memory for a finer level');
  const warnings = told.filter((message) => !OF_DEVICE.test(message));
  expect(warnings).toHaveLength(1);
  const [, what, mebibytes] =
    /^There is no memory for the level of 128 cells \(the graphics device has no memory for (.+), ([\d.]+) MiB\): the surface is that of 64 cells\. For a finer one use fewer points, or a computer with more graphics memory\.$/.exec(
      warnings[0]!,
    ) ?? [];
  expect(what).toBe(refused);
  expect(Number(mebibytes)).toBeGreaterThan(0);
  expect(report.warnings).toEqual(expect.arrayContaining(warnings));
  expect(report.topology).toMatchObject({ components: 1, watertight: true, genus: 1 });
  expect(mesh.indices.length).toBeGreaterThan(0);
});

it('solves a level in tiles that there is no memory for as a whole', async () => {
  const whole = await run(256);
  host.refuses = (label) => label.startsWith('solve 256/');
  const { report, told } = await run(256);
  expect(told.filter((message) => !OF_DEVICE.test(message))).toEqual([]);
  expect(report).toMatchObject({ resolution: 256, stoppedEarly: false });
  expect(report.tiles).toBeGreaterThan(0);
  expect(report.topology).toMatchObject({ components: 1, watertight: true, genus: 1 });
  expect(Math.abs(report.topology.triangles / whole.report.topology.triangles - 1)).toBeLessThan(1e-3);
});

it('keeps the level before tiles that there is no memory for', async () => {
  host.refuses = (label) => label.startsWith('solve 256/') || label.startsWith('tile 256/');
  const { report, told } = await run(256);
  expect(report).toMatchObject({ resolution: 128, stoppedEarly: false, tiles: 0 });
  expect(told.filter((message) => !OF_DEVICE.test(message))).toEqual([
    expect.stringMatching(/^There is no memory for the level of 256 cells .* the surface is that of 128 cells\./),
  ]);
  expect(report.topology).toMatchObject({ components: 1, watertight: true, genus: 1 });
});
