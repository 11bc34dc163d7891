/**
 * The host that GPU tests share. In Node tasks run inline (the pool of worker threads has a test of its own), in a
 * page they run on real workers, so that both ways of running a task meet every stage.
 */
import type { Host } from '../../src/engine/host/host.ts';
import { inlineHost } from '../../src/engine/host/inline-host.ts';
import { testGpu } from './device.ts';

/** Whether this runs in a browser's page, and not in Node. */
export const isPage = typeof document !== 'undefined';

let opened: Promise<Host> | undefined;

export function testHost(): Promise<Host> {
  opened ??= open();
  return opened;
}

async function open(): Promise<Host> {
  const { device, label } = await testGpu();
  if (!isPage) return inlineHost(device, label);
  const { workerHost } = await import('../../src/renderer/worker/task-workers.ts');
  return workerHost(device, label);
}
