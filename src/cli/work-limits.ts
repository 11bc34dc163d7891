/** How much of a run is held at a time, where the environment says so: for small machines, and for tests. */
import { ReconstructError, type RunControl } from '../engine/index.ts';

type Limits = NonNullable<RunControl['limits']>;

const NAMES = [
  'wholePoints',
  'tilePoints',
  'bufferBytes',
  'wholeVertices',
] as const satisfies readonly (keyof Limits)[];
const VARIABLE = 'GRIDPULL_WORK_LIMITS';

/**
 * What `GRIDPULL_WORK_LIMITS` says, such as `tilePoints=1000000,bufferBytes=67108864`: empty where it is not set.
 * @throws ReconstructError `option-invalid`
 */
export function workLimits(environment: Readonly<Record<string, string | undefined>> = process.env): Limits {
  const text = environment[VARIABLE];
  if (!text) return {};
  const limits = text.split(',').map((part): [string, number] => {
    const [name = '', value = '', ...more] = part.split('=');
    const isKnown = (NAMES as readonly string[]).includes(name);
    if (isKnown && more.length === 0 && /^[1-9]\d{2,14}$/.test(value)) return [name, Number(value)];
    const message = `${VARIABLE} holds «${part}»; allowed: ${NAMES.join(', ')}, each with = and a whole number from 100 on`;
    throw new ReconstructError('option-invalid', message, { option: VARIABLE });
  });
  return Object.fromEntries(limits);
}

/** Those that a plan depends on: how much of the mesh is held is the business of whoever joins it. */
export function planLimits(): Limits {
  const { wholeVertices: _, ...limits } = workLimits();
  return limits;
}
