/**
 * Whether every operation of finish keeps its promise on surfaces that nobody chose. From the project's folder:
 *
 *   npm run prove                       100 surfaces, and 4 clouds through the whole engine: some ten minutes on two cores
 *   npm run prove -- --long             1,000 surfaces and 20 clouds
 *   npm run prove -- --count 30         so many surfaces; --clouds N so many clouds
 *   npm run prove -- --seed 4217 --count 1 --clouds 0      one of them again, by its number
 *
 * Surfaces are made by surfaces.ts, each from its number; prove-surface.ts says what is tried and what is asked. Ends with
 * 1 where something was wrong, and says with what number it is seen again.
 */
import { parseArgs } from 'node:util';
import { INLINE_TASKS } from '../../src/engine/host/inline-host.ts';
import { proveClouds } from './prove-cloud.ts';
import { type Failure, proveSurface } from './prove-surface.ts';

const { values } = parseArgs({
  options: {
    long: { type: 'boolean', default: false },
    count: { type: 'string' },
    clouds: { type: 'string' },
    seed: { type: 'string', default: '0' },
  },
});

const first = Number(values.seed);
const surfaces = Number(values.count ?? (values.long ? 1000 : 100));
const clouds = Number(values.clouds ?? (values.long ? 20 : 4));
if (![first, surfaces, clouds].every((value) => Number.isInteger(value) && value >= 0)) {
  console.error('prove: --seed, --count and --clouds are whole numbers');
  process.exit(2);
}

const failures: Failure[] = [];
let [proved, skipped] = [0, 0];
for (let seed = first; seed < first + surfaces; seed++) {
  const proof = await proveSurface(seed, INLINE_TASKS);
  proved += proof.proved;
  if (proof.skipped !== null) skipped++;
  console.log(`${proof.surface}: ${proof.skipped ?? `${proof.proved} results`}`);
  tell(proof.failures);
}
for await (const { surface, failures: found } of proveClouds(first, clouds)) {
  proved++;
  console.log(`cloud ${surface}`);
  tell(found);
}
const outcome = failures.length === 0 ? 'all as they should be' : `${failures.length} wrong`;
console.log(
  `\n${proved} results of ${surfaces - skipped} surfaces and ${clouds} clouds (${skipped} not tried): ${outcome}`,
);
for (const failure of failures) {
  console.log(`  --seed ${failure.seed}: ${JSON.stringify(failure.options)}: ${failure.what}`);
}
process.exit(failures.length === 0 ? 0 : 1);

function tell(found: readonly Failure[]): void {
  for (const failure of found) {
    failures.push(failure);
    console.log(`  WRONG after ${JSON.stringify(failure.options)}: ${failure.what}`);
  }
}
