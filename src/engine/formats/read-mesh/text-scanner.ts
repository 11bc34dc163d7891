/**
 * Words of a text file, straight from its bytes: decoding a file of hundreds of megabytes to one string first would
 * meet the engine's limit on string length. Words are separated by blanks; ends of lines count only where asked for.
 */
import { ReconstructError } from '../../errors.ts';

const NEWLINE = 10;
const RETURN = 13;
const BACKSLASH = 92;

export class TextScanner {
  readonly #bytes: Uint8Array;
  readonly #name: string;
  #offset: number;

  constructor(bytes: Uint8Array, name: string, offset = 0) {
    this.#bytes = bytes;
    this.#name = name;
    this.#offset = offset;
  }

  get offset(): number {
    return this.#offset;
  }

  get isAtEnd(): boolean {
    return this.#offset >= this.#bytes.length;
  }

  /** The next word on any line, or undefined at the end of the file. */
  nextWord(): string | undefined {
    while (!this.isAtEnd && this.#bytes[this.#offset]! <= 32) this.#offset++;
    return this.#readWord();
  }

  /** The next word of this line, or undefined at its end (a backslash there continues the line, as in OBJ). */
  nextWordOfLine(): string | undefined {
    const bytes = this.#bytes;
    while (!this.isAtEnd) {
      const byte = bytes[this.#offset]!;
      if (byte === BACKSLASH && this.#isLineEnd(this.#offset + 1)) {
        this.#offset++;
        this.skipLine();
        continue;
      }
      if (byte > 32) return this.#readWord();
      if (byte === NEWLINE || byte === RETURN) return undefined;
      this.#offset++;
    }
    return undefined;
  }

  /** Goes to the first byte of the next line; ends are LF, CR LF or CR. */
  skipLine(): void {
    while (!this.isAtEnd && !this.#isLineEnd(this.#offset)) this.#offset++;
    if (this.#bytes[this.#offset] === RETURN && this.#bytes[this.#offset + 1] === NEWLINE) this.#offset++;
    this.#offset++;
  }

  /** @throws ReconstructError `mesh-format` at the end of the file or at a word that is no number */
  nextNumber(): number {
    return this.#toNumber(this.nextWord());
  }

  /** Does what `nextNumber` does, on this line. */
  nextNumberOfLine(): number {
    return this.#toNumber(this.nextWordOfLine());
  }

  #isLineEnd(offset: number): boolean {
    return this.#bytes[offset] === NEWLINE || this.#bytes[offset] === RETURN;
  }

  #readWord(): string | undefined {
    const start = this.#offset;
    while (!this.isAtEnd && this.#bytes[this.#offset]! > 32) this.#offset++;
    if (this.#offset === start) return undefined;
    let word = '';
    for (let i = start; i < this.#offset; i++) word += String.fromCharCode(this.#bytes[i]!);
    return word;
  }

  #toNumber(word: string | undefined): number {
    const value = word === undefined ? NaN : Number(word);
    // "nan" and "inf" are numbers to the programs that write them; such triangles are left out when measuring.
    if (Number.isNaN(value) && !/^[+-]?(nan|inf(inity)?)$/i.test(word ?? '')) {
      const found = word === undefined ? 'it ends' : `it has "${word.slice(0, 40)}"`;
      throw new ReconstructError(
        'mesh-format',
        `"${this.#name}" is damaged near byte ${this.#offset}: a number belongs there, but ${found}.`,
        { name: this.#name, byteOffset: this.#offset },
      );
    }
    return value;
  }
}
