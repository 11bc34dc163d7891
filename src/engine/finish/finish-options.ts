/** What may be done to a mesh after it was found (finish-surface.ts). */
import type { ReconstructOptions } from '../options.ts';

export type FinishOptions = Pick<
  ReconstructOptions,
  | 'trim'
  | 'texture'
  | 'keep'
  | 'keepArea'
  | 'handles'
  | 'close'
  | 'smooth'
  | 'smoothKind'
  | 'relax'
  | 'simplify'
  | 'simplifyWithin'
>;
