/**
 * What a format keeps of this very mesh. Only losses that matter here are told: a mesh without colours loses none, and
 * coordinates near zero fit every format.
 */
import { type ExportFormat, FORMATS, notKept } from '../../../engine/vocabulary.ts';
import type { LengthUnit } from '../../../contracts/settings.ts';
import { t, type TextKey } from '../../app/i18n.ts';

export interface ExportedMesh {
  readonly hasColors: boolean;
  /** Coordinates so large that the reader shifted them. */
  readonly isShifted: boolean;
  readonly unit: LengthUnit;
  /** A format that is defined in a unit gets the lengths in that. */
  readonly isConverted?: boolean;
}

/** In the order in which they are told; of shared vertices a person sees the shading. */
const TOLD = ['colors', 'normals', 'shift'] as const;

/** What programs make of a format, where this mesh has what it is about. */
interface Note {
  readonly text: TextKey;
  readonly isAbout: (mesh: ExportedMesh) => boolean;
}
const NOTES: Readonly<Partial<Record<ExportFormat, Note>>> = {
  obj: { text: 'export.objColors', isAbout: ({ hasColors }) => hasColors },
  glb: { text: 'export.glbShift', isAbout: ({ isShifted }) => isShifted },
};

export function lossesOf(format: ExportFormat, { hasColors, isShifted }: ExportedMesh): (typeof TOLD)[number][] {
  const lost = notKept(format);
  const has = { colors: hasColors, normals: true, shift: isShifted };
  return TOLD.filter((part) => has[part] && lost.includes(part));
}

/** What it would lose; null where it keeps all. */
export function describeLosses(format: ExportFormat, mesh: ExportedMesh): string | null {
  const lost = lossesOf(format, mesh).map((part) => t(`export.lost.${part}`));
  return lost.length > 0 ? t('export.loses', { what: lost.join(', ') }) : null;
}

/** One line for the person. */
export function describeExport(format: ExportFormat, mesh: ExportedMesh): string {
  const note = NOTES[format];
  const sentences = [
    describeLosses(format, mesh) ?? t('export.keepsAll'),
    ...(note?.isAbout(mesh) ? [t(note.text)] : []),
    ...unitNotes(format, mesh),
  ];
  return sentences.join(' ');
}

function unitNotes(format: ExportFormat, { unit, isConverted }: ExportedMesh): string[] {
  const taken = FORMATS[format].written.unit;
  if (taken !== null)
    return unit === taken || isConverted ? [] : [t(taken === 'm' ? 'export.inMetres' : 'export.inMillimetres')];
  return unit === 'none' ? [] : [t('export.noUnit', { unit })];
}
