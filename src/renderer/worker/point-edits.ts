/**
 * The masks of the points that a person selected and removed, and what comes of them: the bytes that are drawn, and the
 * cloud that is left for a run. Nothing here changes a cloud; whoever goes back in the history finds all as it was.
 */
import {
  addPoint,
  countOf,
  cropTest,
  drawnMarks,
  emptyMask,
  fullMask,
  findPartsSteps,
  joinMasks,
  type PointMask,
  pointsByValue,
  pointsOnScreen,
  shareable,
  surveyCloud,
  withoutMask,
} from '../../engine/index.ts';
import { type CropBox, ReconstructError } from '../../engine/vocabulary.ts';
import { runSteps, type TaskHost } from '../../engine/hosting.ts';
import { leftCloud, movedBox } from '../../batch/project/left-cloud.ts';
import { REMOVED_MARK, SELECTED_MARK } from './byte-scale.ts';
import type { HeldCloud } from './open-cloud.ts';
import type {
  FoundKind,
  FoundPoints,
  LeftOut,
  PointAct,
  PointActRequest,
  PointActOutcome,
  PointEdits,
  PointMarks,
  PointSet,
} from './point-acts.ts';

interface EditMasks {
  readonly removed: PointMask | null;
  readonly selected: PointMask | null;
}

/** What is selected and not shown before an act, and the set of the points that are removed. */
interface SelectedBefore {
  readonly selected: PointMask | null;
  readonly hidden: PointMask | null;
  readonly removed: PointSet | null;
}

interface Found {
  readonly held: HeldCloud;
  readonly removed: number | null;
  readonly looseParts: number;
  readonly masks: Readonly<Record<FoundKind, PointMask>>;
}

/** The class of the ground, "LAS 1.4-R15", table 17. */
const GROUND = 2;

export class PointEditor {
  readonly #masks = new Map<number, PointMask>();
  readonly #newId: () => number;
  /** In shared memory, for tasks; of the cloud that was asked about last. */
  #shared: { readonly held: HeldCloud; readonly positions: Float32Array } | null = null;
  /** The cloud that was left last. */
  #left: { readonly of: HeldCloud; readonly leftOut: LeftOut; readonly held: HeldCloud } | null = null;

  /** What was found last. */
  #found: Found | null = null;

  constructor(newId: () => number) {
    this.#newId = newId;
  }

  /** @throws ReconstructError `cloud-empty` where no point would be left */
  async perform(
    held: HeldCloud,
    request: PointActRequest,
    host: TaskHost,
    signal: AbortSignal,
  ): Promise<PointActOutcome> {
    const before = this.#masksOf(request.edits);
    const after = await this.#after(held, before, request, host, signal);
    const edits = {
      removed: this.#keep(after.removed, before.removed, request.edits.removed),
      selected: this.#keep(after.selected, before.selected, request.edits.selected),
    };
    return { edits, marks: await this.marks(held, edits, host, signal) };
  }

  /** What is drawn of the edits. */
  async marks(held: HeldCloud, edits: PointEdits, host: TaskHost, signal: AbortSignal): Promise<PointMarks> {
    const { removed, selected } = this.#masksOf(edits);
    if (!removed && !selected) return null;
    const masks = [
      ...(removed ? [{ mask: removed, byte: REMOVED_MARK }] : []),
      ...(selected ? [{ mask: selected, byte: SELECTED_MARK }] : []),
    ];
    return drawnMarks(held.order, masks, host, signal);
  }

  /** What stands apart among the points that are not removed. */
  async found(held: HeldCloud, removed: number | null, signal: AbortSignal): Promise<FoundPoints> {
    const { looseParts, masks } = await this.#find(held, removed, signal);
    const counts = { loose: countOf(masks.loose), strays: countOf(masks.strays), ground: countOf(masks.ground) };
    return { looseParts, counts };
  }

  async #find(held: HeldCloud, removed: number | null, signal: AbortSignal): Promise<Found> {
    if (this.#found?.held === held && this.#found.removed === removed) return this.#found;
    const hidden = removed === null ? null : this.#require(removed);
    const { positions } = held.cloud;
    const { looseParts, loose, strays } = await runSteps(findPartsSteps(positions, held.info.spacing, hidden), signal);
    const ground = withoutMask(pointsByValue(held.cloud, 'classification', GROUND, GROUND), hidden);
    const found = { held, removed, looseParts, masks: { loose, strays, ground } };
    this.#found = found;
    return found;
  }

