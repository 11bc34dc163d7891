/** The options of the panel in English, by their names in the table. */
import type { OptionTexts } from '../panel-options.ts';

export const optionsEn = {
  resolution: {
    label: 'Detail',
    help: 'How fine the mesh becomes; automatic goes as fine as the points support.',
  },
  noise: {
    label: 'Noise',
    help: 'How far measured points scatter around the true surface; more noise gives a smoother result.',
    value: 'Scatter (standard deviation)',
    none: 'None',
  },
  holeRadius: {
    label: 'Fill holes',
    help: 'Gaps up to this radius are closed; larger ones stay open. Automatic also leaves windows of open surfaces open.',
    value: 'Largest radius',
    none: 'None',
  },
  fileNormals: {
    label: 'Use normals of the file',
    help: 'Normals tell inside from outside; switch off if those in the file are wrong.',
  },
  sensors: {
    label: 'Use scanner positions',
    help: 'Where the scanners stood says which side was seen and what space is free.',
  },
  alignScans: {
    label: 'Align the scans',
    help: 'Moves each scan as a whole to where it fits the others. The file stays as it is.',
  },
  flip: {
    label: 'Turn inside out',
    help: 'For open scans where the wrong side came out as the front.',
  },
  preset: {
    label: 'Method',
    help: 'Standard is faster and more robust; “as published” follows the GridPull paper step by step.',
    choices: { default: 'Standard', paper: 'As published' },
  },
  seed: {
    label: 'Random seed',
    help: 'The same number on the same device gives the same mesh again.',
  },
} as const satisfies OptionTexts;
