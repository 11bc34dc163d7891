/** The kinds of files that an outline is drawn in. */
export const DRAWING_FORMATS = ['svg', 'dxf'] as const;
export type DrawingFormat = (typeof DRAWING_FORMATS)[number];
