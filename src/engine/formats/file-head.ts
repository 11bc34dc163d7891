/** The beginning of a file, by which its kind is told. */

/** Enough to see the first lines of a text file behind a long comment. */
export const HEAD_BYTES = 1 << 16;

export class FileHead {
  /** The file's name without folders, as messages have it. */
  readonly name: string;
  /** At most `HEAD_BYTES` of them; fewer where the file is shorter. */
  readonly bytes: Uint8Array;
  /** Bytes of the whole file; undefined where nobody knows (a pipe). */
  readonly size: number | undefined;
  #text: string | undefined;

  constructor(name: string, bytes: Uint8Array, size: number | undefined) {
    this.name = name;
    this.bytes = bytes.subarray(0, HEAD_BYTES);
    this.size = size;
  }

  /** One character a byte, so that no content is malformed; without a byte order mark of UTF-8. */
  get text(): string {
    return (this.#text ??= new TextDecoder('latin1').decode(this.bytes).replace(/^\u00ef\u00bb\u00bf/, ''));
  }
}
