/**
 * Whether the sides of scans come out right whose stations are known, or stand in a room, and whether scans that lie
 * apart are told from thin bodies (docs/algorithm.md section 2, step 2), and closed bodies stay as they are. From the
 * project's folder:
 *
 *   npm run scans                                 rooms, terrain, bodies and blades made in code: some minutes on two cores
 *   npm run scans -- --seed 4                     other beams and other noise
 *   npm run scans -- --only corridor              those whose names have the word
 *   npm run scans -- --data DIR                   meshes of a folder as well, where it has room, koala, nefertiti, scorpion, sword
 *
 * For each: the share of the points on the wrong side, away from creases (axis and truth within 60°) and of all, what
 * decided the sides, the layers, and the signed normal consistency of the mesh where that has a bar. Ends with 1 where
 * a figure misses its bar.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openNodeHost } from '../../src/cli/node-host.ts';
import { endingOf, endingsOf, READ_MESH_FORMATS, withoutEnding } from '../../src/engine/formats/formats.ts';
import { alignScans } from '../../src/engine/alignment/align-scans.ts';
import type { StageContext } from '../../src/engine/host/stage-context.ts';
import { readMesh } from '../../src/engine/formats/read-mesh/read-mesh.ts';
import { reconstruct } from '../../src/engine/index.ts';
import { compareMeshes } from '../../src/engine/measure/compare.ts';
import type { TriangleMesh } from '../../src/engine/mesh/triangle-mesh.ts';
import { toWorldMesh, type WorldMesh } from '../../src/engine/mesh/world-mesh.ts';
import { quietContext } from '../run-context.ts';
import { CASES, casesOf, type MadeScan, type ScanCase } from './cases.ts';
import { CLOSED_CASES, type ClosedCase, closedCasesOf } from './closed-cases.ts';
import { HEALED_CASES, type HealedCase, healedCasesOf, shareLeft } from './healed-cases.ts';
import { LAYER_CASES, type LayerCase } from './layer-cases.ts';
import { unaskedHost } from './unasked-host.ts';
import { wrongSides } from './wrong-sides.ts';

const { values } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, only: { type: 'string' }, data: { type: 'string' } },
});
const seed = Number(values.seed);
if (!Number.isInteger(seed) || seed < 0) {
  console.error('scans: --seed is a whole number');
  process.exit(2);
}
/** Where the mesh has no bar, its sides are all that is measured. */
const COARSE = 64;

const meshes = values.data === undefined ? new Map<string, WorldMesh>() : await meshesIn(values.data);
const chosen = [...CASES, ...casesOf(meshes)].filter(({ name }) => name.includes(values.only ?? ''));
const healed = [...HEALED_CASES, ...healedCasesOf(meshes)].filter(({ name }) => name.includes(values.only ?? ''));
const layers = LAYER_CASES.filter(({ name }) => name.includes(values.only ?? ''));
const closed = [...CLOSED_CASES, ...(await closedCasesOf(meshes))].filter(({ name }) =>
  name.includes(values.only ?? ''),
);
await using host = await openNodeHost({ software: true });
let missed = 0;
for (const one of chosen) if (!(await judge(one))) missed++;
for (const one of layers) if (!(await judgeLayers(one))) missed++;
for (const one of healed) if (!(await judgeHealed(one))) missed++;
for (const one of closed) if (!(await judgeClosed(one))) missed++;
const all = chosen.length + layers.length + healed.length + closed.length;
console.log(`\n${all - missed} of ${all} within their bars`);
process.exit(missed === 0 ? 0 : 1);

