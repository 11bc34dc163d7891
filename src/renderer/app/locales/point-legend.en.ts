/** What the legend of the points says. */
import type { ClassName } from '../../../engine/vocabulary.ts';

export const pointLegendEn = {
  title: {
    intensity: 'Intensity',
    classification: 'Class',
    returnNumber: 'Return',
    time: 'Time (s)',
    scan: 'Scan',
  },
  ramp: 'Colour scale from {{low}} to {{high}}',
  missing: 'without a value',
  more: '{{count, number}} more',
  unnamedClass: 'Class {{value}}',
  return: 'Return {{value}}',
  noReturn: 'Not numbered',
  /** Of a scan that the file gives no name. */
  unnamedScan: 'Scan {{value}}',
  classes: {
    'never-classified': 'Never classified',
    unclassified: 'Unclassified',
    ground: 'Ground',
    'low-vegetation': 'Low vegetation',
    'medium-vegetation': 'Medium vegetation',
    'high-vegetation': 'High vegetation',
    building: 'Building',
    'low-noise': 'Low noise',
    water: 'Water',
    rail: 'Rail',
    road: 'Road',
    'wire-guard': 'Wire, guard',
    'wire-conductor': 'Wire, conductor',
    tower: 'Transmission tower',
    'wire-connector': 'Wire connector',
    bridge: 'Bridge',
    'high-noise': 'High noise',
  } satisfies Readonly<Record<ClassName, string>>,
} as const;
