/** The numbers of binary files: their types and sizes, and how one or a column of them is read. */

export type ScalarType =
  'int8' | 'uint8' | 'int16' | 'uint16' | 'int32' | 'uint32' | 'int64' | 'uint64' | 'float32' | 'float64';

export const SCALAR_BYTES: Readonly<Record<ScalarType, number>> = {
  int8: 1,
  uint8: 1,
  int16: 2,
  uint16: 2,
  int32: 4,
  uint32: 4,
  int64: 8,
  uint64: 8,
  float32: 4,
  float64: 8,
};

/** One number of a binary file, at byte `at`. */
export function readScalar(view: DataView, at: number, type: ScalarType, isLittle: boolean): number {
  switch (type) {
    case 'int8':
      return view.getInt8(at);
    case 'uint8':
      return view.getUint8(at);
    case 'int16':
      return view.getInt16(at, isLittle);
    case 'uint16':
      return view.getUint16(at, isLittle);
    case 'int32':
      return view.getInt32(at, isLittle);
    case 'uint32':
      return view.getUint32(at, isLittle);
    case 'int64':
    case 'uint64':
      return readInt64(view, at, type === 'int64', isLittle);
    case 'float32':
      return view.getFloat32(at, isLittle);
    case 'float64':
      return view.getFloat64(at, isLittle);
  }
}

/** 64 bits as a float64, exact to 2⁵³: no `bigint`, which would be an object a value. */
export function readInt64(view: DataView, at: number, isSigned: boolean, isLittle: boolean): number {
  const high = at + (isLittle ? 4 : 0);
  const low = view.getUint32(at + (isLittle ? 0 : 4), isLittle);
  return (isSigned ? view.getInt32(high, isLittle) : view.getUint32(high, isLittle)) * 2 ** 32 + low;
}

/**
 * Reads `count` values that lie `stride` bytes apart into `target[targetStart…]`. The switch stands outside the loops
 * on purpose: within, it would be taken once a value.
 */
export function decodeColumn(
  view: DataView,
  type: ScalarType,
  isLittle: boolean,
  start: number,
  stride: number,
  target: Float64Array,
  targetStart: number,
  count: number,
): void {
  const end = targetStart + count;
  let at = start;
  switch (type) {
    case 'int8':
      for (let i = targetStart; i < end; i++, at += stride) target[i] = view.getInt8(at);
      return;
    case 'uint8':
      for (let i = targetStart; i < end; i++, at += stride) target[i] = view.getUint8(at);
      return;
    case 'int16':
      for (let i = targetStart; i < end; i++, at += stride) target[i] = view.getInt16(at, isLittle);
      return;
    case 'uint16':
      for (let i = targetStart; i < end; i++, at += stride) target[i] = view.getUint16(at, isLittle);
      return;
    case 'int32':
      for (let i = targetStart; i < end; i++, at += stride) target[i] = view.getInt32(at, isLittle);
      return;
    case 'uint32':
      for (let i = targetStart; i < end; i++, at += stride) target[i] = view.getUint32(at, isLittle);
      return;
    case 'int64':
      for (let i = targetStart; i < end; i++, at += stride) target[i] = readInt64(view, at, true, isLittle);
      return;
    case 'uint64':
      for (let i = targetStart; i < end; i++, at += stride) target[i] = readInt64(view, at, false, isLittle);
      return;
    case 'float32':
      for (let i = targetStart; i < end; i++, at += stride) target[i] = view.getFloat32(at, isLittle);
      return;
    case 'float64':
      for (let i = targetStart; i < end; i++, at += stride) target[i] = view.getFloat64(at, isLittle);
      return;
  }
}
