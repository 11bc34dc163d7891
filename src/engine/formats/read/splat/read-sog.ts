/**
 * SOG, the packed splats of PlayCanvas ("SOG Format"): a ZIP of `meta.json` and lossless WebP pictures with a pixel a
 * splat. Two pictures hold the low and high bytes of the logarithms of the centres; one holds colours and opacity, as
 * indices of a list of harmonics (version 2) or as shares of their range (version 1).
 */
import type { PointCloud } from '../../../cloud/point-cloud.ts';
import type { ReadOptions } from '../../../cloud/point-sample.ts';
import { messageOf } from '../../../errors.ts';
import type { ByteCursor } from '../byte-cursor.ts';
import { BATCH_SIZE, COLUMN } from '../columns.ts';
import { cutFileError, cutFileWarning } from '../cut-file.ts';
import { formatError } from '../format-error.ts';
import { openRandomAccess } from '../random-access.ts';
import { OPACITY, SplatCollector } from './splat-collector.ts';
import { WebpError } from './webp-bits.ts';
import { decodeWebp } from './webp-lossless.ts';
import { isSogMeta } from './splat-marks.ts';
import { ZipFile } from '../zip/zip-file.ts';

const IN_PICTURES = 'within the pictures of its splats';

/** What `meta.json` says. */
interface SogMeta {
  readonly count: number;
  /** Of the logarithms of the coordinates. */
  readonly mins: readonly number[];
  readonly maxs: readonly number[];
  readonly lowFile: string;
  readonly highFile: string;
  readonly colorFile: string;
  /** [256] harmonics of red, green and blue by the byte; and the opacity, in the scale of `opacity`. */
  readonly harmonics: readonly [Float64Array, Float64Array, Float64Array];
  readonly opacities: Float64Array;
  readonly opacity: 'share' | 'logit';
}

/** @throws ReconstructError `cloud-format`, `cloud-empty` */
export async function readSog(cursor: ByteCursor, options: ReadOptions): Promise<PointCloud> {
  const { name } = cursor;
  if (isSogMeta(new TextDecoder('latin1').decode(cursor.bytes.subarray(cursor.start, cursor.end)))) {
    const what = 'it only lists the pictures of a SOG scene, which lie beside it';
    throw formatError(name, what, 'Bundle them as one .sog file, or convert the splats to a PLY.');
  }
  const access = await openRandomAccess(cursor);
  try {
    const zip = await ZipFile.open(name, access);
    const path = zip.names.find((file) => /(?:^|\/)meta\.json$/.test(file));
    if (path === undefined && zip.isCut) throw cutFileError(name, { whole: 0, where: IN_PICTURES });
    if (path === undefined) {
      throw formatError(name, 'a ZIP without the meta.json of a SOG scene', 'Unpack it and open what is in it.');
    }
    const folder = path.slice(0, -'meta.json'.length);
    const meta = metaOf(name, new TextDecoder().decode(await zip.read(path)));
    const needed = [meta.lowFile, meta.highFile, meta.colorFile];
    const isWhole = needed.every((file) => zip.names.includes(folder + file));
    const whole = isWhole ? meta.count : 0;
    const cut = { whole, promised: meta.count, where: isWhole ? 'behind the pictures of its splats' : IN_PICTURES };
    const warnings = zip.isCut ? [cutFileWarning(name, cut, options)] : [];
    const pixelsOf = async (file: string): Promise<Uint32Array> => {
      const pixels = await picture(cursor, folder + file, await zip.read(folder + file));
      if (pixels.length >= meta.count) return pixels;
      const what = `${file} in it has ${pixels.length} pixels for ${meta.count} splats`;
      throw formatError(name, what, 'The file is damaged: export it again.');
    };
    const low = await pixelsOf(meta.lowFile);
    const high = await pixelsOf(meta.highFile);
    return await decode(cursor, meta, [low, high, await pixelsOf(meta.colorFile)], options, warnings);
  } finally {
    await access.close();
  }
}

async function picture(cursor: ByteCursor, file: string, bytes: Uint8Array): Promise<Uint32Array> {
  try {
    return (await decodeWebp(bytes, () => cursor.giveTurn())).pixels;
  } catch (error) {
    if (!(error instanceof WebpError) && !(error instanceof RangeError)) throw error;
    throw formatError(cursor.name, `${file} in it cannot be read (${messageOf(error)})`, 'Export the splats again.');
  }
}

