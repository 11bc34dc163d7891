/**
 * Clouds as scanners make them, with what is wanted of each (`npm run bench -- --data DIR --scans`, docs/scans.md): the
 * files in the folder `hard` of `DIR`, and rows, gradients and noise of the meshes in `meshes`, made at need by the
 * tools beside them.
 */
import { join } from 'node:path';
import type { BenchCase, BenchPlaces, ToolRecipe } from './cases.ts';

/** What is wanted of a mesh; what is not named is not asked. Distances in 10⁻⁴ of the largest extent. */
export interface Wanted {
  readonly p2s?: number;
  /**
   * What PoissonRecon reaches with the true normals at its best depth on a cloud like this one, until it is run on this
   * one.
   */
  readonly peer?: number;
  /** How many times the peer's distance it may be. */
  readonly ratio?: number;
  readonly pieces?: number;
  readonly isClosed?: boolean;
  readonly genus?: number;
  readonly seconds?: number;
  /** Share of the area that may lie beyond three gaps from every point. */
  readonly farShare?: number;
}

export interface ScanCase extends Omit<BenchCase, 'reference' | 'recipe' | 'closed' | 'p2sBar' | 'normalBar'> {
  readonly kind: 'files' | 'rows' | 'gradients' | 'noise';
  /** Nobody knows the true surface of a real scan. */
  readonly reference?: string;
  readonly recipe?: ToolRecipe;
  readonly wanted: Wanted;
}

type FileRow = readonly [name: string, truth: string | undefined, wanted: Wanted];

const FILES: readonly FileRow[] = [
  ['bear-rows-8k', 'bear', { p2s: 9, peer: 6.29, pieces: 1, isClosed: true }],
  ['bear-rows', 'bear', { p2s: 1.1, pieces: 1, isClosed: true }],
  ['kitti-000003', undefined, { seconds: 20 }],
  ['poste-france', undefined, { seconds: 10 }],
  ['elk-3k-n02', 'elk', { p2s: 22, peer: 21, genus: 1 }],
  ['bimba-nonuniform', undefined, { pieces: 1, isClosed: true }],
  ['pcl-capture3', undefined, { pieces: 10, seconds: 30 }],
  ['pcl-roomscan2', undefined, { farShare: 0.02 }],
  ['beetle-open-6k', 'beetle', { p2s: 4, isClosed: false }],
  ['beetle-open-120k', 'beetle', { p2s: 1.3, isClosed: false }],
  ['tower-open-200k', 'towerholes', { p2s: 0.7, isClosed: false }],
  ['bones-100k', 'bones', { p2s: 0.9 }],
  ['toy-double-120k', 'stuffedtoy', { p2s: 2.2, peer: 1.9, pieces: 1, isClosed: true }],
  ['camel-4k-out20', 'camel', { pieces: 1, genus: 0 }],
  ['pizza-thin-100k', 'pizza', { p2s: 3.4, isClosed: false }],
  ['blade-open-4k', 'blade', { p2s: 11.7, peer: 11.7, isClosed: false }],
];

/**
 * Mesh, genus (undefined: it has a border), distance of the rows as a share of the extent, and the peer at 5, 10 and 20
 * : 1, on rows of as many points in another direction.
 */
type RowsOf = readonly [
  mesh: string,
  genus: number | undefined,
  across: number,
  peers: readonly (number | undefined)[],
];

const ROWS: readonly RowsOf[] = [
  ['koala', 0, 0.01443, [1.99, 1.96, 1.88]],
  ['gear', 1, 0.012, [undefined, 2.29, undefined]],
  ['scorpion', 0, 0.0098, [undefined, 1.64, undefined]],
  ['skull', 2, 0.012, [undefined, undefined, undefined]],
  // It closes the border, which is most of its distance.
  ['mountain-open', undefined, 0.012, [19.93, 20.04, undefined]],
];

/** Mesh, genus, the peer of the gradient 300 : 1 of 50,000 points, of noise of 1 % and of .5 % in 100,000 points. */
type EvenOf = readonly [
  mesh: string,
  genus: number,
  peers?: { readonly gradient?: number; readonly strong: number; readonly moderate: number },
];

