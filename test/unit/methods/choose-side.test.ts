/** Which side of what is found is handed out as its front. */
import { expect, it } from 'vitest';
import type { FinishedMesh } from '../../../src/engine/finish/finish-mesh.ts';
import { chooseSide } from '../../../src/engine/methods/surfacing.ts';
import type { SideEvidence } from '../../../src/engine/report.ts';

/** Two triangles in z = 0 that face down. */
const DOWN: FinishedMesh = {
  positions: Float32Array.of(0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0),
  indices: Uint32Array.of(0, 2, 1, 0, 3, 2),
  sources: Uint32Array.of(0, 1, 2, 3),
  spacings: new Float32Array(4),
  report: { farTriangles: 0, trimmedTriangles: 0, droppedComponents: 0, clutterComponents: 0 },
  holes: { holes: [], patches: [] },
};
/** Whether the first triangle does, whatever corner it begins with. */
function facesDown(evidence: SideEvidence | null, flip = false): boolean {
  const [a, b] = chooseSide(DOWN, evidence, flip).indices;
  return [0, 2, 1, 0].some((corner, i, all) => corner === a && all[i + 1] === b);
}

it.each(['open', 'closed', null] as const)('a sheet faces up where nothing but %s speaks for its side', (evidence) => {
  expect(facesDown(evidence)).toBe(false);
  expect(facesDown(evidence, true)).toBe(true);
});

it.each(['sensors', 'file', 'inside', 'density'] as const)('a sheet stays as %s tells', (evidence) => {
  expect(facesDown(evidence)).toBe(true);
  expect(facesDown(evidence, true)).toBe(false);
});
