/**
 * How fast files are read: one cloud of a million coloured points in each binary format, against our own binary PLY in
 * the same run. Files are made by the tests' writers and read from memory; the disk is not what is measured.
 */
import type { RunContext } from '../../src/engine/events.ts';
import { readCloud } from '../../src/engine/formats/read/read-cloud.ts';
import { floatField, integerField, scaledField, writeE57 } from '../formats/e57-writer.ts';
import { type LasPoint, writeLas } from '../formats/las-writer.ts';
import { writeLaz } from '../formats/laz/laz-writer.ts';

const POINTS = 1_000_000;
const ROUNDS = 5;
/** Of the whole numbers that formats without floats hold. */
const SCALE = 0.001;
const CONTEXT: RunContext = { signal: new AbortController().signal, onEvent: () => undefined };

/** The places are rough, as a scan's: what follows from the point before is packed away. */
function placeOf(i: number): [number, number, number] {
  return [(i % 1000) * 7 + ((i * 7919) % 13), Math.floor(i / 1000) * 5 + ((i * 104_729) % 11), (i * 31) % 977];
}

const colorOf = (i: number): [number, number, number] => [i & 255, (i >> 3) & 255, (i >> 7) & 255];

const LAS_POINTS = (): LasPoint[] =>
  Array.from({ length: POINTS }, (_, i) => ({ place: placeOf(i), color: colorOf(i).map((value) => 257 * value) }));

const FILES: Readonly<Record<string, () => Uint8Array>> = {
  'points.ply': writePly,
  'points.las': () => writeLas(LAS_POINTS(), { format: 2, scale: [SCALE, SCALE, SCALE] }),
  'points.laz': () => writeLaz(LAS_POINTS(), { format: 2, scale: [SCALE, SCALE, SCALE] }),
  'floats.e57': () => writeE57({ scans: [{ fields: [...floats(), ...colors()], recordCount: POINTS }] }),
  'scaled.e57': () => writeE57({ scans: [{ fields: [...scaled(), ...colors()], recordCount: POINTS }] }),
};

function writePly(): Uint8Array {
  const names = ['x', 'y', 'z'].map((name) => `property float ${name}`);
  const channels = ['red', 'green', 'blue'].map((name) => `property uchar ${name}`);
  const lines = ['ply', 'format binary_little_endian 1.0', `element vertex ${POINTS}`, ...names, ...channels];
  const head = Buffer.from(`${lines.join('\n')}\nend_header\n`);
  const bytes = Buffer.alloc(head.length + 15 * POINTS);
  head.copy(bytes);
  for (let i = 0; i < POINTS; i++) {
    const at = head.length + 15 * i;
    placeOf(i).forEach((value, axis) => bytes.writeFloatLE(value * SCALE, at + 4 * axis));
    colorOf(i).forEach((value, channel) => bytes.writeUInt8(value, at + 12 + channel));
  }
  return bytes;
}

const AXES = ['cartesianX', 'cartesianY', 'cartesianZ'] as const;
const values = (of: (i: number) => number[], part: number): number[] =>
  Array.from({ length: POINTS }, (_, i) => of(i)[part]!);
const floats = () =>
  AXES.map((name, axis) => floatField(name, values(placeOf, axis).map((value) => value * SCALE), 'single')); // prettier-ignore
const scaled = () => AXES.map((name, axis) => scaledField(name, values(placeOf, axis), [0, 8191], SCALE, 0));
const colors = () =>
  ['colorRed', 'colorGreen', 'colorBlue'].map((name, part) => integerField(name, values(colorOf, part), 0, 255));

/** Prints a line for each file: bytes, the median of the rounds, and how many times as long as PLY. */
export async function measureReading(): Promise<void> {
  const files = Object.entries(FILES).map(([name, write]) => ({ name, bytes: write(), times: [] as number[] }));
  for (let round = 0; round < ROUNDS; round++) {
    for (const { name, bytes, times } of files) {
      const startMs = performance.now();
      const cloud = await readCloud(sourceOf(name, bytes), CONTEXT);
      times.push(performance.now() - startMs);
      if (cloud.stats.finiteCount !== POINTS)
        throw new Error(`${name}: ${cloud.stats.finiteCount} of ${POINTS} points`);
    }
  }
  const median = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[ROUNDS >> 1]!;
  const plyMs = median(files[0]!.times);
  for (const { name, bytes, times } of files) {
    const ms = median(times);
    const size = `${(bytes.length / 2 ** 20).toFixed(1)} MiB`;
    console.log(
      `${name.padEnd(12)}${size.padStart(10)}${ms.toFixed(0).padStart(7)} ms  PLY × ${(ms / plyMs).toFixed(2)}`,
    );
  }
}

function sourceOf(name: string, bytes: Uint8Array) {
  const chunk = 1 << 20;
  return {
    name,
    size: bytes.length,
    async *stream(): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < bytes.length; at += chunk) yield await Promise.resolve(bytes.subarray(at, at + chunk));
    },
  };
}
