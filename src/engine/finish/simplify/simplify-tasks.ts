/** The tasks behind `simplifyMesh`: collapsing, and the search for a count. */
import { finishSteps, type Steps } from '../../host/steps.ts';
import { task } from '../../host/task.ts';
import { type SearchTree, searchTreeSteps } from '../../measure/closest-point.ts';
import { type Deviation, type DeviationInput, deviationOnSteps, staysWithinSteps } from '../../measure/deviation.ts';
import { type CompactedMesh, EditableMesh } from '../../mesh/editable-mesh.ts';
import type { WorldMesh } from '../../mesh/world-mesh.ts';
import { type Collapses, collapseSteps, collapseTables, repeatSteps, type Sweep } from './collapse.ts';

/**
 * 72°: less keeps creases that a coarser mesh would draw anew, more lets folds pass. Measured on koala and gear with
 * Lindstrom–Turk costs: no fold, no flip.
 */
export const LEAST_COSINE = 0.3;
/** A harder limit keeps the slivers of the original: 6.4 % below 5° and a P2S 16 % higher on koala. */
export const LEAST_SHAPE = 0.003;

export interface CollapseInput {
  readonly mesh: WorldMesh;
  /** Where to stop: at so many triangles, or where sweeps did that are done again with more locked. */
  readonly until: { readonly triangles: number } | { readonly sweeps: readonly Sweep[] };
  /** [vertexCount] 1 for vertices that keep their place and their edges */
  readonly isLocked: Uint8Array;
  /** See `CollapseOptions`. */
  readonly mostDrift: number;
}

export interface CollapsedMesh extends CompactedMesh, Collapses {
  /** [vertexCount] how far what each vertex stands for has gone */
  readonly drifts: Float64Array<ArrayBuffer>;
}

/** The mesh with `triangles` triangles, or with as few as it can have. */
export const collapseMesh = task('collapseMesh', (input: CollapseInput): CollapsedMesh =>
  finishSteps(collapsedSteps(input)),
);

/** What holds for every collapse of simplifying. */
export const SIMPLIFY_LIMITS = { mostLength: Infinity, leastCosine: LEAST_COSINE, leastShape: LEAST_SHAPE };

export function* collapsedSteps({ mesh, until, isLocked, mostDrift }: CollapseInput): Steps<CollapsedMesh> {
  const editable = yield* EditableMesh.openSteps(mesh);
  const options = { ...SIMPLIFY_LIMITS, isLocked, mostDrift };
  const tables = collapseTables(editable.cornerOf.length);
  const done = yield* 'sweeps' in until
    ? repeatSteps(editable, options, until.sweeps, tables)
    : collapseSteps(editable, { ...options, ...until }, tables);
  return { ...(yield* compactedSteps(editable, tables.drifts)), ...done };
}

/** What is left of a mesh, with its drifts. */
export function* compactedSteps(
  mesh: EditableMesh,
  drifts: Float64Array,
): Steps<CompactedMesh & Pick<CollapsedMesh, 'drifts'>> {
  const compact = yield* mesh.compactSteps();
  return { ...compact, drifts: Float64Array.from(compact.sources, (source) => drifts[source]!) };
}

export interface SearchInput {
  readonly mesh: WorldMesh;
  readonly bound: DeviationBound;
  /** Fewer are not asked for. */
  readonly fewest: number;
}

/** No more than a length, of the greatest deviation or of 95 % of the area, both ways. */
export interface DeviationBound {
  readonly figure: 'maximum' | 'share95';
  readonly most: number;
}

export function isWithin({ figure, most }: DeviationBound, ...ways: readonly Deviation[]): boolean {
  return ways.every((way) => way[figure] <= most);
}

/** How often the count between one that keeps the bound and one that does not is halved: to 2 % of it. */
const HALVINGS = 5;

/**
 * The fewest triangles that keep the bound, about: the count is halved as long as that keeps it, each time from the
 * mesh before, as a collapse needs no history; then what lies between is halved.
 */
export const searchCount = task('searchCount', ({ mesh, bound, fewest }: SearchInput): number =>
  finishSteps(searchSteps(mesh, bound, fewest)),
);

function* searchSteps(mesh: WorldMesh, bound: DeviationBound, fewest: number): Steps<number> {
  const tree = yield* searchTreeSteps(mesh);
  let good = mesh;
  let tooFew = 0;
  const tryCount = function* (triangles: number): Steps<void> {
    const isLocked = new Uint8Array(good.positions.length / 3);
    const tried = yield* collapsedSteps({ mesh: good, until: { triangles }, isLocked, mostDrift: Infinity });
    const count = tried.indices.length / 3;
    if (!(yield* keepsBoundSteps({ mesh, tree, bound }, tried))) tooFew = triangles;
    else if (count < good.indices.length / 3) good = tried;
    // As few as it can have: what is asked for beyond that is not to be had.
    if (count > triangles) tooFew = Math.max(tooFew, count);
  };
  while (tooFew === 0 && good.indices.length / 3 > fewest) {
    yield* tryCount(Math.max(fewest, Math.floor(good.indices.length / 6)));
  }
  for (let i = 0; i < HALVINGS && tooFew < good.indices.length / 3 - 1; i++) {
    if (tooFew === 0) break;
    yield* tryCount(Math.round(Math.sqrt(tooFew * (good.indices.length / 3))));
  }
  return good.indices.length / 3;
}

/** Whether a mesh and what it was made from lie as near to one another as they are to, both ways. */
function* keepsBoundSteps(
  { mesh, tree, bound }: Pick<SearchInput, 'mesh' | 'bound'> & { readonly tree: SearchTree },
  tried: WorldMesh,
): Steps<boolean> {
  if (!(yield* isWithinSteps({ from: tried, onto: mesh, tree, least: 0 }, bound))) return false;
  const back = { from: mesh, onto: tried, tree: yield* searchTreeSteps(tried), least: 0 } as const;
  return yield* isWithinSteps(back, bound);
}

function* isWithinSteps(input: DeviationInput, bound: DeviationBound): Steps<boolean> {
  if (bound.figure === 'maximum') return yield* staysWithinSteps(input, bound.most);
  return isWithin(bound, yield* deviationOnSteps(input));
}
