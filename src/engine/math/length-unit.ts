/** Units of length with their millimetres. Files of points name none; a person may. */
export const MILLIMETRES = { mm: 1, cm: 10, m: 1000, km: 1e6, in: 25.4, ft: 304.8 } as const;
export type LengthUnit = keyof typeof MILLIMETRES;

export const UNITS = Object.keys(MILLIMETRES) as readonly LengthUnit[];
