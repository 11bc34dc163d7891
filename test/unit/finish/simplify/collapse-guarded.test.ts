/** Collapses of which each is tested: never a pair that meets, and no more left than that asks for. */
import { describe, expect, it } from 'vitest';
import { collapsedSteps } from '../../../../src/engine/finish/simplify/simplify-tasks.ts';
import { exactMeetings } from '../../../../src/engine/finish/simplify/exact-meetings.ts';
import { guardedSteps, type GuardedInput } from '../../../../src/engine/finish/simplify/collapse-guarded.ts';
import { INLINE_TASKS } from '../../../../src/engine/host/inline-host.ts';
import { finishSteps } from '../../../../src/engine/host/steps.ts';
import type { WorldMesh } from '../../../../src/engine/mesh/world-mesh.ts';
import { Dice } from '../../../prove/dice.ts';
import { quietContext } from '../../../run-context.ts';
import { flatSquare, together, torus, worldMesh } from '../../../shapes/meshes.ts';
import { kindOfSurface } from '../../../shapes/surface-kind.ts';

const meetings = exactMeetings(INLINE_TASKS, quietContext);

const inputOf = (mesh: WorldMesh, triangles: number): GuardedInput => ({
  mesh,
  triangles,
  isLocked: new Uint8Array(mesh.positions.length / 3),
  mostDrift: Infinity,
  mostCost: Infinity,
  drifts: new Float64Array(mesh.positions.length / 3),
});

const guarded = (input: GuardedInput) => finishSteps(guardedSteps(input));

/** Rough, so that of two on each other a coarse one goes through the other. */
const roughSheet = (height: number, dice: Dice): WorldMesh => {
  const { positions, indices } = flatSquare(30);
  const bent = Float64Array.from(positions);
  for (let i = 0; i < bent.length; i += 3) {
    bent[i + 2] = height + 0.05 * Math.sin(15 * bent[i]!) * Math.cos(15 * bent[i + 1]!) + 0.0012 * dice.between(-1, 1);
  }
  return { positions: bent, indices };
};

describe('guarded collapses', () => {
  it('are the plain ones where nothing is in the way', () => {
    const mesh = torus(40, 20);
    const plain = finishSteps(
      collapsedSteps({ mesh, until: { triangles: 300 }, isLocked: inputOf(mesh, 0).isLocked, mostDrift: Infinity }),
    );
    expect(guarded(inputOf(mesh, 300))).toEqual(plain);
  });

  it('let no triangles meet that would, and reach the count all the same', async () => {
    const dice = new Dice(5);
    const mesh = together(roughSheet(0, dice), roughSheet(0.003, dice));
    const isLocked = new Uint8Array(mesh.positions.length / 3);
    const plain = finishSteps(collapsedSteps({ mesh, until: { triangles: 700 }, isLocked, mostDrift: Infinity }));
    expect((await meetings(plain)).length).toBeGreaterThan(20);
    const found = guarded(inputOf(mesh, 700));
    expect(found.indices.length / 3).toBeLessThanOrEqual(700);
    expect((await meetings(found)).length).toBe(0);
    expect(kindOfSurface(found)).toEqual(kindOfSurface(mesh));
  });

  it('stop where what is in the way is locked, and say so', () => {
    // A tent whose top may only go to the ground, where another sheet cuts through the way there.
    const rim = Array.from({ length: 6 }, (_, i) => [Math.cos((Math.PI * i) / 3), Math.sin((Math.PI * i) / 3), 0]);
    const tent = worldMesh(
      [0, 0, 0.5, ...rim.flat()],
      Array.from({ length: 6 }, (_, i) => [0, 1 + i, 1 + ((i + 1) % 6)]).flat(),
    );
    const below = worldMesh([-0.2, 0, -0.1, 0.2, 0, -0.1, 0, 0, 0.1], [0, 1, 2]);
    const lock = (mesh: WorldMesh): GuardedInput => ({
      ...inputOf(mesh, 1),
      // All but the top and the first vertex of the rim.
      isLocked: Uint8Array.from({ length: mesh.positions.length / 3 }, (_, vertex) => (vertex > 1 ? 1 : 0)),
    });
    const free = guarded(lock(tent));
    expect([free.indices.length / 3, free.isGuarded]).toEqual([4, false]);
    const held = guarded(lock(together(tent, below)));
    expect([held.indices.length / 3, held.isGuarded]).toEqual([7, true]);
  });

  it('make no triangle that float32 has on a line', async () => {
    // So far from the origin that the places of float32 lie a sixteenth apart.
    const { positions, indices } = torus(40, 20);
    const far = { positions: positions.map((value) => Math.fround(4 * value + 2 ** 19)), indices };
    const found = guarded(inputOf(far, 100));
    expect(found.indices.length / 3).toBeGreaterThan(0);
    const rounded = { ...found, positions: found.positions.map(Math.fround) };
    expect((await meetings(rounded)).length).toBe(0);
  });

  it('keep what costs more than it may, and what has drifted before', () => {
    const mesh = torus(40, 20);
    expect(guarded({ ...inputOf(mesh, 300), mostCost: 0 }).indices.length).toBe(mesh.indices.length);
    const whole = guarded(inputOf(mesh, 300)).indices.length / 3;
    expect(whole).toBe(300);
    const drifts = new Float64Array(mesh.positions.length / 3).fill(1);
    const held = guarded({ ...inputOf(mesh, 300), mostDrift: 0.5, drifts });
    expect(held.isHeld).toBe(true);
    expect(held.indices.length).toBeGreaterThan(3 * whole);
  });
});