const EVEN: readonly EvenOf[] = [
  ['koala', 0, { gradient: 9.22, strong: 14.27, moderate: 6.79 }],
  ['gear', 1],
  ['skull', 2, { strong: 22.73, moderate: 10.4 }],
  ['scorpion', 0, { strong: 35.23, moderate: 11.74 }],
  ['nefertiti', 0, { strong: 15.38, moderate: 8.06 }],
  ['boat', 0],
  ['fish', 0],
];

/**
 * @param data the folder with the files (`hard`), `meshes` and `sample-cloud.mjs`; the tool `wild` is in the folder
 *   `tools` beside it
 * @param seed of other rows, gradients and noise than those of the page: other directions and other points, with the
 *   seed in
 *   their names and without the files, which no seed changes
 */
export function scanCases({ data, clouds }: Required<BenchPlaces>, seed?: number): readonly ScanCase[] {
  const wild = join(data, '..', 'tools', 'wild.mjs');
  const sampler = join(data, 'sample-cloud.mjs');
  const seeded = (usual: number): number => (seed === undefined ? usual : 10_000 * seed + usual);
  const of = (kind: ScanCase['kind'], base: string, mesh: string, recipe: ToolRecipe, wanted: Wanted): ScanCase => {
    const name = seed === undefined ? base : seededName(base, seed);
    return {
      kind,
      name,
      cloud: join(clouds, 'scans', `${name}.ply`),
      reference: join(data, 'meshes', `${mesh}.ply`),
      recipe,
      made: true,
      wanted,
    };
  };
  // Measured on the clouds of the page, or on such in another direction: of a fresh one nobody has measured it yet.
  const peerOf = (peer: number | undefined, ratio: number): Wanted =>
    peer === undefined || seed !== undefined ? { ratio } : { peer, ratio };
  const files = (seed === undefined ? FILES : []).map(([name, truth, wanted]): ScanCase => {
    const cloud = join(data, 'hard', `${name}.ply`);
    const known = truth === undefined ? {} : { reference: join(data, 'hard', 'truth', `${truth}.ply`) };
    return { kind: 'files', name, cloud, ...known, made: false, wanted };
  });
  const rows = ROWS.flatMap(([mesh, genus, across, peers]) =>
    [5, 10, 20].map((ratio, i): ScanCase => {
      const args = `--ratio ${ratio} --across ${across} --tilt ${seeded(Number(`8${ratio}`))} --seed ${seeded(Number(`14${ratio}`))}`;
      const shape = genus === undefined ? { isClosed: false } : { isClosed: true, genus };
      const wanted = { ...peerOf(peers[i], 1.2), pieces: 1, ...shape };
      return of('rows', `${mesh}-rows-${ratio}`, mesh, { by: 'wild', tool: wild, verb: 'rows', args }, wanted);
    }),
  );
  const gradients = EVEN.slice(0, 5).map(([mesh, genus, peers]) => {
    const recipe: ToolRecipe = {
      by: 'wild',
      tool: wild,
      verb: 'gradient',
      args: `--points 50000 --ratio 300 --seed ${seeded(1430)}`,
    };
    return of('gradients', `${mesh}-gradient-300`, mesh, recipe, { ...peerOf(peers?.gradient, 1.15), genus });
  });
  const noise = EVEN.filter(([mesh]) => mesh !== 'gear').flatMap(([mesh, genus, peers]) =>
    [
      { share: 0.01, label: '1', usual: 1411, peer: peers?.strong, ratio: 1 },
      { share: 0.005, label: '.5', usual: 1412, peer: peers?.moderate, ratio: 1.05 },
    ].map(({ share, label, usual, peer, ratio }) => {
      const args = `--points 100000 --noise ${share} --seed ${seeded(usual)}`;
      const wanted = { ...peerOf(peer, ratio), pieces: 1, isClosed: true, genus };
      return of('noise', `${mesh}-noise-${label}`, mesh, { by: 'sample-cloud', tool: sampler, args }, wanted);
    }),
  );
  return [...files, ...rows, ...gradients, ...noise];
}

export function seededName(base: string, seed: number): string {
  return `${base}-seed-${seed}`;
}

/** Whether a name is that of a case with some seed. */
export function isFresh(name: string, base: string): boolean {
  return name.startsWith(seededName(base, 0).slice(0, -1));
}
