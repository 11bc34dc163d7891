/**
 * Whether a run that is shared out makes the bytes of one process (docs/cluster.md), in any number of parts, in any
 * order, with a process killed in every phase. From the project's folder:
 *
 *   npm run parts                                 three clouds in 2, 4 and 7 parts, in order, reversed and at random: half an hour on two cores
 *   npm run parts -- --only terrain --parts 7     of a cloud, or of some numbers of parts
 *   npm run parts -- --points 1000000 --seed 4    larger clouds, other points, other moments
 *
 * In each phase one part is killed (SIGKILL to it and to the process that computes for it) at a moment that the seed
 * draws from the time such a call takes, and called again. Ends with 1 where a mesh differs by a byte.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { randomBits } from '../../src/engine/math/random.ts';
import { Calls } from './calls.ts';
import { PARTS_CLOUDS, type PartsCloud } from './clouds.ts';

const ORDERS = ['in order', 'reversed', 'at random'] as const;
type Order = (typeof ORDERS)[number] | 'undisturbed';
const UNDISTURBED = ['undisturbed'] as const;

const { values } = parseArgs({
  options: {
    points: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    parts: { type: 'string', default: '2,4,7' },
    only: { type: 'string', default: '' },
  },
});
const [points, seed] = [Number(values.points), Number(values.seed)];
const counts = values.parts.split(',').map(Number);
if (![points, seed, ...counts].every((value) => Number.isInteger(value) && value > 0)) {
  console.error('parts: --points, --seed and --parts are whole numbers from 1 on');
  process.exit(2);
}

let [tried, different] = [0, 0];
for (const cloud of PARTS_CLOUDS.filter(({ name }) => name.includes(values.only))) await tryCloud(cloud);
console.log(`\n${tried - different} of ${tried} as one process makes them`);
process.exit(tried > 0 && different === 0 ? 0 : 1);

async function tryCloud(cloud: PartsCloud): Promise<void> {
  const place = mkdtempSync(join(tmpdir(), 'gridpull-parts-'));
  try {
    const env = { GRIDPULL_WORK_LIMITS: cloud.limits(points), GRIDPULL_CHECKPOINT_SECONDS: 'never' };
    const calls = new Calls(env, seed);
    const file = join(place, `${cloud.name}.ply`);
    writeFileSync(file, cloud.make(points, seed));
    const options = [...cloud.options, '--software', '--quiet'];
    const alone = join(place, 'alone.ply');
    await calls.run(['reconstruct', file, '-o', alone, ...options]);
    const wanted = readFileSync(alone);
    console.log(`${cloud.name}: ${points} points, ${env.GRIDPULL_WORK_LIMITS}, a mesh of ${wanted.length} bytes`);
    for (const parts of [1, ...counts]) {
      // What it takes undisturbed says what moments there are to be killed at.
      for (const order of parts === 1 ? UNDISTURBED : ORDERS) {
        const [made, killed] = [calls.made, calls.killed];
        const folder = join(place, `${parts} ${order}`);
        const shared: SharedRun = { calls, folder, file, options, parts, order };
        const isSame = readFileSync(await joined(shared)).equals(wanted);
        rmSync(folder, { recursive: true });
        tried++;
        if (!isSame) different++;
        const how = `${calls.made - made} calls, ${calls.killed - killed} killed`;
        console.log(`  ${parts} parts ${order.padEnd(11)} ${how}: ${isSame ? 'the same bytes' : 'DIFFERENT'}`);
      }
    }
  } finally {
    rmSync(place, { recursive: true });
  }
}

interface SharedRun {
  readonly calls: Calls;
  readonly folder: string;
  readonly file: string;
  readonly options: readonly string[];
  readonly parts: number;
  readonly order: Order;
}

/** The path of the mesh. */
async function joined(run: SharedRun): Promise<string> {
  const { folder, file, options, parts } = run;
  const call = callOf(run);
  await call(['tiles', 'plan', file, '-o', folder, '--parts', String(parts), ...options]);
  let pass = 0;
  while ((await run.calls.run(['tiles', 'status', folder, '--next'])).trim() === 'solve')
    await eachPart(run, 'solve', pass++);
  await eachPart(run, 'extract', pass);
  const mesh = join(folder, 'joined.ply');
  await call(['tiles', 'join', folder, '-o', mesh, '--quiet']);
  return mesh;
}

/** A call that is killed first, but where nothing is to be. */
function callOf({ calls, order }: SharedRun): (args: readonly string[]) => Promise<string> {
  return (args) => (order === 'undisturbed' ? calls.run(args) : calls.runKilled(args));
}

/** All parts once, one of them killed. */
async function eachPart(run: SharedRun, phase: string, pass: number): Promise<void> {
  const { calls, folder, parts, order } = run;
  const numbers = Array.from({ length: parts }, (_, i) => i + 1);
  if (order === 'reversed') numbers.reverse();
  if (order === 'at random') numbers.sort((a, b) => randomBits(seed, 70 + pass, a) - randomBits(seed, 70 + pass, b));
  const victim = randomBits(seed, 80 + pass, parts) % parts;
  for (const [i, number] of numbers.entries()) {
    const args = ['tiles', phase, folder, `${number}/${parts}`, '--quiet'];
    await (i === victim ? callOf(run)(args) : calls.run(args));
  }
}
