/** What a person may choose. Everything has a default that is found from the cloud itself. */
import { ReconstructError } from './errors.ts';

export interface ReconstructOptions {
  /** `default`: orient first, then sparse levels. `paper`: GridPull as published, for comparison. */
  readonly preset: 'default' | 'paper';
  /** Cells along the longest side, a power of two 64 … 2048; `auto` takes the finest that spacing, noise and memory support. */
  readonly resolution: 'auto' | number;
  /** Standard deviation of the measurement noise in the file's unit; `auto` estimates it, `none` means 0. */
  readonly noise: 'auto' | 'none' | number;
  /** Holes up to this radius in the file's unit are closed; 0 closes none; `auto` takes 6 % of the extent. */
  readonly holeRadius: 'auto' | number;
  /** `use`: the file's normals where they agree with the cloud; `ignore`: as if the file had none. */
  readonly fileNormals: 'use' | 'ignore';
  /** Turn the surface inside out: an open scan has no outside, and the guess may be the other side. */
  readonly flip: boolean;
  /** Every random choice is keyed by it: same seed, same device, same bytes. */
  readonly seed: number;
  /** Steps of the preset `paper`. */
  readonly paperSteps: number;
}

export const DEFAULTS: ReconstructOptions = Object.freeze({
  preset: 'default',
  resolution: 'auto',
  noise: 'auto',
  holeRadius: 'auto',
  fileNormals: 'use',
  flip: false,
  seed: 1,
  paperSteps: 4810, // the paper's own number of iterations
});

/** Fills in defaults and refuses values without a meaning: `option-invalid`, naming option, value and range. */
export function validateOptions(options: Partial<ReconstructOptions>): ReconstructOptions {
  const all = { ...DEFAULTS, ...options };
  if (all.preset !== 'default' && all.preset !== 'paper') refuse('preset', all.preset, 'default or paper');
  const { resolution, noise, holeRadius, seed, paperSteps } = all;
  if (resolution !== 'auto' && !(Number.isInteger(Math.log2(resolution)) && resolution >= 64 && resolution <= 2048)) {
    refuse('resolution', resolution, 'auto, or a power of two from 64 to 2048');
  }
  if (noise !== 'auto' && noise !== 'none' && !(noise >= 0 && Number.isFinite(noise))) {
    refuse('noise', noise, 'auto, none, or a length of at least 0 in the unit of the file');
  }
  if (holeRadius !== 'auto' && !(holeRadius >= 0 && Number.isFinite(holeRadius))) {
    refuse('hole radius', holeRadius, 'auto, or a length of at least 0 in the unit of the file');
  }
  if (all.fileNormals !== 'use' && all.fileNormals !== 'ignore') refuse('normals', all.fileNormals, 'use or ignore');
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff)
    refuse('seed', seed, 'a whole number from 0 to 2³² − 1');
  if (!Number.isInteger(paperSteps) || paperSteps < 1) refuse('steps', paperSteps, 'a whole number of at least 1');
  return all;
}

function refuse(name: string, value: unknown, allowed: string): never {
  throw new ReconstructError('option-invalid', `${name} is ${String(value)}; allowed: ${allowed}`, {
    option: name,
    value: String(value),
  });
}