  /** The cloud that a run gets; `held` itself where nothing is left out. Rejects like `withoutPoints`. */
  async left(held: HeldCloud, leftOut: LeftOut, signal: AbortSignal): Promise<HeldCloud> {
    const { removed, crop } = leftOut;
    if (removed === null && !crop) return held;
    if (this.#left?.of === held && isSame(this.#left.leftOut, leftOut)) return this.#left.held;
    const { origin } = held.info;
    const points = { removed: removed === null ? null : this.#require(removed), crop, origin };
    const cloud = leftCloud(held.cloud, points);
    const survey = await surveyCloud(cloud, { signal });
    const pointCount = held.cloud.positions.length / 3;
    const recipe = [...held.recipe, { do: 'leave-out', ...points, pointCount } as const];
    const left = { ...held, cloud, survey, recipe };
    this.#left = { of: held, leftOut, held: left };
    return left;
  }

  /** A set of points that comes from elsewhere; null for none. */
  hold(mask: PointMask | null): PointSet | null {
    return this.#keep(mask, null, null);
  }

  /** What is left out, with the set that it names. */
  setsOf({ removed, crop }: LeftOut): { readonly removed: PointSet | null; readonly crop: CropBox | null } {
    return { removed: removed === null ? null : { id: removed, count: countOf(this.#require(removed)) }, crop };
  }

  /** The points of a set that is held. */
  maskOf(set: number | null): PointMask | null {
    return set === null ? null : this.#require(set);
  }

  /** The points that are removed, and those beyond a box of scene space. @throws ReconstructError `cloud-empty` */
  withoutBeyond(held: HeldCloud, removed: PointSet | null, crop: CropBox): PointSet | null {
    const before = removed && this.#require(removed.id);
    const hidden = hiddenPoints(held, before, { hiddenScans: [], crop })!;
    return this.#keep(leaving(hidden, held.cloud.positions.length / 3), before, removed);
  }

  /** Forgets sets, and what was made for clouds that are held no more. */
  release(ids: readonly number[], isHeld: (held: HeldCloud) => boolean): void {
    for (const id of ids) this.#masks.delete(id);
    if (this.#shared && !isHeld(this.#shared.held)) this.#shared = null;
    if (this.#left && !isHeld(this.#left.of)) this.#left = null;
    if (this.#found && !isHeld(this.#found.held)) this.#found = null;
  }

  async #after(
    held: HeldCloud,
    before: EditMasks,
    request: PointActRequest,
    host: TaskHost,
    signal: AbortSignal,
  ): Promise<EditMasks> {
    const { act } = request;
    const { removed, selected } = before;
    const pointCount = held.cloud.positions.length / 3;
    switch (act.act) {
      case 'select':
      case 'invert': {
        const hidden = hiddenPoints(held, removed, request);
        const found = { selected, hidden, removed: request.edits.removed };
        return { removed, selected: await this.#select(held, found, act, host, signal) };
      }
      case 'none':
        return { removed, selected: null };
      case 'restore':
        return { removed: null, selected };
      case 'remove':
        return {
          removed: leaving(joinMasks(removed, selected ?? emptyMask(pointCount), 'add'), pointCount),
          selected: null,
        };
      case 'keep':
        return { removed: leaving(withoutMask(fullMask(pointCount), selected), pointCount), selected: null };
    }
  }

  async #select(
    held: HeldCloud,
    { selected, hidden, removed }: SelectedBefore,
    act: Extract<PointAct, { act: 'select' | 'invert' }>,
    host: TaskHost,
    signal: AbortSignal,
  ): Promise<PointMask> {
    const all = (): PointMask => withoutMask(fullMask(held.cloud.positions.length / 3), hidden);
    if (act.act === 'invert') return withoutMask(all(), selected);
    const { query } = act;
    const join = (marked: PointMask): PointMask => joinMasks(selected, withoutMask(marked, hidden), act.mode);
    if (query.by === 'all') return join(all());
    if (query.by === 'value') return join(pointsByValue(held.cloud, query.value, query.low, query.high));
    if (query.by === 'found') return join((await this.#find(held, removed?.id ?? null, signal)).masks[query.what]);
    const points = {
      positions: this.#sharedPositions(held),
      centre: held.centre,
      spacing: held.info.spacing,
      hidden,
    };
    return joinMasks(selected, await pointsOnScreen(points, query.seen, host, signal), act.mode);
  }

  #sharedPositions(held: HeldCloud): Float32Array {
    if (this.#shared?.held !== held) this.#shared = { held, positions: shareable(held.cloud.positions) };
    return this.#shared.positions;
  }

  /** The set of a mask: the same as before where its points are. */
  #keep(mask: PointMask | null, before: PointMask | null, set: PointSet | null): PointSet | null {
    if (!mask) return null;
    if (before && mask.every((word, i) => word === before[i])) return set;
    const count = countOf(mask);
    if (count === 0) return null;
    const id = this.#newId();
    this.#masks.set(id, mask);
    return { id, count };
  }

  #masksOf({ removed, selected }: PointEdits): EditMasks {
    return {
      removed: removed && this.#require(removed.id),
      selected: selected && this.#require(selected.id),
    };
  }

  #require(id: number): PointMask {
    const mask = this.#masks.get(id);
    if (!mask) throw new Error(`the points ${id} are not held any more`);
    return mask;
  }
}

/** @throws ReconstructError `cloud-empty` */
function leaving(removed: PointMask, pointCount: number): PointMask {
  if (countOf(removed) < pointCount) return removed;
  const message = 'No point would be left. Select fewer of them, or keep some.';
  throw new ReconstructError('cloud-empty', message, {});
}

/** Points that are not shown: removed, or of scans that are hidden. */
function hiddenPoints(
  { cloud, centre }: HeldCloud,
  removed: PointMask | null,
  { hiddenScans, crop }: Pick<PointActRequest, 'hiddenScans' | 'crop'>,
): PointMask | null {
  const { positions } = cloud;
  const scan = hiddenScans.length > 0 ? cloud.attributes?.scan : undefined;
  if (!scan && !crop) return removed;
  const isHidden = new Set(hiddenScans);
  const isWithin = crop ? cropTest(movedBox(crop, centre)) : () => true;
  const pointCount = positions.length / 3;
  const hidden = removed ? joinMasks(null, removed, 'new') : emptyMask(pointCount);
  for (let point = 0; point < pointCount; point++) {
    const isSeen = isWithin(positions[3 * point]!, positions[3 * point + 1]!, positions[3 * point + 2]!);
    if (!isSeen || (scan && isHidden.has(scan[point]!))) addPoint(hidden, point);
  }
  return hidden;
}

/** They come from another thread: the same box is another object. */
function isSame(a: LeftOut, b: LeftOut): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
