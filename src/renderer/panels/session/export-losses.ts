/**
 * What a format keeps of this very mesh. Only losses that matter here are told: a mesh without colours loses none, and
 * coordinates near zero fit every format.
 */
import { t } from '../../app/i18n.ts';
import type { LengthUnit } from '../../../shared/settings.ts';

export const EXPORT_FORMATS = ['ply', 'obj', 'stl', 'glb'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface ExportedMesh {
  readonly hasColors: boolean;
  /** Coordinates so large that the reader shifted them. */
  readonly isShifted: boolean;
  readonly unit: LengthUnit;
}

export type Loss = 'colors' | 'normals' | 'place';

const LOSSES: Readonly<Record<ExportFormat, readonly Loss[]>> = {
  ply: [],
  obj: [],
  // Triangles and nothing else, near zero: a shift would cost their float32 the digits it is there to keep.
  stl: ['colors', 'normals', 'place'],
  // Has the shift as the translation of its node.
  glb: [],
};

export function lossesOf(format: ExportFormat, mesh: ExportedMesh): readonly Loss[] {
  return LOSSES[format].filter((loss) => {
    if (loss === 'colors') return mesh.hasColors;
    if (loss === 'place') return mesh.isShifted;
    return true;
  });
}

/** One line for the person. */
export function describeExport(format: ExportFormat, mesh: ExportedMesh): string {
  const lost = lossesOf(format, mesh).map((loss) => t(`export.${loss}`));
  const sentences = [lost.length > 0 ? t('export.loses', { what: lost.join(', ') }) : t('export.keepsAll')];
  if (format === 'obj' && mesh.hasColors) sentences.push(t('export.objColors'));
  if (format === 'glb' && mesh.isShifted) sentences.push(t('export.glbShift'));
  if (format === 'glb' && mesh.unit !== 'm') sentences.push(t('export.glbUnit'));
  if (format !== 'glb' && mesh.unit !== 'none') sentences.push(t('export.noUnit', { unit: mesh.unit }));
  return sentences.join(' ');
}
