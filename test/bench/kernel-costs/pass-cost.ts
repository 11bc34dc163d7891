/**
 * What one dispatch has to do at least, by its kernel's text. The tables beside this file state it for each kernel.
 *
 * *Bytes* are those that must cross between memory and the device whatever the caches do: each byte that is needed
 * counts once a dispatch, however many threads read it. A share of the copy rate computed from them is a lower bound
 * of what the memory really did, and reaches 100 % only where nothing is read twice.
 *
 * *Operations* are float32 additions and multiplications (a fused pair is two), divisions, roots and exponentials, one
 * each. Comparisons, integers and addresses do not count, though they may be most of the work.
 *
 * Where the work depends on the data (tree walks), no bytes or operations are invented: such kernels state elements
 * alone, and are judged by elements a second.
 */
export interface PassFacts {
  readonly kernel: string;
  readonly threads: number;
  readonly params: Readonly<Record<string, number | readonly number[]>>;
  readonly bufferBytes: Readonly<Record<string, number>>;
}

export type ElementUnit =
  'points' | 'queries' | 'nodes' | 'cells' | 'rows' | 'words' | 'bricks' | 'entries' | 'numbers';

export interface PassCost {
  readonly elements: number;
  readonly unit: ElementUnit;
  readonly bytes?: number;
  readonly flops?: number;
}

export type CostOf = (pass: PassFacts) => PassCost;

/** A scalar parameter. Throws where the kernel has it no more: the table is out of date. */
export function param({ kernel, params }: PassFacts, name: string): number {
  const value = params[name];
  if (typeof value !== 'number') throw new Error(`${kernel} has no parameter ${name}`);
  return value;
}

/** Elements of a buffer of `bytesEach`. Throws where the kernel has it no more. */
export function sizeOf({ kernel, bufferBytes }: PassFacts, buffer: string, bytesEach: number): number {
  const bytes = bufferBytes[buffer];
  if (bytes === undefined) throw new Error(`${kernel} has no buffer ${buffer}`);
  return bytes / bytesEach;
}

/** Elements of a dispatch over `first` … `end` - 1. */
export const spanOf = (pass: PassFacts): number => param(pass, 'end') - param(pass, 'first');

/** A kernel whose every element costs the same. */
export function each(
  unit: ElementUnit,
  countOf: (pass: PassFacts) => number,
  bytesEach?: number,
  flopsEach?: number,
): CostOf {
  return (pass) => {
    const elements = countOf(pass);
    return {
      elements,
      unit,
      ...(bytesEach !== undefined && { bytes: bytesEach * elements }),
      ...(flopsEach !== undefined && { flops: flopsEach * elements }),
    };
  };
}

/** Slots of a brick. */
export const BRICK_SLOTS = 512;
/**
 * Share of a level's slots whose node is active, and share of its rows of eight slots (32 bytes, the least that memory
 * moves) that have one. Counted on koala-1M: active .53, .57, .54, .45 at 64, 128, 256, 512 cells, rows .68, .74, .74,
 * .67. No buffer tells a dispatch's own share.
 */
export const ACTIVE_SHARE = 0.5;
export const ROW_SHARE = 0.7;
