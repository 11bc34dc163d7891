/**
 * What a device has against a command, told at its place. Commands are asynchronous: what is wrong with one comes
 * later, and without a scope nobody knows to which one it belongs. Two scopes round each allocation and each submit say
 * which buffer there was no memory for, or what was refused. Nothing waits for their answers but readbacks, which come
 * after them in any case: some 20 µs of the processor each, and a small run has 260 of them.
 */
import { ReconstructError } from '../errors.ts';

/** A command and how its errors are told. */
export interface HeededCommand {
  /** Of the buffer, or of the commands of a submit. */
  readonly label: string;
  /** Bytes that it asks for; undefined where it asks for none. */
  readonly bytes?: number;
}

/** Makes what takes memory of a device, heeding what it says of that. */
export interface Allocator {
  /** What `act` returns; what the device says against its commands is told with their name. */
  heed<T>(command: HeededCommand, act: () => T): T;
  createBuffer(descriptor: GPUBufferDescriptor & { readonly label: string }): GPUBuffer;
}

export class ErrorScopes {
  readonly #device: GPUDevice;
  readonly #onFault: (fault: ReconstructError) => void;
  readonly #open = new Set<Promise<void>>();

  /** @param onFault hears of each command that was refused, in their order, some time after it */
  constructor(device: GPUDevice, onFault: (fault: ReconstructError) => void) {
    this.#device = device;
    this.#onFault = onFault;
  }

  /** What `act` returns, which is to give commands to the device at once. */
  heed<T>(command: HeededCommand, act: () => T): T {
    this.#device.pushErrorScope('validation');
    this.#device.pushErrorScope('out-of-memory');
    try {
      return act();
    } finally {
      const shortage = this.#device.popErrorScope();
      const refusal = this.#device.popErrorScope();
      this.#add(this.#hear(command, shortage, refusal));
    }
  }

  /** Some commands were not answered yet. */
  get isOpen(): boolean {
    return this.#open.size > 0;
  }

  /** Resolves once all commands so far were answered, and what was wrong with them is told. */
  async answered(): Promise<void> {
    await Promise.all(this.#open);
  }

  /** Calls `tell` once all commands so far were answered; those who wait for answers wait for it, too. */
  afterAnswers(tell: () => void): void {
    this.#add(this.answered().then(tell));
  }

  #add(answer: Promise<void>): void {
    const open = answer.finally(() => this.#open.delete(open));
    this.#open.add(open);
  }

  async #hear(
    command: HeededCommand,
    shortage: Promise<GPUError | null>,
    refusal: Promise<GPUError | null>,
  ): Promise<void> {
    // A device that is lost gives no answers; it tells of that itself.
    const [short, refused] = await Promise.all([shortage, refusal].map((answer) => answer.catch(() => null)));
    if (short) this.#onFault(shortageOf(command));
    else if (refused) this.#onFault(refusalOf(command, refused));
  }
}

function shortageOf({ label, bytes }: HeededCommand): ReconstructError {
  if (bytes === undefined) {
    const message = `the graphics device is out of memory for the commands of ${label}; try a lower resolution`;
    return new ReconstructError('gpu-out-of-memory', message, { label });
  }
  return new ReconstructError(
    'gpu-out-of-memory',
    `the graphics device has no memory for ${label}, ${mebibytes(bytes)} MiB; try a lower resolution`,
    { label, request: bytes },
  );
}

function refusalOf({ label }: HeededCommand, { message }: GPUError): ReconstructError {
  return new ReconstructError('shader-invalid', `the graphics device refused ${label}: ${message}`, { label });
}

/** With a decimal where the whole number would say little. */
export function mebibytes(bytes: number): string {
  const mebi = bytes / 2 ** 20;
  return mebi.toFixed(mebi < 10 ? 1 : 0);
}
