/**
 * The globals that every host of the engine has: Node, a page, a worker. The engine's project knows no DOM and no
 * Node, so that `document` or `process` do not compile here; this list grows only when all hosts have the thing.
 */
interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}
interface AbortController {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
}
declare const AbortController: { new (): AbortController };
interface TextDecoder {
  decode(input?: ArrayBufferView | ArrayBuffer, options?: { stream?: boolean }): string;
}
declare const TextDecoder: { new (label?: string): TextDecoder };
interface TextEncoder {
  encode(input: string): Uint8Array<ArrayBuffer>;
}
declare const TextEncoder: { new (): TextEncoder };
declare const performance: { now(): number };
declare function setTimeout(handler: () => void, timeout?: number): unknown;
declare const DecompressionStream: {
  new (format: 'gzip' | 'deflate' | 'deflate-raw'): {
    readonly writable: {
      getWriter(): {
        write(chunk: Uint8Array): Promise<void>;
        close(): Promise<void>;
        abort(reason: unknown): Promise<void>;
      };
    };
    readonly readable: {
      getReader(): {
        read(): Promise<{ done: false; value: Uint8Array } | { done: true; value?: undefined }>;
        cancel(): Promise<void>;
      };
    };
  };
};