/** Prints its line; false where a bar is missed. */
async function judge(one: ScanCase): Promise<boolean> {
  const made = one.make(seed);
  const options = { cleanedCloud: true, ...(one.leastSigned === undefined && { resolution: COARSE }) } as const;
  const { mesh, report, cleaned } = await reconstruct(made.cloud, options, host, quietContext);
  const { clear, all } = wrongSides(made.scan, cleaned!);
  const signed = one.leastSigned === undefined ? undefined : await signedOf(made, toWorldMesh(mesh));
  const { evidence, usedSensors, knownSensors, isDoubtful } = report.sides;
  const isDoubtRight = one.mayDoubt && isDoubtful;
  const isRight = isDoubtRight || (clear <= one.mostWrong && (signed ?? 1) >= (one.leastSigned ?? 0));
  const cells = [
    isRight ? ' ' : '!',
    `${percent(clear)} (${percent(all)})`.padEnd(20),
    (signed === undefined ? '' : `sNC ${signed.toFixed(3)}`).padEnd(10),
    `${evidence ?? ''}${isDoubtful ? '?' : ''} ${usedSensors}/${knownSensors}`.padEnd(14),
    one.name,
    ...report.warnings.filter((warning) => /sensor|station|side|flip/i.test(warning)).map((text) => `\n      ${text}`),
  ];
  console.log(cells.join(' '));
  return isRight;
}

/** Whether layers were seen where there are some, and nowhere else. */
async function judgeLayers({ name, offset, make }: LayerCase): Promise<boolean> {
  const { report } = await reconstruct(make(seed), { resolution: COARSE }, host, quietContext);
  const { layers: found, noise } = report;
  const isRight = (found === null) === (offset === null);
  const text = found ? `layers ${found.offset.toPrecision(3)} apart` : 'no layers';
  const truth = offset === null ? '' : ` of ${offset.toPrecision(3)}`;
  console.log(`${isRight ? ' ' : '!'} ${`${text}${truth}, noise ${noise.toPrecision(2)}`.padEnd(46)} ${name}`);
  return isRight;
}

/** Whether scans that were moved come back, or what nobody can know is said. */
async function judgeHealed({ name, mostLeft, mayBeHeld, make }: HealedCase): Promise<boolean> {
  const made = make(seed);
  const stage = { host, context: quietContext } as unknown as StageContext;
  const { cloud, report } = await alignScans(stage, made.cloud);
  const left = shareLeft(
    made,
    cloud,
    Math.max(
      0,
      report.scans.findIndex(({ state }) => state === 'reference'),
    ),
  );
  const held = report.scans.reduce((sum, { heldMotions }) => sum + heldMotions, 0);
  const isRight = left <= mostLeft || (mayBeHeld === true && held > 0);
  console.log(`${isRight ? ' ' : '!'} ${`${percent(left)} left, ${held} motions held`.padEnd(46)} ${name}`);
  return isRight;
}

/** Whether a closed body comes to the same bytes as if no places were looked for. */
async function judgeClosed({ name, make }: ClosedCase): Promise<boolean> {
  const cloud = make(seed);
  const blind = unaskedHost(host);
  const asked = await reconstruct(cloud, { resolution: COARSE }, host, quietContext);
  const unasked = await reconstruct(cloud, { resolution: COARSE }, blind, quietContext);
  const isRight = isSameMesh(asked.mesh, unasked.mesh);
  const said = asked.report.sides.isDoubtful ? ', in doubt' : '';
  const text = `${isRight ? 'the same bytes' : 'others'} (${blind.searches.size} searches${said})`;
  console.log(`${isRight ? ' ' : '!'} ${text.padEnd(46)} ${name}`);
  return isRight;
}

function isSameMesh(a: TriangleMesh, b: TriangleMesh): boolean {
  return isSameBytes(a.positions, b.positions) && isSameBytes(a.indices, b.indices);
}

function isSameBytes(...arrays: [ArrayBufferView, ArrayBufferView]): boolean {
  const [a, b] = arrays.map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength));
  return Buffer.compare(a!, b!) === 0;
}

async function signedOf({ truth }: MadeScan, mesh: WorldMesh): Promise<number> {
  const { signedNormalConsistency } = await compareMeshes(truth, mesh, {}, quietContext);
  return signedNormalConsistency;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(3)} %`;
}

async function meshesIn(folder: string): Promise<Map<string, WorldMesh>> {
  const endings = endingsOf(READ_MESH_FORMATS);
  const names = readdirSync(folder).filter((name) => endings.includes(endingOf(name)));
  const read = names.map(async (name): Promise<[string, WorldMesh]> => [
    withoutEnding(name),
    await readMesh(readFileSync(join(folder, name)), name, quietContext),
  ]);
  return new Map(await Promise.all(read));
}
