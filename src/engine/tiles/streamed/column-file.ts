/** Columns of numbers in a scratch file: written as they come, read one at a time, and written anew in their places. */
import type { Scratch, ScratchFile } from '../../host/scratch.ts';

type Values = Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

export interface Column<V extends Values> {
  readonly length: number;
  read(): V;
  /** @param values as many as there are */
  write(values: V): void;
}

export class ColumnFile {
  readonly #file: ScratchFile;
  #end = 0;

  constructor(scratch: Pick<Scratch, 'open'>) {
    this.#file = scratch.open();
  }

  get bytes(): number {
    return this.#end;
  }

  put<V extends Values>(values: V): Column<V> {
    const file = this.#file;
    const at = this.#end;
    const { length } = values;
    const make = values.constructor as new (length: number) => V;
    file.write(bytesOf(values), at);
    this.#end += values.byteLength;
    return {
      length,
      read: () => {
        const read = new make(length);
        file.read(bytesOf(read), at);
        return read;
      },
      write: (anew) => {
        if (anew.length !== length) throw new Error(`a column of ${length} numbers is not one of ${anew.length}`);
        file.write(bytesOf(anew), at);
      },
    };
  }

  close(): void {
    this.#file.close();
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: Values): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
