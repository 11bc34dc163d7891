/** Runs of the engine on a device whose buffers are counted, on the host that the command line uses. */
import { openNodeHost } from '../../src/cli/node-host.ts';
import { fileSource } from '../../src/cli/node-files.ts';
import { readCloud, reconstruct } from '../../src/engine/index.ts';
import { PendingMappings } from './pending-mappings.ts';
import type { Host, PointCloud, Reconstruction, ReconstructOptions, RunEvent } from '../../src/engine/index.ts';

const quiet = { signal: new AbortController().signal, onEvent: () => undefined };

export async function sample(name: string): Promise<PointCloud> {
  return readCloud(await fileSource(`samples/${name}`), quiet);
}

export interface CountedHost extends Host, AsyncDisposable {
  /** Buffers of the device that nobody has destroyed: the engine's scopes, its parameters and its readbacks alike. */
  liveBuffers(): Promise<readonly string[]>;
}

/** The software device, so that every machine computes the same. */
export async function openCountedHost(): Promise<CountedHost> {
  const host = await openNodeHost({ software: true });
  const live = new Map<GPUBuffer, string>();
  const mappings = new PendingMappings();
  const { device } = host;
  const createBuffer = device.createBuffer.bind(device);
  device.createBuffer = (descriptor) => {
    const buffer = createBuffer(descriptor);
    live.set(buffer, descriptor.label ?? 'without a label');
    mappings.watch(buffer);
    const destroy = buffer.destroy.bind(buffer);
    buffer.destroy = () => {
      live.delete(buffer);
      return destroy();
    };
    return buffer;
  };
  const liveBuffers = async (): Promise<string[]> => {
    await mappings.settled();
    return [...live.values()];
  };
  return Object.assign(host, { liveBuffers });
}

export interface Run extends Reconstruction {
  readonly events: readonly RunEvent[];
}

export async function run(cloud: PointCloud, options: Partial<ReconstructOptions>, host: Host): Promise<Run> {
  const events: RunEvent[] = [];
  const context = { signal: quiet.signal, onEvent: (event: RunEvent) => void events.push(event) };
  return { ...(await reconstruct(cloud, options, host, context)), events };
}

/** Says no more than that: a matcher takes long over a hundred thousand numbers, and would print the difference. */
export function sameNumbers(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  return a.length === b.length && Array.prototype.every.call(a, (value, i) => value === b[i]);
}
