/**
 * Gaussian splats as points: the centres with their base colours (Kerbl et al., "3D Gaussian Splatting for Real-Time
 * Radiance Field Rendering", 2023, section 4). Every splat is kept, faint ones too, since which of them are floaters no
 * single file format says; how many are faint is told. Normals are not made of the flattest axis: it has no sign, and
 * most splats of a trained scene are no discs. The spherical harmonics beyond degree 0 are what a splat looks like from
 * the side, and are not kept.
 *
 * Readers decode into the batch of a `PointCollector`, with the opacity in the column of a normal, which no splat has.
 */
import type { PointCloud } from '../../../cloud/point-cloud.ts';
import type { ReadOptions } from '../../../cloud/point-sample.ts';
import type { NumberKind } from '../check-cloud.ts';
import { BATCH_SIZE, COLUMN } from '../columns.ts';
import { PointCollector } from '../point-collector.ts';
import type { RecordBatch } from '../record-batch.ts';

/** Column of the opacity, in the scale that the options say. */
export const OPACITY = COLUMN.nx;
/** Of degree 0: 1 / (2 √π). */
export const HARMONIC = 0.28209479177387814;
/** Below this a splat is hardly seen: trainers delete such splats at 0.005 and viewers at some 0.1. */
export const FAINT = 0.1;

export interface SplatOptions {
  /** The file's name, for messages. */
  readonly name: string;
  /** Splats to make room for at once; only a number that the file's size bears out. */
  readonly trustedCount: number;
  readonly numbers: NumberKind;
  /** What the colour columns hold: bytes, or factors of the harmonic of degree 0. */
  readonly colors: 'bytes' | 'harmonics' | undefined;
  /** What the opacity column holds: 0…1, or what a logistic function makes that of. */
  readonly opacity: 'share' | 'logit' | undefined;
  readonly options: ReadOptions;
}

export class SplatCollector implements RecordBatch {
  readonly #splats: SplatOptions;
  readonly #collector: PointCollector;
  /** Below it a splat is faint, in the scale of the file. */
  readonly #limit: number;
  #faint = 0;

  constructor(splats: SplatOptions) {
    const { name, trustedCount, numbers, options, colors, opacity } = splats;
    this.#splats = splats;
    this.#limit = opacity === 'logit' ? Math.log(FAINT / (1 - FAINT)) : FAINT;
    const colorRange = colors && 'byte';
    this.#collector = new PointCollector({ name, hasNormals: false, colorRange, trustedCount, numbers, options });
  }

  get columns(): Float64Array {
    return this.#collector.columns;
  }

  get count(): number {
    return this.#collector.count;
  }

  set count(count: number) {
    this.#collector.count = count;
  }

  get room(): number {
    return this.#collector.room;
  }

  flush(): void {
    const { columns, count } = this.#collector;
    const { colors, opacity } = this.#splats;
    if (colors === 'harmonics') {
      for (let column = COLUMN.red; column <= COLUMN.blue; column++) {
        const start = column * BATCH_SIZE;
        for (let at = start; at < start + count; at++) columns[at] = 255 * (0.5 + HARMONIC * columns[at]!);
      }
    }
    if (opacity) {
      const [start, limit] = [OPACITY * BATCH_SIZE, this.#limit];
      for (let at = start; at < start + count; at++) if (!(columns[at]! >= limit)) this.#faint++;
    }
    this.#collector.flush();
  }

  /** @throws ReconstructError as `PointCollector.finish` does. */
  finish(readerWarnings: readonly string[]): PointCloud {
    this.flush();
    const { name, opacity } = this.#splats;
    const count = this.#collector.seenCount;
    const faint = opacity
      ? `; ${this.#faint} of the ${count} are fainter than ${FAINT} and may float off the surface`
      : '';
    const said = `${name}: Gaussian splats, of which the centres and base colours were read${faint}.`;
    return this.#collector.finish(count > 0 ? [said, ...readerWarnings] : readerWarnings);
  }
}
