/**
 * PCD's `binary_compressed`: two lengths, then one field after the other for all points, packed as one whole (PCL's
 * writer of compressed files). It is unpacked in passing: only the fields that are kept are gathered.
 */
import { cutFileWarning } from '../cut-file.ts';
import { formatError } from '../format-error.ts';
import { canUnpack, unpackLzf } from './lzf.ts';
import { type PcdReading, recordBytes, takePcdPoints, warnOfRest } from './pcd-points.ts';
import type { PcdField, PcdHeader } from './pcd-header.ts';

/** A field of all points, as unpacked so far. */
class GatheredField {
  /** Into the header's fields. */
  readonly field: number;
  readonly pointBytes: number;
  bytes: Uint8Array<ArrayBuffer>;
  /** Of its bytes in the whole. */
  readonly #first: number;
  readonly #length: number;

  /** @param isTrusted whether the file is long enough for all of it */
  constructor(field: number, pointBytes: number, first: number, points: number, isTrusted: boolean) {
    this.field = field;
    this.pointBytes = pointBytes;
    this.#first = first;
    this.#length = pointBytes * points;
    this.bytes = new Uint8Array(isTrusted ? this.#length : 0);
  }

  /** Takes what is its own of `bytes[start, end)`, which stand at `offset` of the whole. */
  take(bytes: Uint8Array, start: number, end: number, offset: number): void {
    const from = Math.max(this.#first, offset);
    const to = Math.min(this.#first + this.#length, offset + (end - start));
    if (from >= to) return;
    if (to - this.#first > this.bytes.length) {
      const grown = new Uint8Array(Math.min(this.#length, 2 * (to - this.#first)));
      grown.set(this.bytes);
      this.bytes = grown;
    }
    this.bytes.set(bytes.subarray(start + from - offset, start + to - offset), from - this.#first);
  }

  /** Points that are whole where so much of the whole is there. */
  wholePoints(produced: number): number {
    return Math.max(0, Math.floor((produced - this.#first) / this.pointBytes));
  }
}

const HINT = 'Copy or export the file again.';

export async function readPcdColumns(reading: PcdReading): Promise<void> {
  const { cursor, header, options, warnings } = reading;
  const { name } = cursor;
  const promised = header.points;
  if (!(await cursor.need(8))) {
    warnings.push(cutFileWarning(name, { whole: 0, promised }, options));
    return;
  }
  const view = new DataView(cursor.bytes.buffer, cursor.bytes.byteOffset + cursor.start, 8);
  const [packed, unpacked] = [view.getUint32(0, true), view.getUint32(4, true)];
  cursor.start += 8;
  const { fields, points } = fieldsThere(name, header, unpacked);
  const there = Math.min(packed, cursor.remaining ?? packed);
  if (!canUnpack(packed, unpacked)) {
    const what = `its ${packed} packed bytes cannot hold the ${unpacked} that they promise`;
    throw formatError(name, what, HINT, { packed, unpacked });
  }
  const gathered = gather(reading, fields, points, cursor.remaining !== undefined && there === packed);
  const produced = await unpackLzf(cursor, packed, unpacked, (bytes, start, end, offset) => {
    for (const field of gathered) field.take(bytes, start, end, offset);
  });
  const whole = Math.min(points, ...gathered.map((field) => field.wholePoints(produced)));
  if (whole < points) warnings.push(cutFileWarning(name, { whole, promised: points }, options));
  await take(reading, gathered, whole);
  if (produced === unpacked) await warnOfRest(cursor, warnings);
}

/**
 * The fields that are in the data, and of how many points: all of them, or without padding, which PCL leaves out when
 * it packs.
 */
function fieldsThere(
  name: string,
  { fields, points, gridPoints }: PcdHeader,
  unpacked: number,
): { readonly fields: readonly PcdField[]; readonly points: number } {
  const packedFields = fields.map((field) => (field.isPadding ? { ...field, count: 0 } : field));
  for (const count of [points, gridPoints]) {
    for (const there of [fields, packedFields]) {
      if (count * recordBytes(there) === unpacked) return { fields: there, points: count };
    }
  }
  const what = `its packed data promises ${unpacked} bytes, but ${points} points of ${recordBytes(fields)} bytes are ${points * recordBytes(fields)}`;
  throw formatError(name, what, HINT, { unpacked, pointCount: points });
}

/** Room for the fields that are kept. */
function gather(
  { layout, cursor }: PcdReading,
  fields: readonly PcdField[],
  points: number,
  isTrusted: boolean,
): GatheredField[] {
  const wanted = new Set([...layout.sources, ...(layout.packed ? [layout.packed] : [])].map(({ field }) => field));
  let first = 0;
  try {
    return fields.flatMap(({ bytes, count }, field): GatheredField[] => {
      const start = first;
      first += bytes * count * points;
      return wanted.has(field) ? [new GatheredField(field, bytes * count, start, points, isTrusted)] : [];
    });
  } catch {
    const hint = 'Thin the cloud out, or read it where more memory is free.';
    throw formatError(cursor.name, `no memory for ${points} points`, hint, { pointCount: points });
  }
}

/** Points between two looks at the signal. */
const STRETCH = 1 << 17;

async function take(reading: PcdReading, gathered: readonly GatheredField[], points: number): Promise<void> {
  const byField = new Map(
    gathered.map(({ field, pointBytes, bytes }) => [field, { pointBytes, view: new DataView(bytes.buffer) }]),
  );
  const of = (field: number) => byField.get(field)!;
  for (let done = 0; done < points; done += STRETCH) {
    reading.cursor.signal.throwIfAborted();
    await reading.cursor.giveTurn();
    const count = Math.min(STRETCH, points - done);
    takePcdPoints(
      reading,
      (field) => of(field).view,
      (field) => done * of(field).pointBytes,
      (field) => of(field).pointBytes,
      count,
    );
  }
}
