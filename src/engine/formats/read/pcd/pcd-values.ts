/** The binary numbers of a PCD file, little-endian as all programs write them, a column at a time. */
import type { PcdType } from './pcd-header.ts';

const TWO_TO_32 = 2 ** 32;

/**
 * Reads `count` values that lie `stride` bytes apart into `target[targetStart…]`. The switch stands outside the loops:
 * within, it would be taken once a value.
 */
export function decodePcdColumn(
  view: DataView,
  type: PcdType,
  start: number,
  stride: number,
  target: Float64Array,
  targetStart: number,
  count: number,
): void {
  const end = targetStart + count;
  let at = start;
  switch (type) {
    case 'I1':
      for (let i = targetStart; i < end; i++, at += stride) target[i] = view.getInt8(at);
      return;
    case 'U1':
      for (let i = targetStart; i < end; i++, at += stride) target[i] = view.getUint8(at);
      return;
    case 'I2':
      for (let i = targetStart; i < end; i++, at += stride) target[i] = view.getInt16(at, true);
      return;
    case 'U2':
      for (let i = targetStart; i < end; i++, at += stride) target[i] = view.getUint16(at, true);
      return;
    case 'I4':
      for (let i = targetStart; i < end; i++, at += stride) target[i] = view.getInt32(at, true);
      return;
    case 'U4':
      for (let i = targetStart; i < end; i++, at += stride) target[i] = view.getUint32(at, true);
      return;
    // Two halves rather than a BigInt, which would be allocated for every value.
    case 'I8':
      for (let i = targetStart; i < end; i++, at += stride) {
        target[i] = view.getInt32(at + 4, true) * TWO_TO_32 + view.getUint32(at, true);
      }
      return;
    case 'U8':
      for (let i = targetStart; i < end; i++, at += stride) {
        target[i] = view.getUint32(at + 4, true) * TWO_TO_32 + view.getUint32(at, true);
      }
      return;
    case 'F4':
      for (let i = targetStart; i < end; i++, at += stride) target[i] = view.getFloat32(at, true);
      return;
    case 'F8':
      for (let i = targetStart; i < end; i++, at += stride) target[i] = view.getFloat64(at, true);
      return;
  }
}
