/**
 * The sandboxed preload's surroundings, in the page: `require('electron')`, a bridge that copies values the way
 * contextBridge does, and what the page may not do itself. Sent to the page as source text, so it stands alone.
 */
export function preloadRuntime(source: string, process: Readonly<Record<string, unknown>>): void {
  if (window.top !== window) return;
  type Call = (kind: string, channel: string, args: unknown) => Promise<{ ok: unknown } | { error: string }>;
  type Listener = (...args: unknown[]) => void;
  const page = globalThis as unknown as Record<string, unknown>;
  const call = page['__standInCall'] as Call;
  delete page['__standInCall'];
  const listeners = new Map<string, Set<Listener>>();
  const paths = new Map<string, string>();
  const keyOf = (file: File): string => `${file.name}|${file.size}`;
  Object.defineProperty(page, '__standIn', {
    value: {
      receive: (channel: string, args: unknown[]) =>
        listeners.get(channel)?.forEach((listener) => listener({ sender: ipcRenderer }, ...args)),
      path: (name: string, size: number, path: string) => paths.set(`${name}|${size}`, path),
    },
  });

  const ipcRenderer = {
    async invoke(channel: string, ...args: unknown[]): Promise<unknown> {
      const result = await call('invoke', channel, structuredClone(args));
      if ('error' in result) throw new Error(result.error);
      return result.ok;
    },
    send: (channel: string, ...args: unknown[]) => void call('send', channel, structuredClone(args)),
    on(channel: string, listener: Listener) {
      listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener));
      return ipcRenderer;
    },
    removeListener(channel: string, listener: Listener) {
      listeners.get(channel)?.delete(listener);
      return ipcRenderer;
    },
  };

  const isPlain = (value: object): boolean => {
    const prototype: unknown = Object.getPrototypeOf(value);
    const tag = Object.prototype.toString.call(value);
    const isBuiltIn = /^\[object (Map|Set|Date|ArrayBuffer|\w+Array|RegExp|DataView)\]$/.test(tag);
    return prototype === Object.prototype || prototype === null || !isBuiltIn;
  };
  const bridge = (value: unknown): unknown => {
    if (typeof value === 'function') {
      return (...args: unknown[]) => bridge((value as Listener)(...args.map((argument) => bridge(argument))));
    }
    if (typeof value === 'symbol') throw new Error('contextBridge: symbols cannot cross');
    if (value === null || typeof value !== 'object') return value;
    if (value instanceof Promise) {
      return value.then(bridge, (error: unknown) => {
        throw new Error(error instanceof Error ? error.message : String(error));
      });
    }
    if (value instanceof Blob || value instanceof Element) return value;
    if (value instanceof Error) return new Error(value.message);
    if (Array.isArray(value)) return value.map(bridge);
    // Prototypes are dropped, and their methods with them.
    if (isPlain(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, bridge(item)]));
    return structuredClone(value);
  };
  const deepFreeze = (value: unknown): unknown => {
    if (value && typeof value === 'object' && !(value instanceof Blob) && !ArrayBuffer.isView(value)) {
      Object.values(value).forEach(deepFreeze);
      Object.freeze(value);
    }
    return value;
  };
  const electron = {
    ipcRenderer,
    contextBridge: {
      exposeInMainWorld(name: string, api: unknown) {
        if (name in page) throw new Error(`Cannot bind an API on top of the existing property ${name} of the window`);
        Object.defineProperty(page, name, { value: deepFreeze(bridge(api)), enumerable: true });
      },
    },
    webUtils: {
      getPathForFile(file: unknown) {
        if (!(file instanceof File)) throw new TypeError('getPathForFile: not a File');
        return paths.get(keyOf(file)) ?? '';
      },
    },
  };
  const require = (id: string): unknown => {
    if (id === 'electron' || id === 'electron/renderer') return electron;
    throw new Error(`module not found: ${id} (a sandboxed preload may only require electron)`);
  };

  page['open'] = (url: string) => {
    void call('open', new URL(url, location.href).href, []);
    return null;
  };
  // Links to elsewhere are main's to allow, which it is asked only after the page was kept here.
  const { navigation } = page as unknown as { navigation: EventTarget };
  navigation.addEventListener('navigate', (event) => {
    const { destination } = event as unknown as { destination: { url: string } };
    if (!event.cancelable || new URL(destination.url).origin === location.origin) return;
    event.preventDefault();
    void call('navigate', destination.url, []);
  });

  const module = { exports: {} };
  // oxlint-disable-next-line typescript/no-implied-eval -- the preload is text, as Electron reads it
  const run = new Function('require', 'module', 'exports', 'process', source) as (...args: unknown[]) => void;
  run(require, module, module.exports, process);
}
