/** Gaussian splats in each of their formats, written after the formats' descriptions and not after the readers. */
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { joinBytes, textBytes } from './format-case.ts';
import { writeTestPly, type TestFormat } from './ply-writer.ts';
import { writeTestWebp } from './webp-writer.ts';

export interface TestSplat {
  readonly place: readonly [number, number, number];
  /** Bytes. */
  readonly color: readonly [number, number, number];
  /** 0…1 */
  readonly opacity: number;
}

const HARMONIC = 0.5 / Math.sqrt(Math.PI);
const harmonicOf = (byte: number): number => (byte / 255 - 0.5) / HARMONIC;
const logitOf = (share: number): number => Math.log(share / (1 - share));
const byteOf = (value: number): number => Math.max(0, Math.min(255, Math.round(value)));
const boundsOf = (values: readonly number[]): [number, number] => [Math.min(...values), Math.max(...values)];
const AXES = [0, 1, 2] as const;

/** Little-endian numbers one after another. */
function packed(...fields: readonly (readonly ['u8' | 'u16' | 'u32' | 'f32', number])[]): Uint8Array {
  const widths = { u8: 1, u16: 2, u32: 4, f32: 4 };
  const view = new DataView(new ArrayBuffer(fields.reduce((sum, [type]) => sum + widths[type], 0)));
  let at = 0;
  for (const [type, value] of fields) {
    if (type === 'u8') view.setUint8(at, value);
    else if (type === 'u16') view.setUint16(at, value, true);
    else if (type === 'u32') view.setUint32(at, value, true);
    else view.setFloat32(at, value, true);
    at += widths[type];
  }
  return new Uint8Array(view.buffer);
}

export function splatPly(splats: readonly TestSplat[], format: TestFormat): Uint8Array<ArrayBuffer> {
  const names = ['x', 'y', 'z', 'nx', 'ny', 'nz', 'f_dc_0', 'f_dc_1', 'f_dc_2', 'f_rest_0', 'opacity'];
  const shape = ['scale_0', 'scale_1', 'scale_2', 'rot_0', 'rot_1', 'rot_2', 'rot_3'];
  const properties = [...names, ...shape].map((name) => ({ name, type: 'float' as const }));
  const records = splats.map(({ place, color, opacity }) => [
    ...place,
    ...[0, 0, 0],
    ...color.map(harmonicOf),
    ...[0.25, logitOf(opacity)],
    ...[-4, -4, -6, 1, 0, 0, 0],
  ]);
  return writeTestPly(format, [{ name: 'vertex', properties, records }], { comments: [] });
}

export function compressedPly(splats: readonly TestSplat[]): Uint8Array<ArrayBuffer> {
  const uint = (name: string) => ({ name, type: 'uint' as const });
  const chunks: number[][] = [];
  const records = splats.map(({ place, color, opacity }, i) => {
    const first = i - (i % 256);
    const members = splats.slice(first, first + 256);
    const places = AXES.map((axis) => boundsOf(members.map((splat) => splat.place[axis])));
    const colors = AXES.map((part) => boundsOf(members.map((splat) => splat.color[part] / 255)));
    if (i === first) {
      const bounds = [...places, [-6, -4], [-6, -4], [-6, -4], ...colors] as [number, number][];
      const pair = (at: number): number[][] => [bounds.slice(at, at + 3).map(([min]) => min), bounds.slice(at, at + 3).map(([, max]) => max)]; // prettier-ignore
      chunks.push([...pair(0), ...pair(3), ...pair(6)].flat());
    }
    const count = (value: number, [min, max]: readonly [number, number], most: number): number =>
      Math.round((most * (value - min)) / (max - min || 1));
    const [x, y, z] = AXES.map((axis) => count(place[axis], places[axis]!, [2047, 1023, 2047][axis]!)) as [number, number, number]; // prettier-ignore
    const [r, g, b] = AXES.map((part) => count(color[part] / 255, colors[part]!, 255)) as [number, number, number];
    const word = (...parts: readonly number[]): number => parts.reduce((sum, part) => sum * 256 + part, 0);
    return [x * 2 ** 21 + y * 2 ** 11 + z, 0, 0, word(r, g, b, byteOf(255 * opacity))];
  });
  const corners = (name: string, parts: string): string[] => ['min', 'max'].flatMap((end) => [...parts].map((part) => `${end}${name}_${part}`)); // prettier-ignore
  const chunkNames = [...corners('', 'xyz'), ...corners('_scale', 'xyz'), ...corners('', 'rgb')];
  return writeTestPly(
    'binary_little_endian',
    [
      { name: 'chunk', properties: chunkNames.map((name) => ({ name, type: 'float' })), records: chunks },
      { name: 'vertex', properties: ['position', 'rotation', 'scale', 'color'].map((part) => uint(`packed_${part}`)), records }, // prettier-ignore
    ],
    { comments: [] },
  );
}

