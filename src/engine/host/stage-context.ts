/** What every stage works with, beside its input: a stage function is `stage(context of the stage, named input)`. */
import type { RunContext } from '../events.ts';
import type { BufferScope } from '../gpu/buffer-scope.ts';
import type { Gpu } from '../gpu/gpu.ts';
import type { Host } from './host.ts';

export interface StageContext {
  readonly gpu: Gpu;
  /** Owns the buffers that the stage hands out; what it needs on the way lies in a scope of its own. */
  readonly scope: BufferScope;
  readonly host: Host;
  /** Abort signal, events, pauses. Every stage rejects with the signal's reason when cancelled. */
  readonly context: RunContext;
}
