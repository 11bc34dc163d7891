/** A host's scratch files, in memory: what was asked for is kept for a test to look at. */
import type { Scratch, ScratchFile } from '../src/engine/index.ts';

export class MemoryScratch implements Scratch {
  readonly wholePoints: number;
  readonly copies = 1;
  readonly reserved: number[] = [];
  fileCount = 0;

  constructor(wholePoints = 2_000_000) {
    this.wholePoints = wholePoints;
  }

  open(): ScratchFile {
    this.fileCount++;
    let held = new Uint8Array(1024);
    let size = 0;
    return {
      write(bytes, at) {
        size = Math.max(size, at + bytes.length);
        if (size > held.length) {
          const wider = new Uint8Array(2 * size);
          wider.set(held);
          held = wider;
        }
        held.set(bytes, at);
      },
      read(into, at) {
        if (at + into.length > size) throw new Error(`byte ${at + into.length} of ${size} was never written`);
        into.set(held.subarray(at, at + into.length));
      },
      close() {},
    };
  }

  reserve(bytes: number): void {
    this.reserved.push(bytes);
  }
}
