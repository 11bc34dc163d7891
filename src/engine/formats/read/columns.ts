/**
 * The nine numbers a point may have, and the names that files give them. PLY properties and the header line of a text
 * file share this list.
 */
export const COLUMN = { x: 0, y: 1, z: 2, nx: 3, ny: 4, nz: 5, red: 6, green: 7, blue: 8 } as const;
export const COLUMN_COUNT = 9;

const ALIASES: Readonly<Record<string, number>> = {
  ...COLUMN,
  normal_x: COLUMN.nx,
  normal_y: COLUMN.ny,
  normal_z: COLUMN.nz,
  normalx: COLUMN.nx,
  normaly: COLUMN.ny,
  normalz: COLUMN.nz,
  r: COLUMN.red,
  g: COLUMN.green,
  b: COLUMN.blue,
  diffuse_red: COLUMN.red,
  diffuse_green: COLUMN.green,
  diffuse_blue: COLUMN.blue,
};

/** The place of each column of a point in a record of the file: [9], -1 where the file has none. */
export type ColumnSources = readonly number[];

/**
 * Finds the columns among a file's field names; the first of two equal names counts. Normals and colours are taken
 * only when all three of their fields are there.
 * @returns undefined where x, y or z is missing.
 */
export function columnSources(names: readonly (string | undefined)[]): ColumnSources | undefined {
  const sources = new Array<number>(COLUMN_COUNT).fill(-1);
  names.forEach((name, index) => {
    const key = name?.toLowerCase();
    if (key === undefined || !Object.hasOwn(ALIASES, key)) return;
    const column = ALIASES[key];
    if (column !== undefined && sources[column] === -1) sources[column] = index;
  });
  for (const first of [COLUMN.nx, COLUMN.red]) {
    if (sources.slice(first, first + 3).includes(-1)) sources.fill(-1, first, first + 3);
  }
  return sources.slice(0, 3).includes(-1) ? undefined : sources;
}
