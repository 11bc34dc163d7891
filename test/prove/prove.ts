/**
 * Whether every operation of finish keeps its promise on surfaces that nobody chose. From the project's folder:
 *
 *   npm run prove                       100 surfaces, and 4 clouds through the whole engine: some ten minutes on two cores
 *   npm run prove -- --long             1,000 of each
 *   npm run prove -- --count 30         so many surfaces; --clouds N so many clouds
 *   npm run prove -- --seed 4217 --count 1 --clouds 0      one of them again, by its number
 *   npm run prove -- --count 0 --clouds 0 --files DIR/clouds --files DIR/scans      the files of points in these folders, too
 *   npm run prove -- --long --log FILE  writes down what is done, and goes on there when it is begun anew
 *
 * Surfaces are made by surfaces.ts, each from its number; prove-surface.ts says what is tried and what is asked. Ends
 * with 1 where something was wrong, and says with what number it is seen again.
 */
import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { INLINE_TASKS } from '../../src/engine/host/inline-host.ts';
import { cloudSeeds, proveClouds, proveFiles } from './prove-cloud.ts';
import { type Proof, proveSurface } from './prove-surface.ts';

const { values } = parseArgs({
  options: {
    long: { type: 'boolean', default: false },
    count: { type: 'string' },
    clouds: { type: 'string' },
    seed: { type: 'string', default: '0' },
    log: { type: 'string' },
    files: { type: 'string', multiple: true, default: [] },
  },
});

const first = Number(values.seed);
const surfaceCount = Number(values.count ?? (values.long ? 1000 : 100));
const cloudCount = Number(values.clouds ?? (values.long ? 1000 : 4));
if (![first, surfaceCount, cloudCount].every((value) => Number.isInteger(value) && value >= 0)) {
  console.error('prove: --seed, --count and --clouds are whole numbers');
  process.exit(2);
}

/** A line of the log: a proof, and of what it is one. */
type Entry = Proof & { readonly kind: 'surface' | 'cloud' | 'file' };

const before = values.log !== undefined && existsSync(values.log) ? readFileSync(values.log, 'utf8').split('\n') : [];
const entries = before.filter((line) => line !== '').map((line) => JSON.parse(line) as Entry);
const isDone = new Set(entries.map(({ kind, seed }) => `${kind} ${seed}`));

const surfaceSeeds = Array.from({ length: surfaceCount }, (_, i) => first + i);
for (const seed of surfaceSeeds) {
  if (!isDone.has(`surface ${seed}`)) note({ kind: 'surface', ...(await proveSurface(seed, INLINE_TASKS)) });
}
const clouds = cloudSeeds(first);
const seeds = Array.from({ length: cloudCount }, () => clouds.next().value);
for await (const proof of proveClouds(seeds.filter((seed) => !isDone.has(`cloud ${seed}`)))) {
  note({ kind: 'cloud', ...proof });
}
const files = values.files.flatMap((folder) =>
  readdirSync(folder)
    .toSorted()
    .map((name) => path.join(folder, name)),
);
const isFileDone = (seed: number, file: string): boolean =>
  entries.some((entry) => entry.kind === 'file' && entry.surface.startsWith(`${seed}: ${path.basename(file)},`));
for await (const proof of proveFiles([...files.entries()].filter(([seed, file]) => !isFileDone(seed, file)))) {
  note({ kind: 'file', ...proof });
}

const wanted = new Set([
  ...files.map((_, seed) => `file ${seed}`),
  ...surfaceSeeds.map((seed) => `surface ${seed}`),
  ...seeds.map((seed) => `cloud ${seed}`),
]);
const asked = entries.filter(({ kind, seed }) => wanted.has(`${kind} ${seed}`));
const failures = asked.flatMap((entry) => entry.failures.map((failure) => ({ kind: entry.kind, ...failure })));
const proved = asked.reduce((sum, entry) => sum + entry.proved, 0);
const skipped = asked.filter((entry) => entry.skipped !== null).length;
const outcome = failures.length === 0 ? 'all as they should be' : `${failures.length} wrong`;
console.log(
  `\n${proved} results of ${surfaceCount} surfaces, ${cloudCount} clouds and ${files.length} files (${skipped} not tried): ${outcome}`,
);
for (const { kind, seed, options, what } of failures) {
  console.log(`  --seed ${seed} (${kind}): ${JSON.stringify(options)}: ${what}`);
}
process.exit(failures.length === 0 ? 0 : 1);

function note(entry: Entry): void {
  entries.push(entry);
  if (values.log !== undefined) appendFileSync(values.log, `${JSON.stringify(entry)}\n`);
  console.log(`${entry.surface}: ${entry.skipped ?? `${entry.proved} results`}`);
  for (const { options, what } of entry.failures) console.log(`  WRONG after ${JSON.stringify(options)}: ${what}`);
}
