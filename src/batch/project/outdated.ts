/** Whether a project's mesh is of what the project says now: without one, or with another, a run makes it anew. */
import { DEFAULTS, differingOptions } from '../../engine/vocabulary.ts';
import type { Project } from './project.ts';

/** There is a mesh, and other options or points than those it was made by. */
export function isOutdated({ mesh, removed, crop, options }: Project): boolean {
  if (!mesh) return false;
  return (
    mesh.removed !== removed ||
    JSON.stringify(mesh.crop) !== JSON.stringify(crop) ||
    differingOptions({ ...DEFAULTS, ...mesh.options }, { ...DEFAULTS, ...options }).length > 0
  );
}
