/** What batches need of their hosts beyond the engine's list (`src/engine/globals.d.ts`): all hosts have it. */
interface TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>;
  encodeInto(input: string, target: Uint8Array): { readonly read: number; readonly written: number };
}
declare const TextEncoder: { new (): TextEncoder };
