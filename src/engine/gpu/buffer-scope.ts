/**
 * Buffers with an owner. `using scope = new BufferScope(gpu, 'field/level2')` destroys what it made at the end of
 * the block, on success, error and abort alike; `release` hands one buffer to the caller, whose scope adopts it.
 */
import { ReconstructError } from '../errors.ts';
import { mebibytes } from './error-scopes.ts';
import type { Gpu } from './gpu.ts';
import { USAGE } from './usage.ts';

type Upload = Float32Array | Uint32Array | Int32Array;

export class BufferScope {
  readonly gpu: Gpu;
  readonly #label: string;
  readonly #owned = new Set<GPUBuffer>();

  constructor(gpu: Gpu, label: string) {
    this.gpu = gpu;
    this.#label = label;
  }

  /**
   * A storage buffer filled with zeros, of at least 16 bytes (WebGPU binds none of zero).
   * Throws `gpu-out-of-memory` where the device's limits are smaller than the request; where its memory is, that is the
   * device's fault with this buffer's name, at the next submit or readback.
   */
  storage(name: string, bytes: number): GPUBuffer {
    const { device } = this.gpu;
    const size = Math.max(16, Math.ceil(bytes / 4) * 4);
    const limit = Math.min(device.limits.maxBufferSize, device.limits.maxStorageBufferBindingSize);
    if (size > limit) {
      throw new ReconstructError(
        'gpu-out-of-memory',
        `${this.#label}/${name} needs ${mebibytes(size)} MiB in one buffer, the graphics device allows ` +
          `${mebibytes(limit)} MiB; try a lower resolution`,
        { request: size, limit },
      );
    }
    const usage = USAGE.STORAGE | USAGE.COPY_SRC | USAGE.COPY_DST;
    return this.adopt(this.gpu.createBuffer({ label: `${this.#label}/${name}`, size, usage }));
  }

  /** A storage buffer with a copy of `data`. */
  upload(name: string, data: Upload): GPUBuffer {
    const buffer = this.storage(name, data.byteLength);
    // Shared memory is refused by some hosts' writeBuffer: copied there once.
    const plain = data.buffer instanceof ArrayBuffer ? data : data.slice();
    const { queue } = this.gpu.device;
    // Nothing is written of nothing: Deno 2.9.6 ends the process over a write of no bytes.
    if (plain.byteLength === 0) return buffer;
    // The way there takes memory as well.
    this.gpu.heed({ label: buffer.label, bytes: plain.byteLength }, () => queue.writeBuffer(buffer, 0, plain));
    return buffer;
  }

  /** Takes over a buffer that another scope released. */
  adopt(buffer: GPUBuffer): GPUBuffer {
    this.#owned.add(buffer);
    this.gpu.liveBytes += buffer.size;
    this.gpu.peakBytes = Math.max(this.gpu.peakBytes, this.gpu.liveBytes);
    return buffer;
  }

  /** Gives a buffer up: its next owner disposes of it. */
  release(buffer: GPUBuffer): GPUBuffer {
    if (this.#owned.delete(buffer)) this.gpu.liveBytes -= buffer.size;
    return buffer;
  }

  /** Destroys one buffer before the scope ends. */
  destroy(buffer: GPUBuffer): void {
    this.release(buffer).destroy();
  }

  [Symbol.dispose](): void {
    for (const buffer of [...this.#owned]) this.destroy(buffer);
  }
}
