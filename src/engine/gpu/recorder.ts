/** What recording commands needs of a device; below `Gpu`, which has it, and `CommandList`, which asks for it. */
import type { CompiledKernel } from './compile.ts';
import type { Allocator } from './error-scopes.ts';
import type { Kernel } from './kernel.ts';
import type { PassTimer } from './pass-timer.ts';

export interface Recorder extends Allocator {
  readonly device: GPUDevice;
  /** Set where a host wants to know what each kernel takes. */
  readonly passTimer: PassTimer | undefined;
  /** Throws `shader-invalid` for a kernel that was not loaded. */
  compiled(kernel: Kernel): CompiledKernel;
  /** Throws the first fault the device reported, if any. */
  check(): void;
}
