/** What every reader owes to a file that is cut or has a wrong byte: a right answer, or a refusal that says so. */
import { expect } from 'vitest';
import type { PointCloud } from '../../../../src/engine/cloud/point-cloud.ts';
import type { ReadOptions } from '../../../../src/engine/cloud/point-sample.ts';
import { ReconstructError } from '../../../../src/engine/errors.ts';
import { readCloud } from '../../../../src/engine/formats/read/read-cloud.ts';
import { bytesSource, recordingContext } from './sources.ts';

/** The cloud, or the refusal. Throws any other error. */
export async function answerTo(
  name: string,
  bytes: Uint8Array,
  options: ReadOptions = {},
  chunkBytes: number | readonly number[] = 65536,
  knowsSize = true,
): Promise<PointCloud | ReconstructError> {
  try {
    const source = bytesSource(name, bytes, chunkBytes, knowsSize);
    return await readCloud(source, recordingContext().context, options);
  } catch (error) {
    if (error instanceof ReconstructError && /^cloud-(format|empty)$/.test(error.code)) return error;
    throw error;
  }
}

export async function refusalOf(name: string, bytes: Uint8Array, options?: ReadOptions): Promise<string> {
  const answer = await answerTo(name, bytes, options);
  if (!(answer instanceof ReconstructError)) throw new Error(`${name} is read`);
  return answer.message;
}

export async function cloudOf(name: string, bytes: Uint8Array, options?: ReadOptions): Promise<PointCloud> {
  const answer = await answerTo(name, bytes, options);
  if (answer instanceof ReconstructError) throw answer;
  return answer;
}

/** The file cut at every place of `cuts`: refused, or said, or as many points as the whole has. */
export async function expectCutsAreTold(name: string, bytes: Uint8Array, cuts: Iterable<number>): Promise<void> {
  const { pointCount, warnings } = (await cloudOf(name, bytes)).stats;
  for (const cut of cuts) {
    for (const knowsSize of [true, false]) {
      const answer = await answerTo(name, bytes.subarray(0, cut), {}, 65536, knowsSize);
      if (answer instanceof ReconstructError || answer.stats.warnings.length > warnings.length) continue;
      expect(answer.stats.pointCount, `${name} cut at byte ${cut} of ${bytes.length}`).toBe(pointCount);
    }
  }
}

/** No byte, whatever it is turned into, leads to a crash. */
export async function expectFlipsAreSurvived(name: string, bytes: Uint8Array, places: Iterable<number>): Promise<void> {
  for (const place of places) {
    for (const bit of [1, 32, 128]) {
      const damaged = bytes.slice();
      damaged[place]! ^= bit;
      await answerTo(name, damaged, {}, 65536, (place & 1) === 0);
      await answerTo(name, damaged, { partial: true });
    }
  }
}

/** All places up to `length`, at most about `most` of them. */
export function placesIn(length: number, most = 400): number[] {
  const step = Math.max(1, Math.floor(length / most));
  return Array.from({ length: Math.ceil(length / step) }, (_, i) => i * step);
}
