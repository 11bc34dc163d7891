/** Every kernel's cost by its label. */
import { FIELD_COSTS } from './field-costs.ts';
import { GRID_COSTS } from './grid-costs.ts';
import { PAPER_COSTS } from './paper-costs.ts';
import type { CostOf } from './pass-cost.ts';
import { POINT_COSTS } from './point-costs.ts';
import { SURFACE_COSTS } from './surface-costs.ts';

export const KERNEL_COSTS: Readonly<Record<string, CostOf>> = {
  ...GRID_COSTS,
  ...POINT_COSTS,
  ...FIELD_COSTS,
  ...SURFACE_COSTS,
  ...PAPER_COSTS,
};
