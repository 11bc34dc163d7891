/** All tables, by room. */
import type { Mutant, MutantRoom } from './mutant.ts';
import { ANALYSIS_MUTANTS } from './analysis-mutants.ts';
import { CHECK_MUTANTS, CHECK_MUTANTS_OF_MESHES } from './check-mutants.ts';
import { ELSEWHERE_MUTANTS } from './elsewhere-mutants.ts';
import { FIELD_MUTANTS } from './field-mutants.ts';
import { FINISH_MUTANTS } from './finish-mutants.ts';
import { GRID_MUTANTS } from './grid-mutants.ts';
import { ORIENTATION_MUTANTS } from './orientation-mutants.ts';
import { TRUST_MUTANTS } from './trust-mutants.ts';
import { SIMPLIFY_MUTANTS, SIMPLIFY_MUTANTS_ELSEWHERE } from './simplify-mutants.ts';

export const MUTANTS: Readonly<Record<MutantRoom, readonly Mutant[]>> = {
  analysis: ANALYSIS_MUTANTS,
  orientation: ORIENTATION_MUTANTS,
  grid: GRID_MUTANTS,
  field: FIELD_MUTANTS,
  finish: [...FINISH_MUTANTS, ...CHECK_MUTANTS, ...SIMPLIFY_MUTANTS],
  elsewhere: [...ELSEWHERE_MUTANTS, ...CHECK_MUTANTS_OF_MESHES, ...SIMPLIFY_MUTANTS_ELSEWHERE, ...TRUST_MUTANTS],
};
