import { expect, it, vi } from 'vitest';
import { ReconstructError } from '../../../src/engine/errors.ts';
import { DeviceKeeper, type OpenedHost, type OpenHost } from '../../../src/renderer/worker/device-keeper.ts';

/** A device that is lost when it is destroyed, and otherwise only a name. */
function fakeHost(label: string, software: boolean): OpenedHost & { readonly closed: () => boolean } {
  let lose: (info: unknown) => void = () => undefined;
  let isClosed = false;
  const lost = new Promise((resolve) => (lose = resolve));
  return {
    device: { lost, destroy: () => lose({ reason: 'destroyed' }) } as unknown as GPUDevice,
    deviceLabel: label,
    softwareDevice: software,
    parallelTasks: 1,
    runTask: () => Promise.reject(new Error('not here')),
    closed: () => isClosed,
    async [Symbol.asyncDispose]() {
      isClosed = true;
    },
  };
}

function keeperOf(fail: (attempt: number) => boolean = () => false) {
  const hosts: ReturnType<typeof fakeHost>[] = [];
  let attempts = 0;
  const open = vi.fn(async ({ software }: Parameters<OpenHost>[0]) => {
    if (fail(++attempts)) throw new ReconstructError('gpu-unavailable', 'none');
    const host = fakeHost(`device ${hosts.length + 1}`, software);
    hosts.push(host);
    return host;
  });
  return { keeper: new DeviceKeeper(open, 1), hosts, open };
}

it('opens once for all who ask', async () => {
  const { keeper, hosts } = keeperOf();
  expect(await keeper.start(false)).toEqual({ label: 'device 1', software: false });
  const [a, b] = await Promise.all([keeper.host(), keeper.host()]);
  expect(a).toBe(b);
  expect(hosts).toHaveLength(1);
});

it('opens another one where the choice of software changes', async () => {
  const { keeper, hosts } = keeperOf();
  await keeper.start(false);
  expect(await keeper.start(true)).toEqual({ label: 'device 2', software: true });
  expect(hosts[0]?.closed()).toBe(true);
});

it('opens anew after a loss, once for all who ask, and closes what is left of the old one', async () => {
  const { keeper, hosts } = keeperOf();
  await keeper.start(false);
  const first = await keeper.host();
  expect(await keeper.isLost(first)).toBe(false);
  keeper.lose();
  expect(await keeper.isLost(first)).toBe(true);
  const [a, b] = await Promise.all([keeper.host(), keeper.host()]);
  expect(a).toBe(b);
  expect(a.deviceLabel).toBe('device 2');
  expect(hosts.map((host) => host.closed())).toEqual([true, false]);
  expect(await keeper.isLost(a)).toBe(false);
});

it('waits for a driver that restarts, but not for one that is not there', async () => {
  const back = keeperOf((attempt) => attempt === 2 || attempt === 3);
  await back.keeper.start(false);
  back.keeper.lose();
  await back.keeper.isLost(await back.keeper.host());
  expect((await back.keeper.host()).deviceLabel).toBe('device 2');
  expect(back.open).toHaveBeenCalledTimes(4);

  const never = keeperOf(() => true);
  await expect(never.keeper.start(false)).rejects.toMatchObject({ code: 'gpu-unavailable' });
  expect(never.open).toHaveBeenCalledTimes(1);
});

it('tries again at the next call after it failed', async () => {
  const { keeper } = keeperOf((attempt) => attempt === 1);
  await expect(keeper.start(false)).rejects.toThrow();
  expect((await keeper.host()).deviceLabel).toBe('device 1');
});
