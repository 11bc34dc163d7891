/** What was asked for, in words: for the whole batch once, for a file only what differs from that. */
import { DEFAULTS, type ReconstructOptions } from '../../engine/options.ts';
import { formatNumber } from './format.ts';
import { mostFrequent } from './tally.ts';

type Name = keyof ReconstructOptions;

const NAMES = Object.keys(DEFAULTS) as Name[];

/** Gives for every option the value that most files have. Needs one file at least. */
export function commonOptions(all: readonly ReconstructOptions[]): ReconstructOptions {
  const common = <N extends Name>(name: N): ReconstructOptions[N] => mostFrequent(all.map((options) => options[name]));
  return {
    preset: common('preset'),
    resolution: common('resolution'),
    noise: common('noise'),
    holeRadius: common('holeRadius'),
    fileNormals: common('fileNormals'),
    flip: common('flip'),
    seed: common('seed'),
    paperSteps: common('paperSteps'),
  };
}

/** `resolution 256, noise none`; empty where nothing differs. */
export function differences(options: ReconstructOptions, from: ReconstructOptions = DEFAULTS): string {
  return NAMES.filter((name) => options[name] !== from[name])
    .map((name) => optionText(name, options))
    .join(', ');
}

function optionText(name: Name, options: ReconstructOptions): string {
  const value = options[name];
  switch (name) {
    case 'preset':
      return `preset ${value}`;
    case 'resolution':
      return value === 'auto' ? 'automatic resolution' : `resolution ${value}`;
    case 'noise':
      if (value === 'auto') return 'automatic noise';
      return value === 'none' ? 'no noise' : `noise ${lengthText(value)}`;
    case 'holeRadius':
      if (value === 'auto') return 'holes closed automatically';
      return value === 0 ? 'no holes closed' : `holes closed up to ${lengthText(value)}`;
    case 'fileNormals':
      return value === 'use' ? 'normals of the file used' : 'normals of the file ignored';
    case 'flip':
      return value ? 'turned inside out' : 'not turned inside out';
    case 'seed':
      return `seed ${value}`;
    case 'paperSteps':
      return `${value} steps`;
  }
}

function lengthText(value: string | number | boolean): string {
  return typeof value === 'number' ? formatNumber(value) : String(value);
}
