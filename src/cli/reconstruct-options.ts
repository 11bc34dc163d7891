/** The options of a reconstruction on the command line, the same for one file and for a batch. */
import type { Command } from 'commander';
import { DEFAULTS, type ReconstructOptions } from '../engine/index.ts';
import { oneOf, wholeNumber, wordOrNumber } from './arguments.ts';

/** The flags as commander gives them: all are there, as given or by default, but `flip` where it was not given. */
export interface ReconstructFlags {
  readonly preset: ReconstructOptions['preset'];
  readonly resolution: ReconstructOptions['resolution'];
  readonly noise: ReconstructOptions['noise'];
  readonly holeRadius: ReconstructOptions['holeRadius'];
  readonly normals: ReconstructOptions['fileNormals'];
  readonly flip?: boolean;
  readonly seed: number;
  readonly paperSteps: number;
}

export function addReconstructOptions(command: Command): Command {
  const lengthInUnit = 'a length in the unit of the file';
  return command
    .option(
      '--resolution <N>',
      'cells along the longest side: auto, 64, 128, 256, 512, 1024 or 2048',
      wordOrNumber('--resolution', ['auto']),
      DEFAULTS.resolution,
    )
    .option(
      '--noise <length>',
      `standard deviation of the noise: auto, none, or ${lengthInUnit}`,
      wordOrNumber('--noise', ['auto', 'none']),
      DEFAULTS.noise,
    )
    .option(
      '--hole-radius <length>',
      `close holes up to this radius: auto, or ${lengthInUnit}; 0 closes none`,
      wordOrNumber('--hole-radius', ['auto']),
      DEFAULTS.holeRadius,
    )
    .option(
      '--normals <use|ignore>',
      'normals of the file, where it has some',
      oneOf('--normals', ['use', 'ignore']),
      DEFAULTS.fileNormals,
    )
    .option(
      '--preset <default|paper>',
      'paper: GridPull as published, for comparison',
      oneOf('--preset', ['default', 'paper']),
      DEFAULTS.preset,
    )
    .option(
      '--paper-steps <N>',
      'optimiser steps of the preset paper',
      wholeNumber('--paper-steps'),
      DEFAULTS.paperSteps,
    )
    .option('--seed <N>', 'same seed and device: same bytes', wholeNumber('--seed'), DEFAULTS.seed)
    .option('--flip', 'turn the surface inside out, where an open scan shows its back');
}

/** The engine's options that differ from their defaults; not yet validated together. */
export function givenOptions(flags: ReconstructFlags): Partial<ReconstructOptions> {
  const { preset, resolution, noise, holeRadius, normals, flip = false, seed, paperSteps } = flags;
  const all: ReconstructOptions = {
    preset,
    resolution,
    noise,
    holeRadius,
    fileNormals: normals,
    flip,
    seed,
    paperSteps,
  };
  const keys = Object.keys(all) as (keyof ReconstructOptions)[];
  return Object.fromEntries(keys.filter((key) => all[key] !== DEFAULTS[key]).map((key) => [key, all[key]]));
}
