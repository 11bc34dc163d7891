/** The units of length that a person may say a file is in, with the keys of their names. */
export const LENGTH_UNITS = [
  ['none', 'settings.unitNone'],
  ['mm', 'unit.millimetre'],
  ['cm', 'unit.centimetre'],
  ['m', 'unit.metre'],
  ['km', 'unit.kilometre'],
  ['in', 'unit.inch'],
  ['ft', 'unit.foot'],
] as const;
