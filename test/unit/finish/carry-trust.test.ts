/** What is known of a mesh's vertices, for what was made of it. */
import { describe, expect, it } from 'vitest';
import { carryTrust } from '../../../src/engine/finish/carry-trust.ts';
import { finishSteps } from '../../../src/engine/host/steps.ts';
import { gridMesh, worldMesh } from '../../shapes/meshes.ts';

/** A flat sheet, its edges .1 long, open all round. */
const SHEET = gridMesh(11, 11, { columns: false, rows: false }, (u, v) => [1.1 * u, 1.1 * v, 0]);
const TRUST = {
  uncertainties: Float32Array.from({ length: 121 }, (_, i) => 0.01 * (1 + Math.floor(i / 11))),
  guessed: Uint8Array.from({ length: 121 }, (_, i) => (i >= 110 ? 1 : 0)),
};

/** Of one place, which is all of the other mesh. */
function at(...place: number[]) {
  const { uncertainties, guessed } = finishSteps(carryTrust(SHEET, TRUST, worldMesh(place, [0, 0, 0])));
  return { uncertainty: uncertainties[0]!, isGuessed: guessed[0] === 1 };
}

describe('trust', () => {
  it('of the same vertices is the same', () => {
    expect(finishSteps(carryTrust(SHEET, TRUST, SHEET))).toEqual(TRUST);
  });

  it('between vertices is between theirs', () => {
    expect(at(0.25, 0.5, 0).uncertainty).toBeCloseTo(0.035, 6);
  });

  it('beside the surface has the distance in it', () => {
    expect(at(0.2, 0.5, 0.04).uncertainty).toBeCloseTo(0.05, 6);
    expect(at(0.2, 0.5, 0.04).isGuessed).toBe(false);
  });

  it('is that of a guess near vertices that are one', () => {
    expect(at(0.94, 0.5, 0).isGuessed).toBe(false);
    expect(at(0.96, 0.5, 0).isGuessed).toBe(true);
  });

  it('is that of a guess from half an edge beyond the border on', () => {
    expect(at(-0.0495, 0.55, 0).isGuessed).toBe(false);
    expect(at(-0.0505, 0.55, 0).isGuessed).toBe(true);
    // Whoever is as far above the sheet is not beyond it.
    expect(at(0.3, 0.55, 0.2).isGuessed).toBe(false);
  });
});
