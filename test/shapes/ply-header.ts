export const XYZ = ['float x', 'float y', 'float z'] as const;
export const NORMAL = ['float nx', 'float ny', 'float nz'] as const;

/** The header of a binary PLY that holds points alone. @param properties with their types, in their order */
export function plyHeader(pointCount: number, properties: readonly string[], comment?: string): string {
  const lines = [
    'ply',
    'format binary_little_endian 1.0',
    ...(comment === undefined ? [] : [`comment ${comment}`]),
    `element vertex ${pointCount}`,
    ...properties.map((property) => `property ${property}`),
    'end_header',
  ];
  return lines.map((line) => `${line}\n`).join('');
}
