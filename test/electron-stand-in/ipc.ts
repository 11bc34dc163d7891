/** electron.ipcMain: values are copied on both ways, as between processes. */
import { EventEmitter } from 'node:events';
import { strict } from './strict.ts';

type Listener = (event: unknown, ...args: unknown[]) => unknown;

const handlers = new Map<string, Listener>();
const listeners = new EventEmitter();

export const ipcMain = strict('ipcMain', {
  handle(channel: string, handler: Listener) {
    if (handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    handlers.set(channel, handler);
  },
  on: (channel: string, listener: Listener) => void listeners.on(channel, listener),
});

export type InvokeResult = { ok: unknown } | { error: string };

/** What `ipcRenderer.invoke` gets, with Electron's words before a fault. */
export async function invoke(channel: string, event: unknown, args: readonly unknown[]): Promise<InvokeResult> {
  const before = `Error invoking remote method '${channel}'`;
  const handler = handlers.get(channel);
  if (!handler) return { error: `${before}: Error: No handler registered for '${channel}'` };
  try {
    return { ok: structuredClone(await handler(event, ...args)) };
  } catch (error) {
    return { error: `${before}: ${String(error)}` };
  }
}

export function receive(channel: string, event: unknown, args: readonly unknown[]): void {
  if (!listeners.emit(channel, event, ...args)) throw new Error(`nobody listens to '${channel}'`);
}
