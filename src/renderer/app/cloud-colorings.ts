/** By what a cloud can be coloured, which depends on what its file has. */
import type { CloudInfo, ValueAttribute } from '../worker/engine-api.ts';
import type { CloudColoring } from './state.ts';

/** In the order of the menu. */
export const VALUE_COLORINGS = [
  'intensity',
  'classification',
  'returnNumber',
  'time',
  'scan',
] as const satisfies readonly ValueAttribute[];

export function isValueColoring(coloring: CloudColoring): coloring is ValueAttribute {
  return (VALUE_COLORINGS as readonly CloudColoring[]).includes(coloring);
}

type Contents = Pick<CloudInfo, 'hasColors' | 'hasNormals' | 'attributes'>;

export interface ColoringChoice {
  readonly coloring: CloudColoring;
  readonly isPossible: boolean;
}

/**
 * What the menu offers. Colours and normals are what people look for, so their places stay where a file has none; the
 * others are there only with the attribute, or the menu would be a list of what most files lack.
 */
export function coloringChoices(contents: Contents | undefined): readonly ColoringChoice[] {
  return [
    { coloring: 'plain', isPossible: true },
    { coloring: 'file', isPossible: contents?.hasColors === true },
    { coloring: 'height', isPossible: true },
    { coloring: 'normal', isPossible: contents?.hasNormals === true },
    ...VALUE_COLORINGS.filter((attribute) => contents?.attributes.includes(attribute)).map((coloring) => ({
      coloring,
      isPossible: true,
    })),
  ];
}

/** The colours of a cloud that was just opened: its own, else those that were chosen, as far as it has them. */
export function coloringAfterOpen(chosen: CloudColoring, contents: Contents): CloudColoring {
  if (contents.hasColors) return 'file';
  const isLost = chosen === 'file' || (isValueColoring(chosen) && !contents.attributes.includes(chosen));
  return isLost ? 'plain' : chosen;
}
