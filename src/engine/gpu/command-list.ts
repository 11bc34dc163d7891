/**
 * Dispatches and copies recorded for one submit.
 *
 * Every dispatch has its own slot of parameters: a queue write between two dispatches of one submit would land
 * before both, so the slots are gathered while recording and written once, just before the submit.
 */
import type { BuffersOf, BuffersSpec, Kernel, ParamsOf, ParamsSpec } from './kernel.ts';
import { foldDispatch } from './kernel.ts';
import { packParams, type ParamValues } from './params-layout.ts';
import type { ListTimer } from './pass-timer.ts';
import type { Recorder } from './recorder.ts';
import { USAGE } from './usage.ts';

/** The largest `minUniformBufferOffsetAlignment` that WebGPU allows. */
const SLOT_BYTES = 256;
const SLOTS = 128;

export class CommandList implements Disposable {
  readonly #recorder: Recorder;
  readonly #encoder: GPUCommandEncoder;
  readonly #label: string;
  #pass: GPUComputePassEncoder | undefined;
  readonly #timer: ListTimer | undefined;
  readonly #slots: { buffer: GPUBuffer; data: ArrayBuffer }[] = [];
  #used = SLOTS;

  constructor(recorder: Recorder, label: string) {
    this.#recorder = recorder;
    this.#label = label;
    this.#encoder = recorder.device.createCommandEncoder({ label });
    this.#timer = recorder.passTimer?.openList(recorder);
  }

  /** Records `threads` threads of a loaded kernel. Zero threads record nothing. */
  dispatch<P extends ParamsSpec, B extends BuffersSpec>(
    kernel: Kernel<P, B>,
    threads: number,
    params: ParamsOf<Kernel<P, B>>,
    buffers: BuffersOf<Kernel<P, B>>,
  ): this {
    if (threads <= 0) return this;
    const { device } = this.#recorder;
    const { pipeline, layout, params: paramsLayout } = this.#recorder.compiled(kernel);
    const slot = this.#slot();
    packParams(paramsLayout, params, slot.data, slot.offset);
    const resources = Object.keys(kernel.buffers).map((name) => ({ buffer: buffers[name as keyof typeof buffers] }));
    const group = device.createBindGroup({
      label: kernel.label,
      layout,
      entries: [{ buffer: slot.buffer, size: paramsLayout.size }, ...resources].map((resource, i) => ({
        binding: i,
        resource,
      })),
    });
    const pass = this.#timer ? this.#timedPass(this.#timer, kernel, threads, params, buffers) : this.#openPass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group, [slot.offset]);
    const [x, y] = foldDispatch(threads, kernel.workgroup);
    pass.dispatchWorkgroups(x, y);
    return this;
  }

  copy(source: GPUBuffer, target: GPUBuffer, bytes: number, sourceOffset = 0, targetOffset = 0): this {
    this.#endPass();
    this.#encoder.copyBufferToBuffer(source, sourceOffset, target, targetOffset, bytes);
    return this;
  }

  /** Hands the work to the device; does not wait for it. Throws the device's fault, if it reported one before. */
  submit(): void {
    try {
      this.#recorder.check();
      this.#endPass();
      this.#timer?.resolve(this.#encoder);
      this.#recorder.heed({ label: this.#label }, () => this.#hand(this.#recorder.device.queue));
      this.#timer?.submitted();
    } finally {
      this[Symbol.dispose]();
    }
  }

  #hand(queue: GPUQueue): void {
    for (const { buffer, data } of this.#slots) queue.writeBuffer(buffer, 0, data);
    queue.submit([this.#encoder.finish()]);
  }

  /** Frees the parameters; of a list that was never submitted, drops the work too. */
  [Symbol.dispose](): void {
    this.#timer?.close();
    for (const { buffer } of this.#slots.splice(0)) buffer.destroy();
    this.#used = SLOTS;
  }

  #openPass(): GPUComputePassEncoder {
    return (this.#pass ??= this.#encoder.beginComputePass({ label: this.#label }));
  }

  /** A pass for one dispatch: timestamps are written only where passes begin and end. */
  #timedPass(
    timer: ListTimer,
    { label }: Kernel,
    threads: number,
    params: ParamValues,
    buffers: Readonly<Record<string, GPUBuffer>>,
  ): GPUComputePassEncoder {
    this.#endPass();
    const bufferBytes = Object.fromEntries(Object.entries(buffers).map(([name, { size }]) => [name, size]));
    const timestampWrites = timer.next({ kernel: label, batch: this.#label, threads, params, bufferBytes });
    this.#pass = this.#encoder.beginComputePass({ label, timestampWrites });
    return this.#pass;
  }

  #endPass(): void {
    this.#pass?.end();
    this.#pass = undefined;
  }

  #slot(): { buffer: GPUBuffer; data: ArrayBuffer; offset: number } {
    if (this.#used === SLOTS) {
      const buffer = this.#recorder.createBuffer({
        label: `${this.#label} params`,
        size: SLOTS * SLOT_BYTES,
        usage: USAGE.UNIFORM | USAGE.COPY_DST,
      });
      this.#slots.push({ buffer, data: new ArrayBuffer(SLOTS * SLOT_BYTES) });
      this.#used = 0;
    }
    const last = this.#slots[this.#slots.length - 1]!;
    return { ...last, offset: SLOT_BYTES * this.#used++ };
  }
}
