/** A host whose device and workers fail when they are told to, and which knows what was not given back. */
import { openNodeHost } from '../../src/cli/node-host.ts';
import { keepEvenPace } from '../../src/engine/gpu/submit-pace.ts';
import type { Host } from '../../src/engine/index.ts';
import { PendingMappings } from '../whole/pending-mappings.ts';
import type { Injector } from './injector.ts';
import { runShort } from './short-device.ts';

export interface FaultyHost extends Host, AsyncDisposable {
  /** Labels of the buffers that nobody has destroyed. */
  liveBuffers(): Promise<readonly string[]>;
  /** Of the buffer that is being made: there is no memory for it. */
  refuseMemory(): void;
  /** The last of which that was said, by its label. */
  refusedLabel(): string | undefined;
  /** Tells of an error as the device does by itself, some time after the command. */
  report(name: 'GPUOutOfMemoryError' | 'GPUValidationError'): void;
}

/** The software device, so that every machine meets the same moments. */
export async function openFaultyHost(injector: Injector): Promise<FaultyHost> {
  const host = await openNodeHost({ software: true, workers: 2 });
  const { device } = host;
  // Every run is to come to the same moments.
  keepEvenPace(device);
  const live = new Map<GPUBuffer, string>();
  const mappings = new PendingMappings();
  const listeners = new Set<(event: GPUUncapturedErrorEvent) => void>();

  const createBuffer = device.createBuffer.bind(device);
  device.createBuffer = (descriptor) => {
    const buffer = createBuffer(descriptor);
    live.set(buffer, descriptor.label ?? 'without a label');
    const destroy = buffer.destroy.bind(buffer);
    buffer.destroy = () => {
      live.delete(buffer);
      return destroy();
    };
    mappings.watch(buffer);
    const mapAsync = buffer.mapAsync.bind(buffer);
    buffer.mapAsync = (...args) => {
      injector.meet('readback');
      return mapAsync(...args);
    };
    return buffer;
  };
  let isShort = false;
  let refusedLabel: string | undefined;
  runShort(device, ({ label }) => {
    isShort = false;
    injector.meet('allocation');
    if (isShort) refusedLabel = label;
    return isShort;
  });
  const submit = device.queue.submit.bind(device.queue);
  device.queue.submit = (commands) => {
    injector.meet('submit');
    return submit(commands);
  };
  const add = device.addEventListener.bind(device);
  device.addEventListener = ((type: string, listener: never, options: never) => {
    if (type === 'uncapturederror') listeners.add(listener);
    add(type as never, listener, options);
  }) as typeof device.addEventListener;
  const remove = device.removeEventListener.bind(device);
  device.removeEventListener = ((type: string, listener: never, options: never) => {
    listeners.delete(listener);
    remove(type as never, listener, options);
  }) as typeof device.removeEventListener;

  return Object.assign(host, {
    liveBuffers: async () => {
      await mappings.settled();
      return [...live.values()];
    },
    refuseMemory: () => void (isShort = true),
    refusedLabel: () => refusedLabel,
    report: (name: string) => {
      const error = Object.assign(new (errorClass(name))('on purpose'), { name });
      setTimeout(() => {
        const event = { error, preventDefault: () => undefined } as unknown as GPUUncapturedErrorEvent;
        for (const listener of listeners) listener(event);
      });
    },
    runTask: ((run) => async (task, args) => {
      injector.meet('task');
      return run(task, args);
    })(host.runTask.bind(host)) satisfies Host['runTask'],
  });
}

function errorClass(name: string): new (message: string) => Error {
  return { [name]: class extends Error {} }[name]!;
}