export function splatFile(splats: readonly TestSplat[]): Uint8Array<ArrayBuffer> {
  return joinBytes(
    ...splats.map(({ place, color, opacity }) =>
      packed(
        ...place.map((value) => ['f32', value] as const),
        ...[0.01, 0.02, 0.001].map((value) => ['f32', value] as const),
        ...[...color, byteOf(255 * opacity), 255, 128, 128, 128].map((value) => ['u8', value] as const),
      ),
    ),
  );
}

/** One section of buckets of 64 in the order of the splats, the last one not full, and an empty section behind it. */
export function ksplatFile(splats: readonly TestSplat[], level: 0 | 1 | 2): Uint8Array<ArrayBuffer> {
  const [bucketSize, block, range] = [64, 64, 32767];
  const stride = level === 0 ? 44 : 24;
  const full = Math.floor(splats.length / bucketSize);
  const partial = splats.length % bucketSize > 0 ? 1 : 0;
  const header = new Uint8Array(4096);
  header.set(packed(['u8', 0], ['u8', 1], ['u16', 0], ['u32', 2], ['u32', 1], ['u32', splats.length + 3], ['u32', splats.length], ['u16', level])); // prettier-ignore
  const section = new Uint8Array(1024);
  // Room for three more splats than there are.
  section.set(packed(['u32', splats.length], ['u32', splats.length + 3], ['u32', bucketSize], ['u32', full + partial], ['f32', block], ['u16', 12], ['u16', 0], ['u32', range], ['u32', 0], ['u32', full], ['u32', partial])); // prettier-ignore
  const centres = Array.from({ length: full + partial }, (_, bucket) => splats[bucket * bucketSize]!.place);
  const data = splats.map(({ place, color, opacity }, i) => {
    const centre = centres[Math.floor(i / bucketSize)]!;
    const rgba = [...color, byteOf(255 * opacity)].map((value) => ['u8', value] as const);
    if (level === 0) {
      const zeros = Array<readonly ['f32', number]>(7).fill(['f32', 0]);
      return packed(...place.map((value) => ['f32', value] as const), ...zeros, ...rgba);
    }
    const counted = AXES.map((axis) => Math.round(((place[axis] - centre[axis]) / (block / 2)) * range + range));
    const zeros = Array<readonly ['u16', number]>(7).fill(['u16', 0]);
    return packed(...counted.map((value) => ['u16', value] as const), ...zeros, ...rgba);
  });
  const lengths = partial ? packed(['u32', splats.length % bucketSize]) : new Uint8Array(0);
  const places = packed(...centres.flat().map((value) => ['f32', value] as const));
  return joinBytes(header, section, new Uint8Array(1024), lengths, places, ...data, new Uint8Array(3 * stride));
}

