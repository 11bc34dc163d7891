/** The classes of points that lidar files know: ASPRS, "LAS Specification 1.4-R15", table 17. */
const NAMES = {
  0: 'never-classified',
  1: 'unclassified',
  2: 'ground',
  3: 'low-vegetation',
  4: 'medium-vegetation',
  5: 'high-vegetation',
  6: 'building',
  7: 'low-noise',
  9: 'water',
  10: 'rail',
  11: 'road',
  13: 'wire-guard',
  14: 'wire-conductor',
  15: 'tower',
  16: 'wire-connector',
  17: 'bridge',
  18: 'high-noise',
} as const;

export type ClassName = (typeof NAMES)[keyof typeof NAMES];

export const CLASS_NAMES: Readonly<Record<number, ClassName>> = NAMES;

/** The class of a name or number; undefined for what is neither. */
export function classOf(word: string): number | undefined {
  if (/^\d{1,3}$/.test(word)) return Number(word) <= 255 ? Number(word) : undefined;
  const found = Object.entries(CLASS_NAMES).find(([, name]) => name === word.toLowerCase());
  return found && Number(found[0]);
}
