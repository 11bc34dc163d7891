/** Sweeps done again: the same bytes where nothing is locked, and mostly the same away from what is. */
import { describe, expect, it } from 'vitest';
import { collapsedSteps } from '../../../../src/engine/finish/simplify/simplify-tasks.ts';
import { finishSteps } from '../../../../src/engine/host/steps.ts';
import { knot } from '../../../shapes/procedural-shapes.ts';

const mesh = knot(0.5, 160, 16);
const vertexCount = mesh.positions.length / 3;
const collapsed = (until: Parameters<typeof collapsedSteps>[0]['until'], isLocked = new Uint8Array(vertexCount)) =>
  finishSteps(collapsedSteps({ mesh, until, isLocked, mostDrift: Infinity }));

describe('collapses done again by their sweeps', () => {
  // The last sweep ends midway, and another count is reached by other sweeps altogether.
  const first = collapsed({ triangles: 1000 });

  it('are the same where nothing is locked', () => {
    const again = collapsed({ sweeps: first.sweeps });
    expect(again.indices).toEqual(first.indices);
    expect(again.positions).toEqual(first.positions);
    expect(again.sources).toEqual(first.sources);
  });

  it('keep what is locked, and are mostly the same elsewhere', () => {
    const centre = mesh.positions.subarray(0, 3);
    const far = Float64Array.from({ length: vertexCount }, (_, vertex) =>
      Math.hypot(...[0, 1, 2].map((axis) => mesh.positions[3 * vertex + axis]! - centre[axis]!)),
    );
    const isLocked = Uint8Array.from(far, (distance) => (distance < 0.4 ? 1 : 0));
    const again = collapsed({ sweeps: first.sweeps }, isLocked);
    expect(again.sources.filter((source) => isLocked[source] === 1)).toHaveLength(isLocked.filter(Boolean).length);
    expect(again.indices.length).toBeGreaterThan(first.indices.length);
    const beyond = ({ sources, positions }: typeof first): string[] =>
      [...sources].flatMap((source, i) =>
        far[source]! > 1 ? [`${source} ${positions.subarray(3 * i, 3 * i + 3).join(' ')}`] : [],
      );
    const before = beyond(first);
    const shareLike = (other: typeof first): number => {
      const after = new Set(beyond(other));
      return before.filter((row) => after.has(row)).length / before.length;
    };
    expect(shareLike(again)).toBeGreaterThan(0.8);
    // As many triangles, found by their count: a third is where it was.
    expect(shareLike(collapsed({ triangles: again.indices.length / 3 }, isLocked))).toBeLessThan(0.5);
  });
});