/** Of places that are multiples of 1/8, which 16-bit floats below 256 hold, too. */
export function spzFile(
  splats: readonly TestSplat[],
  version: 1 | 2 | 3 | 4,
  isPacked = true,
): Uint8Array<ArrayBuffer> {
  const count = splats.length;
  const positions = splats.flatMap(({ place }) =>
    place.flatMap((value) => {
      if (version === 1) return [...packed(['u16', halfBits(value)])];
      const fixed = Math.round(value * 4096) & 0xffffff;
      return [fixed & 255, (fixed >> 8) & 255, fixed >> 16];
    }),
  );
  const alphas = splats.map(({ opacity }) => byteOf(255 * opacity));
  const colors = splats.flatMap(({ color }) => color.map((byte) => byteOf((harmonicOf(byte) * 0.15 + 0.5) * 255)));
  const rotationBytes = version < 3 ? 3 : 4;
  const arrays = [positions, alphas, colors, Array<number>(3 * count).fill(100), Array<number>(rotationBytes * count).fill(9), Array<number>(9 * count).fill(128)].map((array) => Uint8Array.from(array)); // prettier-ignore
  const head = [['u32', 0x5053474e], ['u32', version], ['u32', count], ['u8', 1], ['u8', 12], ['u8', 0], ['u8', version === 4 ? 6 : 0]] as const; // prettier-ignore
  if (version < 4) {
    const plain = joinBytes(packed(...head), ...arrays);
    return isPacked ? new Uint8Array(gzipSync(plain)) : plain;
  }
  const streams = arrays.map((array) => new Uint8Array(zstdCompressSync(array)));
  const table = streams.flatMap((stream, i) => [['u32', stream.length], ['u32', 0], ['u32', arrays[i]!.length], ['u32', 0]] as const); // prettier-ignore
  const rest = Array<readonly ['u32', number]>(3).fill(['u32', 0]);
  return joinBytes(packed(...head, ['u32', 32], ...rest), packed(...table), ...streams);
}

/** Of a multiple of 1/8 below 256. */
function halfBits(value: number): number {
  if (value === 0) return 0;
  const exponent = Math.floor(Math.log2(Math.abs(value)));
  return (value < 0 ? 0x8000 : 0) | ((exponent + 15) << 10) | Math.round((Math.abs(value) / 2 ** exponent - 1) * 1024);
}

export function sogFile(splats: readonly TestSplat[], version: 1 | 2, isStored = true): Uint8Array<ArrayBuffer> {
  const width = 4 * Math.ceil(Math.sqrt(splats.length) / 4);
  const height = Math.ceil(splats.length / width);
  const logs = splats.map(({ place }) => place.map((value) => Math.sign(value) * Math.log1p(Math.abs(value))));
  const bounds = AXES.map((axis) => boundsOf(logs.map((log) => log[axis]!)));
  const counted = logs.map((log) => AXES.map((axis) => Math.round(((log[axis]! - bounds[axis]![0]) / (bounds[axis]![1] - bounds[axis]![0])) * 65535))); // prettier-ignore
  const picture = (pixel: (splat: TestSplat, i: number) => number[]): Uint8Array => {
    const rgba = new Uint8Array(4 * width * height);
    splats.forEach((splat, i) => rgba.set(pixel(splat, i), 4 * i));
    return writeTestWebp(width, height, rgba);
  };
  const logits = boundsOf(splats.map(({ opacity }) => logitOf(opacity)));
  const colorOf = ({ color, opacity }: TestSplat): number[] => [
    ...color,
    version === 2 ? byteOf(255 * opacity) : byteOf((255 * (logitOf(opacity) - logits[0])) / (logits[1] - logits[0])),
  ];
  const ends = [harmonicOf(0), harmonicOf(255)] as const;
  const colors = version === 2 ? { codebook: Array.from({ length: 256 }, (_, byte) => harmonicOf(byte)) } : { mins: [ends[0], ends[0], ends[0], logits[0]], maxs: [ends[1], ends[1], ends[1], logits[1]] }; // prettier-ignore
  const meta = {
    ...(version === 2 ? { version: 2, count: splats.length } : {}),
    means: { shape: [splats.length, 3], mins: bounds.map(([min]) => min), maxs: bounds.map(([, max]) => max), files: ['means_l.webp', 'means_u.webp'] }, // prettier-ignore
    sh0: { ...colors, files: ['sh0.webp'] },
  };
  const files = {
    'means_l.webp': picture((_, i) => [...counted[i]!.map((value) => value & 255), 255]),
    'means_u.webp': picture((_, i) => [...counted[i]!.map((value) => value >> 8), 255]),
    'sh0.webp': picture(colorOf),
    'meta.json': textBytes(JSON.stringify(meta)),
  };
  return new Uint8Array(zipSync(files, { level: isStored ? 0 : 6, mtime: new Date(2020, 1, 1) }));
}
