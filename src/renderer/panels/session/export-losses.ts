/**
 * What a format keeps of this very mesh. Only losses that matter here are told: a mesh without colours loses none, and
 * coordinates near zero fit every format.
 */
import { type ExportFormat, FORMATS, type MeshPart, notKept } from '../../../engine/vocabulary.ts';
import type { LengthUnit } from '../../../contracts/settings.ts';
import { t, type TextKey } from '../../app/i18n.ts';

export interface ExportedMesh {
  readonly hasColors: boolean;
  /** Coordinates so large that the reader shifted them. */
  readonly isShifted: boolean;
  readonly unit: LengthUnit;
}

/** In the order in which they are told. */
const LOSS_TEXTS: Readonly<Record<MeshPart, TextKey | null>> = {
  colors: 'export.lost.colors',
  normals: 'export.lost.normals',
  shift: 'export.lost.shift',
  // What a person sees of it is the shading.
  sharedVertices: null,
};

/** What programs make of a format, where this mesh has what it is about. */
interface Note {
  readonly text: TextKey;
  readonly isAbout: (mesh: ExportedMesh) => boolean;
}
const NOTES: Readonly<Partial<Record<ExportFormat, readonly Note[]>>> = {
  obj: [{ text: 'export.objColors', isAbout: ({ hasColors }) => hasColors }],
  glb: [{ text: 'export.glbShift', isAbout: ({ isShifted }) => isShifted }],
};

export function lossesOf(format: ExportFormat, { hasColors, isShifted }: ExportedMesh): readonly MeshPart[] {
  const lost = notKept(format);
  const has: Readonly<Record<MeshPart, boolean>> = {
    colors: hasColors,
    normals: true,
    shift: isShifted,
    sharedVertices: true,
  };
  return (Object.keys(LOSS_TEXTS) as MeshPart[]).filter((part) => LOSS_TEXTS[part] && lost.includes(part) && has[part]);
}

/** One line for the person. */
export function describeExport(format: ExportFormat, mesh: ExportedMesh): string {
  const lost = lossesOf(format, mesh).flatMap((part) => LOSS_TEXTS[part] ?? []);
  const sentences = [
    lost.length > 0 ? t('export.loses', { what: lost.map((text) => t(text)).join(', ') }) : t('export.keepsAll'),
    ...(NOTES[format] ?? []).filter(({ isAbout }) => isAbout(mesh)).map(({ text }) => t(text)),
    ...unitNotes(format, mesh),
  ];
  return sentences.join(' ');
}

function unitNotes(format: ExportFormat, { unit }: ExportedMesh): string[] {
  if (FORMATS[format].written.unit === 'm') return unit === 'm' ? [] : [t('export.inMetres')];
  return unit === 'none' ? [] : [t('export.noUnit', { unit })];
}
