/** Every kernel's cost by its label. */
import { FIELD_COSTS } from './field-costs.ts';
import { GRID_COSTS } from './grid-costs.ts';
import { PAPER_COSTS } from './paper-costs.ts';
import { type CostOf, param } from './pass-cost.ts';
import { POINT_COSTS } from './point-costs.ts';
import { SURFACE_COSTS } from './surface-costs.ts';

const DOCTOR_COSTS: Readonly<Record<string, CostOf>> = {
  /** A number out. Sixteen chains of a product and a sum each round, and their own sum. */
  'doctor/multiply_add': (pass) => {
    const elements = param(pass, 'count');
    return { elements, unit: 'numbers', bytes: 4 * elements, flops: elements * (32 * param(pass, 'rounds') + 15) };
  },
};

export const KERNEL_COSTS: Readonly<Record<string, CostOf>> = {
  ...GRID_COSTS,
  ...POINT_COSTS,
  ...FIELD_COSTS,
  ...SURFACE_COSTS,
  ...PAPER_COSTS,
  ...DOCTOR_COSTS,
};
