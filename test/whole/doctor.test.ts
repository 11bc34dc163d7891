/**
 * The examination of a device: a sound one passes, one that computes wrongly is told with the stage where it begins.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NodeHost } from '../../src/cli/node-host.ts';
import { openNodeHost } from '../../src/cli/node-host.ts';
import { adapterFacts, examineDevice, findAdapters, openDevice } from '../../src/engine/index.ts';
import type { DeviceReport, Host } from '../../src/engine/index.ts';
import { chebyshevStep } from '../../src/engine/field/level-system.ts';
import { runCli } from './cli.ts';

const context = { signal: new AbortController().signal };

let host: NodeHost;
beforeAll(async () => {
  host = await openNodeHost({ software: true });
});
afterAll(() => host[Symbol.asyncDispose]());

it('gridpull doctor examines the device, tells all of it, and ends with 0', async () => {
  const { code, stdout, stderr } = await runCli(['doctor', '--software', '--json']);
  expect(code).toBe(0);
  const report = JSON.parse(stdout) as DeviceReport & { readonly system: Readonly<Record<string, string>> };
  expect(report.cases.filter(({ fault }) => fault !== null)).toEqual([]);
  expect(report.isSound).toBe(true);
  expect(report.cases.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['kernels are compiled', 'nearest points', 'rates', 'a whole run']),
  );
  expect(report.adapters.map(({ label }) => label)).toContain(report.device);
  expect(Object.keys(report.compiled).length).toBeGreaterThan(50);
  expect(report.limits['maxComputeWorkgroupsPerDimension']).toBeGreaterThanOrEqual(65_535);
  expect(report.rates?.operationsPerSecond).toBeGreaterThan(0);
  expect(report.system['system']).toBeTruthy();
  // What is tried is told as it is tried, so that a crash has a place.
  expect(stderr).toMatch(/^trying: nearest points$/m);
});

it('a kernel that computes wrongly is told with the stage that it belongs to', async () => {
  const { code } = chebyshevStep;
  const wrong = code.replace(/next\[(\w+)\] = /, 'next[$1] = 0.5 * ');
  expect(wrong).not.toBe(code);
  const replaced = new Map([[chebyshevStep.label, { file: 'wrong', code: wrong }]]);
  const shaders: Host['shaders'] = { replaced, onCompile: () => undefined };
  const report = await examineDevice({ ...host, shaders }, context, { adapters: [] });
  expect(report.isSound).toBe(false);
  const [wrongCase, ...others] = report.cases.filter(({ fault }) => fault !== null);
  expect(others).toEqual([]);
  expect(wrongCase?.name).toBe('a whole run');
  // The stages before are right, and are not named.
  expect(wrongCase?.fault).toMatch(/^field of level 64|^the solver diverged|^the field of the level/);
});

describe('a lost device', () => {
  it('ends no examination: what cannot be asked any more is told as that', async () => {
    const lost = await openNodeHost({ software: true });
    lost.device.destroy();
    await lost.device.lost;
    const { cases, isSound } = await examineDevice(lost, context, { adapters: [] });
    expect(isSound).toBe(false);
    for (const { fault } of cases) expect(fault).toMatch(/device was lost/);
    await lost[Symbol.asyncDispose]();
  });
});

describe('an adapter', () => {
  /** As a machine with two graphics cards answers; devices are not asked for. */
  function machine(...names: readonly [high: string, low: string, fallback: string | null]): GPU {
    const adapters = new Map(
      names.map((description) => [
        description,
        {
          info: { vendor: '', architecture: '', description, subgroupMinSize: 4, subgroupMaxSize: 8 },
          limits: {},
          features: new Set(),
          requestDevice: () => Promise.resolve({ label: description }),
        },
      ]),
    );
    const requestAdapter = ({ powerPreference, forceFallbackAdapter }: GPURequestAdapterOptions = {}) => {
      const name = forceFallbackAdapter ? names[2] : powerPreference === 'low-power' ? names[1] : names[0];
      return Promise.resolve(name === null ? null : adapters.get(name));
    };
    return { requestAdapter } as unknown as GPU;
  }

  it('is listed once, whichever ways there are to ask for it', async () => {
    const two = await findAdapters(machine('Fast', 'Frugal', 'SwiftShader'));
    expect(adapterFacts(two)).toEqual([
      { label: 'Fast', isSoftware: false, subgroupSizes: [4, 8] },
      { label: 'Frugal', isSoftware: false, subgroupSizes: [4, 8] },
      { label: 'SwiftShader', isSoftware: true, subgroupSizes: [4, 8] },
    ]);
    expect((await findAdapters(machine('Only', 'Only', null))).map(({ label }) => label)).toEqual(['Only']);
  });

  it('is taken by a part of its name, the fast one without', async () => {
    const gpu = machine('ACME Fast', 'ACME Frugal', null);
    expect((await openDevice(gpu, '')).label).toBe('ACME Fast');
    expect((await openDevice(gpu, '', 'frugal')).label).toBe('ACME Frugal');
    await expect(openDevice(gpu, '', 'other')).rejects.toMatchObject({
      code: 'gpu-unavailable',
      message: 'no graphics adapter is called other; there are: ACME Fast; ACME Frugal',
    });
  });
});
