/**
 * Main memory that the operations take, known before any of them begins: each by the triangles that it is given, most
 * of all at once. Measured as the peak of a process, less what it had before, on one thread with a mesh of 300,000
 * triangles, and rounded up: what threads share they have once. Relaxing and simplifying by the whole process with 10.9
 * million on two, of which each keeps what it has shared until its own garbage is collected.
 */
import { ReconstructError } from '../errors.ts';
import type { FinishOptions } from './finish-options.ts';

/** What is to be finished. */
export interface FinishSize {
  readonly triangles: number;
  /** Of the cloud, where there is one. */
  readonly points: number;
}

export interface FinishMemory {
  /** The option that takes the most, as the command line has it. */
  readonly option: string;
  readonly bytes: number;
}

/** Bytes a triangle of each operation. */
const PER_TRIANGLE = {
  trim: 250,
  keep: 130,
  handles: 160,
  close: 250,
  smooth: 430,
  edges: 540,
  relax: 680,
  simplify: 420,
} as const;
/** Of a texture: a pixel, a triangle of the finer surface, a point. */
const TEXTURE = { pixel: 14, triangle: 250, point: 40 } as const;
/** Of a point, where distances to them are measured. */
const TRIM_POINT = 60;

/** Null where nothing is to be done. */
export function finishMemory(options: FinishOptions, { triangles, points }: FinishSize): FinishMemory | null {
  const { trim, keep, keepArea, handles, close, smooth, smoothKind, relax, simplify, simplifyWithin, texture } =
    options;
  const pixels = texture === 'none' ? 0 : texture;
  const takes: readonly (readonly [isAsked: boolean, option: string, bytes: number])[] = [
    [trim !== 'none', '--trim', PER_TRIANGLE.trim * triangles + TRIM_POINT * points],
    [keep !== 'all', '--keep', PER_TRIANGLE.keep * triangles],
    [keepArea !== 'none', '--keep-area', PER_TRIANGLE.keep * triangles],
    [typeof handles === 'number', '--handles', PER_TRIANGLE.handles * triangles],
    [close !== 'none', '--close', PER_TRIANGLE.close * triangles],
    [smooth > 0, '--smooth', PER_TRIANGLE[smoothKind === 'edges' ? 'edges' : 'smooth'] * triangles],
    [relax, '--relax', PER_TRIANGLE.relax * triangles],
    [simplify !== 'none', '--simplify', PER_TRIANGLE.simplify * triangles],
    [simplifyWithin !== 'none', '--simplify-within', PER_TRIANGLE.simplify * triangles],
    [pixels > 0, '--texture', TEXTURE.pixel * pixels ** 2 + TEXTURE.triangle * triangles + TEXTURE.point * points],
  ];
  let most: FinishMemory | null = null;
  for (const [isAsked, option, bytes] of takes) {
    if (isAsked && (most === null || bytes > most.bytes)) most = { option, bytes };
  }
  return most;
}

/** @throws ReconstructError `option-invalid` where there is less than an operation takes */
export function refuseBeyondMemory(
  { option, bytes }: FinishMemory,
  { triangles }: FinishSize,
  limitBytes: number,
): void {
  if (bytes <= limitBytes) return;
  const message =
    `${option} of ${triangles} triangles takes about ${gib(bytes)} GiB of memory, and ${gib(limitBytes)} GiB are free; ` +
    'close other programs, keep fewer pieces, or reconstruct at a lower resolution';
  throw new ReconstructError('option-invalid', message, { option, needBytes: bytes, limitBytes });
}

const gib = (bytes: number): string => (bytes / 2 ** 30).toFixed(1);
