/** The options as fields of job files and sidecars, from the table of options. */
import * as z from 'zod';
import {
  allowedText,
  DEFAULTS,
  forEachOption,
  isAllowed,
  type OptionKind,
  type OptionName,
  optionRow,
  type ReconstructOptions,
} from '../engine/vocabulary.ts';

type FieldOf<N extends OptionName> = z.ZodType<ReconstructOptions[N]>;

/** The options of a job: each may be missing. */
export const JOB_OPTIONS = forEachOption((name) =>
  z.exactOptional(fieldOf(optionRow(name).kind)).describe(optionRow(name).help),
) as {
  readonly [N in OptionName]: z.ZodExactOptional<FieldOf<N>>;
};

/** The options of a sidecar: all are there, but those that the program that wrote it did not know yet. */
export const SIDECAR_OPTIONS = forEachOption((name) =>
  fieldOf(optionRow(name).kind).default(DEFAULTS[name] as never),
) as {
  readonly [N in OptionName]: z.ZodDefault<FieldOf<N>>;
};

export function fieldOf(kind: OptionKind): z.ZodType {
  const allowed = allowedText(kind, '"');
  return bareField(kind, allowed).refine((value) => isAllowed(kind, value), allowed);
}

/** A value of the right type; its range is checked by the table's own test. */
function bareField(kind: OptionKind, allowed: string): z.ZodType {
  switch (kind.type) {
    case 'choice':
      return z.enum(kind.choices, allowed);
    case 'flag':
      return z.boolean(allowed);
    case 'whole':
      return z.number(allowed);
    case 'target':
      return z.union([z.string(), z.number()], allowed);
    case 'count':
    case 'one-of':
    case 'number':
      return z.union([z.literal([...kind.words]), z.number()], allowed);
    case 'words':
      return z.array(kind.choices ? z.enum(kind.choices, allowed) : z.string(allowed), allowed);
  }
}
