/** Which format a file has: by its contents first, since names lie. */
import { CODECS, type Reader, type Recognition } from './codecs.ts';
import type { FileHead } from './file-head.ts';
import { fitsFormat, type ReadFormat } from './formats.ts';

/** Undefined for a file of none of the formats `among`. */
export function recognise<Id extends ReadFormat>(head: FileHead, among: readonly Id[]): Id | undefined {
  const recognitionOf = (id: Id): Recognition => CODECS[id].recognition;
  return (
    among.find((id) => recognitionOf(id).mark?.isIn(head)) ??
    among.find((id) => recognitionOf(id).byEnding && fitsFormat(head.name, id)) ??
    among.find((id) => recognitionOf(id).isLike?.(head))
  );
}

/** The one of a format's readers that reads this file. */
export function readerFor<Read>(readers: readonly Reader<Read>[], head: FileHead): Read {
  const reader = readers.find(({ takes }) => takes === undefined || takes(head));
  if (!reader) throw new Error(`no reader takes ${head.name}: the last reader of a format must take any file`);
  return reader.read;
}