async function decode(
  cursor: ByteCursor,
  { count, mins, maxs, harmonics, opacities, opacity }: SogMeta,
  [low, high, colors]: readonly [Uint32Array, Uint32Array, Uint32Array],
  options: ReadOptions,
  warnings: string[],
): Promise<PointCloud> {
  const splats = new SplatCollector({
    name: cursor.name,
    trustedCount: count,
    numbers: 'other',
    colors: 'harmonics',
    opacity,
    options,
  });
  const steps = [0, 1, 2].map((axis) => (maxs[axis]! - mins[axis]! || 1) / 65535);
  for (let done = 0; done < count;) {
    await cursor.giveTurn();
    cursor.signal.throwIfAborted();
    const { columns, count: first, room } = splats;
    const end = first + Math.min(room, count - done);
    for (let axis = 0; axis < 3; axis++) {
      const [shift, target, min, step] = [16 - 8 * axis, axis * BATCH_SIZE, mins[axis]!, steps[axis]!];
      const colorTarget = (COLUMN.red + axis) * BATCH_SIZE;
      for (let i = first, from = done; i < end; i++, from++) {
        const bits = ((low[from]! >>> shift) & 255) | (((high[from]! >>> shift) & 255) << 8);
        const log = min + step * bits;
        columns[target + i] = Math.sign(log) * Math.expm1(Math.abs(log));
        columns[colorTarget + i] = harmonics[axis]![(colors[from]! >>> shift) & 255]!;
      }
    }
    for (let i = first; i < end; i++, done++) columns[OPACITY * BATCH_SIZE + i] = opacities[colors[done]! >>> 24]!;
    splats.count = end;
    if (splats.room === 0) splats.flush();
  }
  return splats.finish(warnings);
}

/** Takes in what is needed, and refuses what is not as it should be. */
function metaOf(name: string, text: string): SogMeta {
  const refuse = (what: string): never => {
    throw formatError(name, `its meta.json ${what}`, 'Export the splats again, or convert them to a PLY.');
  };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return refuse(`is no JSON (${messageOf(error)})`);
  }
  const part = (value: unknown, key: string): unknown =>
    typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  const numbers = (path: string, length: number): number[] => {
    const list = path.split('.').reduce(part, json);
    const isGood = Array.isArray(list) && list.length >= length && list.every((value) => Number.isFinite(value ?? NaN));
    return isGood ? (list as number[]) : refuse(`has no ${length} numbers ${path}`);
  };
  const file = (path: string, index: number): string => {
    const value = part(path.split('.').reduce(part, json), String(index));
    return typeof value === 'string' ? value : refuse(`names no picture in ${path}`);
  };
  const version = part(json, 'version');
  if (version !== undefined && version !== 2)
    return refuse(`is of version ${JSON.stringify(version)}, and 1 and 2 are read`);
  const count = version === 2 ? part(json, 'count') : numbers('means.shape', 1)[0];
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 0 || count > 2 ** 28) {
    return refuse(`promises ${JSON.stringify(count)} splats`);
  }
  return {
    count,
    mins: numbers('means.mins', 3),
    maxs: numbers('means.maxs', 3),
    lowFile: file('means.files', 0),
    highFile: file('means.files', 1),
    colorFile: file('sh0.files', 0),
    ...(version === 2
      ? listedColors(numbers('sh0.codebook', 256))
      : rangedColors(numbers('sh0.mins', 4), numbers('sh0.maxs', 4))),
  };
}

/** Version 2. */
function listedColors(codebook: readonly number[]): Pick<SogMeta, 'harmonics' | 'opacities' | 'opacity'> {
  const listed = Float64Array.from(codebook);
  return {
    harmonics: [listed, listed, listed],
    opacities: Float64Array.from({ length: 256 }, (_, byte) => byte / 255),
    opacity: 'share',
  };
}

/** Version 1. */
function rangedColors(
  mins: readonly number[],
  maxs: readonly number[],
): Pick<SogMeta, 'harmonics' | 'opacities' | 'opacity'> {
  const ranged = (part: number): Float64Array =>
    Float64Array.from({ length: 256 }, (_, byte) => mins[part]! + ((maxs[part]! - mins[part]!) * byte) / 255);
  return { harmonics: [ranged(0), ranged(1), ranged(2)], opacities: ranged(3), opacity: 'logit' };
}
