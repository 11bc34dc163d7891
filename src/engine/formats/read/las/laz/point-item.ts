/** What all decoders of a part of a point record share. */

/** A part of a point record in one stream with the others (LASzip's compressors 1 and 2). */
export interface PointItem {
  readonly bytes: number;
  /** Takes in the chunk's first record, which is not packed; the part begins at byte `at`. */
  start(record: Uint8Array, at: number): void;
  /** Decodes the part of the next record into bytes `at` and on. */
  read(record: Uint8Array, at: number): void;
}

export function putUint16(record: Uint8Array, at: number, value: number): void {
  record[at] = value;
  record[at + 1] = value >>> 8;
}

export function putInt32(record: Uint8Array, at: number, value: number): void {
  record[at] = value;
  record[at + 1] = value >>> 8;
  record[at + 2] = value >>> 16;
  record[at + 3] = value >>> 24;
}

export function getUint16(record: Uint8Array, at: number): number {
  return record[at]! | (record[at + 1]! << 8);
}

export function getInt32(record: Uint8Array, at: number): number {
  return record[at]! | (record[at + 1]! << 8) | (record[at + 2]! << 16) | (record[at + 3]! << 24);
}

/** Data that no encoder writes; the reader of chunks makes a sentence of it. */
export class DamagedData extends Error {}
