/** The stage context of a test: its device, tasks run inline, nobody listens, unless it says otherwise. */
import { BufferScope } from '../../src/engine/gpu/buffer-scope.ts';
import type { Gpu } from '../../src/engine/gpu/gpu.ts';
import { inlineHost } from '../../src/engine/host/inline-host.ts';
import type { StageContext } from '../../src/engine/host/stage-context.ts';

export function stageOf(gpu: Gpu, parts: Partial<StageContext> = {}): StageContext {
  return {
    gpu,
    scope: new BufferScope(gpu, 'test'),
    host: inlineHost(gpu.device, gpu.label),
    context: { signal: new AbortController().signal, onEvent: () => undefined },
    ...parts,
  };
}
