/** What comes of acts on points: sets, what is drawn of them, and what is left for a run. */
import { beforeEach, describe, expect, it } from 'vitest';
import { INLINE_TASKS } from '../../../src/engine/host/inline-host.ts';
import type { PointCloud } from '../../../src/engine/index.ts';
import type { HeldCloud } from '../../../src/renderer/worker/open-cloud.ts';
import {
  NO_EDITS,
  type PointAct,
  type PointActOutcome,
  type PointActRequest,
  type PointEdits,
} from '../../../src/renderer/worker/point-acts.ts';
import { PointEditor } from '../../../src/renderer/worker/point-edits.ts';

const { signal } = new AbortController();
const SIDE = 10;
const COUNT = SIDE * SIDE;

/** A square of points, ten by ten, of two scans: its left and its right half. The scene's origin is its corner. */
function square(): HeldCloud {
  const positions = Float32Array.from(
    { length: 3 * COUNT },
    (_, i) => [((i / 3) % SIDE) | 0, Math.floor(i / 3 / SIDE), 0][i % 3]! + 100,
  );
  const cloud: PointCloud = {
    positions,
    shift: [500, 0, 0],
    attributes: { scan: Uint16Array.from({ length: COUNT }, (_, i) => (i % SIDE < SIDE / 2 ? 0 : 1)) },
    scans: [
      { name: 'left', pointCount: 50 },
      { name: 'right', pointCount: 50 },
    ],
    stats: { pointCount: COUNT + 5, finiteCount: COUNT, min: [600, 100, 100], max: [609, 109, 100], warnings: [] },
  };
  const info = { id: 1, spacing: 1, origin: [600, 100, 100] } as unknown as HeldCloud['info'];
  return {
    cloud,
    info,
    survey: {} as HeldCloud['survey'],
    centre: [100, 100, 100],
    order: Uint32Array.from({ length: COUNT }, (_, i) => COUNT - 1 - i),
    recipe: [],
  };
}

describe('points of a cloud', () => {
  let held: HeldCloud;
  let editor: PointEditor;
  let lastId = 10;

  beforeEach(() => {
    held = square();
    editor = new PointEditor(() => ++lastId);
  });

  const perform = (
    act: PointAct,
    edits: PointEdits = NO_EDITS,
    more: Partial<PointActRequest> = {},
  ): Promise<PointActOutcome> =>
    editor.perform(held, { cloudId: 1, edits, act, crop: null, hiddenScans: [], ...more }, INLINE_TASKS, signal);
  const all: PointAct = { act: 'select', query: { by: 'all' }, mode: 'new' };
  const countsOf = ({ edits }: PointActOutcome): readonly (number | undefined)[] => [
    edits.removed?.count,
    edits.selected?.count,
  ];
  /** Straight from above, a pixel a unit: x to the right, y upwards; the drawn outline is a box of pixels. */
  const drawn = (left: number, top: number, right: number, bottom: number): PointAct => ({
    act: 'select',
    mode: 'new',
    query: {
      by: 'screen',
      seen: {
        shape: { path: [left, top, right, top, right, bottom, left, bottom], brushRadius: null },
        clipFromScene: [0.2, 0, 0, 0, 0, 0.2, 0, 0, 0, 0, -0.1, 0, -0.9, -0.9, 0, 1],
        width: 10,
        height: 10,
        hiddenToo: true,
      },
    },
  });

  it('are selected where they are drawn round, and marked in the order of drawing', async () => {
    // Columns 0 to 2 of the upper two rows.
    const outcome = await perform(drawn(0, 0, 3, 2));
    expect(countsOf(outcome)).toEqual([undefined, 6]);
    const marked = [...outcome.marks!].flatMap((mark, place) => (mark === 1 ? [COUNT - 1 - place] : []));
    expect(marked.sort((a, b) => a - b)).toEqual([80, 81, 82, 90, 91, 92]);
  });

  it('are never selected where they are not shown', async () => {
    const removed = await perform({ act: 'remove' }, (await perform(drawn(0, 0, 3, 2))).edits);
    expect(countsOf(removed)).toEqual([6, undefined]);
    expect(countsOf(await perform(all, removed.edits))).toEqual([6, 94]);
    expect(countsOf(await perform(all, removed.edits, { hiddenScans: [0] }))).toEqual([6, 50]);
    const crop = { centre: [0, 0, 0], size: [4.5, 4.5, 1], turn: 0 } as const;
    expect(countsOf(await perform(all, NO_EDITS, { crop }))).toEqual([undefined, 9]);
    expect(countsOf(await perform({ act: 'invert' }, removed.edits))).toEqual([6, 94]);
  });

  it('are removed, kept and brought back; the same points are the same set', async () => {
    const six = await perform(drawn(0, 0, 3, 2));
    expect((await perform(drawn(0, 0, 3, 2), six.edits)).edits).toEqual(six.edits);
    const kept = await perform({ act: 'keep' }, six.edits);
    expect(countsOf(kept)).toEqual([94, undefined]);
    expect([...kept.marks!].filter((mark) => mark === 2)).toHaveLength(94);
    const back = await perform({ act: 'restore' }, kept.edits);
    expect(back).toEqual({ edits: NO_EDITS, marks: null });
    expect(await editor.marks(held, six.edits, INLINE_TASKS, signal)).toEqual(six.marks);
  });

  it('are not all removed', async () => {
    const everything = await perform(all);
    await expect(perform({ act: 'remove' }, everything.edits)).rejects.toMatchObject({ code: 'cloud-empty' });
  });

  it('that are forgotten are not asked for', async () => {
    const six = await perform(drawn(0, 0, 3, 2));
    editor.release([six.edits.selected!.id], () => true);
    await expect(editor.marks(held, six.edits, INLINE_TASKS, signal)).rejects.toThrow('not held any more');
  });
});
