/**
 * Whether the uncertainties of meshes are what they say (docs/trust.md), on clouds that nobody chose. From the
 * project's folder:
 *
 *   npm run calibrate                             27 clouds, a few minutes on two cores
 *   npm run calibrate -- --count 9                so many, --seed N from another number on: no two numbers give one cloud
 *   npm run calibrate -- --data DIR               clouds of the meshes in a folder, too
 *
 * For each cloud and for all: the share of the area that is no guess whose exact distance to the truth is within one
 * and two standard deviations, by where it lies, and the share of the area that is a guess.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openNodeHost } from '../../src/cli/node-host.ts';
import { readMesh } from '../../src/engine/formats/read-mesh/read-mesh.ts';
import { endingOf, endingsOf, READ_MESH_FORMATS, withoutEnding } from '../../src/engine/formats/formats.ts';
import { reconstruct } from '../../src/engine/index.ts';
import { quietContext } from '../run-context.ts';
import { pointCloudOf } from '../shapes/sampled-cloud.ts';
import { calibrationCloud, type NamedMesh } from './clouds.ts';
import { type Coverage, coverageOf, PLACES } from './coverage.ts';

/** What the share within one deviation is to be for nine clouds of ten. */
const BAND = [0.58, 0.8] as const;

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '27' },
    seed: { type: 'string', default: '0' },
    data: { type: 'string' },
  },
});
const [count, first] = [Number(values.count), Number(values.seed)];
if (![count, first].every((value) => Number.isInteger(value) && value >= 0)) {
  console.error('calibrate: --count and --seed are whole numbers');
  process.exit(2);
}

const meshes = values.data === undefined ? [] : await meshesIn(values.data);
const found: Coverage[] = [];
await using host = await openNodeHost({ software: true });
for (let seed = first; seed < first + count; seed++) {
  const { name, truth, positions } = calibrationCloud(seed, meshes);
  try {
    const { mesh } = await reconstruct(pointCloudOf({ positions }), {}, host, quietContext);
    const coverage = await coverageOf(mesh, truth);
    found.push(coverage);
    const mark = isInBand(coverage) ? ' ' : '!';
    console.log(`${String(seed).padStart(5)} ${mark} ${cells(coverage)}  ${name}`);
  } catch (error) {
    console.log(`${String(seed).padStart(5)} ! no surface: ${String(error)}  ${name}`);
  }
}
const inBand = found.filter(isInBand).length;
console.log(`\npooled   ${cells(mean(found))}`);
console.log(`within one deviation between ${BAND[0]} and ${BAND[1]}: ${inBand} of ${found.length} clouds`);
process.exit(0);

function isInBand({ all }: Coverage): boolean {
  return all !== null && all.one >= BAND[0] && all.one <= BAND[1];
}

/** Within one and two deviations: all, then each place that has any of the cloud; and the share that is a guess. */
function cells({ all, places, shareGuessed }: Coverage): string {
  const pair = (value: Coverage['all']): string =>
    value === null ? '   –    ' : `${value.one.toFixed(2)}/${value.two.toFixed(2)}`;
  const parts = PLACES.map((place) => `${place} ${pair(places[place])}`);
  return `${pair(all)}  ${parts.join('  ')}  guessed ${(100 * shareGuessed).toFixed(1)} %`;
}

/** Clouds weigh equally, each place over those that have it. */
function mean(coverages: readonly Coverage[]): Coverage {
  const of = (pick: (one: Coverage) => Coverage['all']): Coverage['all'] => {
    const those = coverages.map(pick).filter((one) => one !== null);
    if (those.length === 0) return null;
    const share = (key: 'one' | 'two'): number => those.reduce((sum, one) => sum + one[key], 0) / those.length;
    return { one: share('one'), two: share('two') };
  };
  return {
    all: of(({ all }) => all),
    places: {
      smooth: of(({ places }) => places.smooth),
      edge: of(({ places }) => places.edge),
      rim: of(({ places }) => places.rim),
    },
    shareGuessed: coverages.reduce((sum, one) => sum + one.shareGuessed, 0) / Math.max(1, coverages.length),
  };
}

async function meshesIn(folder: string): Promise<NamedMesh[]> {
  const endings = endingsOf(READ_MESH_FORMATS);
  const names = readdirSync(folder).filter((name) => endings.includes(endingOf(name)));
  return Promise.all(
    names.sort().map(async (name) => ({
      name: withoutEnding(name),
      mesh: await readMesh(readFileSync(join(folder, name)), name, quietContext),
    })),
  );
}
