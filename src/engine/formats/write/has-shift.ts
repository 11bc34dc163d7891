import type { TriangleMesh } from '../../mesh/triangle-mesh.ts';

/** Whether world coordinates differ from the mesh's own, so that float32 may not hold them. */
export function hasShift({ shift }: TriangleMesh): boolean {
  return shift.some((component) => component !== 0);
}
