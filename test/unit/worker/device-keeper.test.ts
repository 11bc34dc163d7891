import { expect, it, vi } from 'vitest';
import { ReconstructError } from '../../../src/engine/errors.ts';
import { DeviceKeeper, type OpenedHost, type OpenHost } from '../../../src/renderer/worker/device-keeper.ts';

const CARD = { software: false, adapter: null };

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
  expect(await keeper.start(CARD)).toEqual({ label: 'device 1', software: false, cards: [] });
  const [a, b] = await Promise.all([keeper.host(), keeper.host()]);
  expect(a).toBe(b);
  expect(hosts).toHaveLength(1);
});

it('opens another one where the choice of software changes', async () => {
  const { keeper, hosts } = keeperOf();
  await keeper.start(CARD);
  expect(await keeper.start({ software: true, adapter: null })).toEqual({
    label: 'device 2',
    software: true,
    cards: [],
  });
  expect(hosts[0]?.closed()).toBe(true);
});

it('opens the card that is chosen, another one where the choice changes, and names those that there are', async () => {
  const { keeper, hosts, open } = keeperOf();
  const facts = { isSoftware: false, subgroupSizes: null };
  open.mockImplementation(({ adapter }) => {
    const adapters = [
      { ...facts, label: 'fast' },
      { ...facts, label: 'frugal' },
      { ...facts, label: 'SwiftShader', isSoftware: true },
    ];
    hosts.push(fakeHost(adapter ?? 'fast', false));
    return Promise.resolve({ ...hosts.at(-1)!, adapters });
  });
  const cards = ['fast', 'frugal'];
  expect(await keeper.start(CARD)).toEqual({ label: 'fast', software: false, cards });
  const frugal = { software: false, adapter: 'frugal' };
  expect(await keeper.start(frugal)).toEqual({ label: 'frugal', software: false, cards });
  expect(hosts[0]?.closed()).toBe(true);
  // The same again, also after a loss, is no other choice.
  await keeper.start(frugal);
  expect(hosts).toHaveLength(2);
  keeper.lose();
  expect((await keeper.host()).deviceLabel).toBe('frugal');
});

it('opens anew after a loss, once for all who ask, and closes what is left of the old one', async () => {
  const { keeper, hosts } = keeperOf();
  await keeper.start(CARD);
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
  await back.keeper.start(CARD);
  back.keeper.lose();
  await back.keeper.isLost(await back.keeper.host());
  expect((await back.keeper.host()).deviceLabel).toBe('device 2');
  expect(back.open).toHaveBeenCalledTimes(4);

  const never = keeperOf(() => true);
  await expect(never.keeper.start(CARD)).rejects.toMatchObject({ code: 'gpu-unavailable' });
  expect(never.open).toHaveBeenCalledTimes(1);
});

it('tries again at the next call after it failed', async () => {
  const { keeper } = keeperOf((attempt) => attempt === 1);
  await expect(keeper.start(CARD)).rejects.toThrow();
  expect((await keeper.host()).deviceLabel).toBe('device 1');
});
