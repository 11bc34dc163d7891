/**
 * A set of points as text: the shorter of two. *Runs*: how many points are left out, how many are in, and so on in
 * turns, each number in groups of seven bits, the lowest first, the eighth set where more follow (LEB128). *Bits*: a
 * bit a point, the lowest of a byte first. Both in base64. What a hand draws is a few thousand runs; a scatter of
 * strays never takes more than a bit a point.
 */
import { addPoint, countOf, emptyMask, hasPoint, type PointMask, ReconstructError } from '../../engine/index.ts';
import { base64Bytes, bytesOfBase64 } from '../report/base64.ts';
import type { PointsText } from './project.ts';

/** @param pointCount of the cloud */
export function pointsText(mask: PointMask, pointCount: number): PointsText {
  const about = { of: pointCount, count: countOf(mask) };
  const mostBytes = Math.ceil(pointCount / 8);
  const runs = runBytes(mask, pointCount, mostBytes);
  return runs ? { ...about, runs: textOf(runs) } : { ...about, bits: textOf(bitBytes(mask, mostBytes)) };
}

/** @throws ReconstructError `option-invalid` where the text is none of `pointsText` */
export function pointsOf({ of, count, runs, bits }: PointsText): PointMask {
  const bytes = bytesOfBase64(runs ?? bits ?? '');
  const mask = bytes && (runs === undefined ? maskOfBits(bytes, of) : maskOfRuns(bytes, of));
  if (mask && countOf(mask) === count) return mask;
  throw new ReconstructError('option-invalid', `a set of ${count} of ${of} points is damaged`, {});
}

/** Null where they would be longer than `mostBytes`. */
function runBytes(mask: PointMask, pointCount: number, mostBytes: number): Uint8Array | null {
  const bytes = new Uint8Array(mostBytes);
  let length = 0;
  let isIn = false;
  for (let point = 0; point < pointCount;) {
    const start = point;
    while (point < pointCount && hasPoint(mask, point) === isIn) point = nextOther(mask, point, isIn, pointCount);
    for (let rest = point - start; ; rest = Math.floor(rest / 128)) {
      if (length === mostBytes) return null;
      bytes[length++] = rest < 128 ? rest : (rest % 128) + 128;
      if (rest < 128) break;
    }
    isIn = !isIn;
  }
  return bytes.subarray(0, length);
}

/** Words that are alike as a whole are passed over at once. */
function nextOther(mask: PointMask, point: number, isIn: boolean, pointCount: number): number {
  const alike = isIn ? 0xffff_ffff : 0;
  if ((point & 31) !== 0 || mask[point >>> 5] !== alike) return point + 1;
  return Math.min(point + 32, pointCount);
}

function bitBytes(mask: PointMask, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i++) bytes[i] = (mask[i >> 2]! >>> (8 * (i & 3))) & 255;
  return bytes;
}

function maskOfRuns(bytes: Uint8Array, pointCount: number): PointMask | null {
  const mask = emptyMask(pointCount);
  let point = 0;
  let isIn = false;
  for (let at = 0; at < bytes.length;) {
    let run = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = bytes[at++];
      if (byte === undefined) return null;
      run += (byte & 127) * factor;
      if (run > pointCount) return null;
      if (byte < 128) break;
    }
    const end = point + run;
    if (end > pointCount) return null;
    if (isIn) for (let i = point; i < end; i++) addPoint(mask, i);
    point = end;
    isIn = !isIn;
  }
  return point === pointCount ? mask : null;
}

function maskOfBits(bytes: Uint8Array, pointCount: number): PointMask | null {
  if (bytes.length !== Math.ceil(pointCount / 8)) return null;
  const mask = emptyMask(pointCount);
  for (const [i, byte] of bytes.entries()) mask[i >> 2]! |= byte << (8 * (i & 3));
  // Bits past the last point would be counted.
  const rest = pointCount & 31;
  return rest === 0 || mask.at(-1)! < 2 ** rest ? mask : null;
}

const PIECE = 1 << 13;

function textOf(bytes: Uint8Array): string {
  const digits = base64Bytes(bytes);
  const pieces: string[] = [];
  for (let i = 0; i < digits.length; i += PIECE) pieces.push(String.fromCharCode(...digits.subarray(i, i + PIECE)));
  return pieces.join('');
}
