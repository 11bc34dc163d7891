/** The first bytes of a file, by which it is told whose it is. */
import { closeSync, openSync, readSync } from 'node:fs';

/** Zeros where the file has fewer bytes. Throws as the system does. */
export function headOfFile(filePath: string, byteCount: number): Buffer {
  const head = Buffer.alloc(byteCount);
  const file = openSync(filePath, 'r');
  try {
    readSync(file, head, 0, byteCount, 0);
  } finally {
    closeSync(file);
  }
  return head;
}
