/**
 * The packing of PCD's `binary_compressed`: LZF (Marc Lehmann, liblzf, its decompressor). A
 * control byte below 32 stands before that many bytes and one as they are; any other repeats bytes from up to 8 kB
 * back. Our own decoder, since it is this short and can stop at every step beyond what was promised.
 */
import type { ByteCursor } from '../byte-cursor.ts';
import { formatError } from '../format-error.ts';

/** Farthest back that a repetition reaches. */
const REACH = 8192;
/** Longest repetition. */
const LONGEST = 264;
const BUFFER_BYTES = (1 << 18) + REACH;
/** A control byte and 32 more. */
const LONGEST_STEP = 33;
/** No packing says more with three bytes than a repetition. */
const MOST_GROWTH = LONGEST / 3;

/** Sees what was unpacked, in its order: `bytes[start, end)` stands at `offset` of the whole. */
export type UnpackedVisitor = (bytes: Uint8Array, start: number, end: number, offset: number) => void;

/** Whether so many packed bytes can hold so many. */
export function canUnpack(packedBytes: number, unpackedBytes: number): boolean {
  return unpackedBytes <= Math.ceil(MOST_GROWTH * packedBytes);
}

/**
 * Unpacks the next `packedBytes` of the file; returns how many bytes came out, fewer than `unpackedBytes` where the
 * file ends before.
 * @throws ReconstructError `cloud-format` where they are damaged
 */
export async function unpackLzf(
  cursor: ByteCursor,
  packedBytes: number,
  unpackedBytes: number,
  visit: UnpackedVisitor,
): Promise<number> {
  const buffer = new Uint8Array(BUFFER_BYTES);
  let [filled, shown, produced, left] = [0, 0, 0, packedBytes];
  const show = (): void => {
    if (filled > shown) visit(buffer, shown, filled, produced - (filled - shown));
    const kept = Math.min(filled, REACH);
    buffer.copyWithin(0, filled - kept, filled);
    filled = shown = kept;
  };
  const damaged = (what: string): Error => {
    const where = `${what} (byte ${cursor.offset}, ${produced} of ${unpackedBytes} bytes unpacked)`;
    return formatError(cursor.name, `its packed data is damaged: ${where}`, 'Copy or export the file again.');
  };
  while (left > 0) {
    const isWhole = await cursor.need(Math.min(left, LONGEST_STEP));
    const { bytes, start } = cursor;
    const end = start + Math.min(cursor.available, left);
    // Steps that begin before this lie in the window whole, unless the file is cut there.
    const last = isWhole && end - start < left ? end - LONGEST_STEP + 1 : end;
    let at = start;
    while (at < last) {
      const step = at;
      const control = bytes[at++]!;
      const isCopy = control >= 32;
      let length = control + 1;
      let distance = 0;
      if (isCopy) {
        length = (control >> 5) + 2;
        if (length === 9) length += bytes[at++]!;
        distance = ((control & 31) << 8) + bytes[at++]! + 1;
      }
      if (at + (isCopy ? 0 : length) > end) {
        if (isWhole) throw damaged('it ends within a step');
        at = step;
        break;
      }
      if (distance > produced) throw damaged('a repetition reaches back before its beginning');
      if (produced + length > unpackedBytes) throw damaged('it holds more than it promises');
      if (isCopy) {
        // It may overlap what it writes.
        for (let from = filled - distance, i = 0; i < length; i++) buffer[filled + i] = buffer[from + i]!;
      } else {
        for (let i = 0; i < length; i++) buffer[filled + i] = bytes[at + i]!;
        at += length;
      }
      filled += length;
      produced += length;
      if (filled > BUFFER_BYTES - LONGEST) show();
    }
    left -= at - start;
    cursor.start = at;
    if (!isWhole) break;
  }
  show();
  if (left === 0 && produced < unpackedBytes) throw damaged('it holds less than it promises');
  return produced;
}
