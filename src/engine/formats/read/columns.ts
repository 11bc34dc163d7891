/**
 * The numbers a point may have, and the names that files give them. PLY properties and the header line of a text file
 * share this list.
 */
import type { AttributeName, PointAttributes } from '../../cloud/point-cloud.ts';

export const COLUMN = {
  x: 0,
  y: 1,
  z: 2,
  nx: 3,
  ny: 4,
  nz: 5,
  red: 6,
  green: 7,
  blue: 8,
  intensity: 9,
  classification: 10,
  returnNumber: 11,
  returnCount: 12,
  time: 13,
  scan: 14,
} as const;
export type ColumnName = keyof typeof COLUMN;
const COLUMN_NAMES = Object.keys(COLUMN) as readonly ColumnName[];
export const COLUMN_COUNT = COLUMN_NAMES.length;
/** Records that a batch of columns holds. */
export const BATCH_SIZE = 2048;

type ArrayOf<Name extends AttributeName> = new (length: number) => NonNullable<PointAttributes[Name]>;
/** What each attribute is kept in. */
export const ATTRIBUTE_ARRAYS: { readonly [Name in AttributeName]: ArrayOf<Name> } = {
  intensity: Float32Array,
  classification: Uint8Array,
  returnNumber: Uint8Array,
  returnCount: Uint8Array,
  time: Float64Array,
  scan: Uint16Array,
};
export const ATTRIBUTE_NAMES = Object.keys(ATTRIBUTE_ARRAYS) as readonly AttributeName[];

type Aliases = Readonly<Partial<Record<ColumnName, readonly string[]>>>;
/**
 * As programs write them, in small letters and without anything but letters and digits, by the strength of the claim.
 * The last ones are German, French, Spanish and Italian, and those of places on the globe.
 */
export const ALIASES: readonly Aliases[] = [
  {
    x: ['x'],
    y: ['y'],
    z: ['z'],
    nx: ['nx', 'normalx', 'xnormal', 'normx', 'normals0'],
    ny: ['ny', 'normaly', 'ynormal', 'normy', 'normals1'],
    nz: ['nz', 'normalz', 'znormal', 'normz', 'normals2'],
    red: ['red', 'r', 'diffusered', 'rf', 'colorred', 'colourred', 'colorr', 'colr', 'rot'],
    green: ['green', 'g', 'diffusegreen', 'gf', 'colorgreen', 'colourgreen', 'colorg', 'colg', 'gruen', 'grun'],
    blue: ['blue', 'b', 'diffuseblue', 'bf', 'colorblue', 'colourblue', 'colorb', 'colb', 'blau'],
    intensity: ['intensity'],
    classification: ['classification'],
    returnNumber: ['returnnumber'],
    returnCount: ['numberofreturns', 'returncount'],
    time: ['gpstime'],
    scan: ['originalcloudindex', 'scanindex'],
  },
  {
    x: [
      'easting',
      'east',
      'e',
      'coordx',
      'xcoord',
      'xcoordinate',
      'coordinatex',
      'pointx',
      'pointsx',
      'points0',
      'xm',
      'posx',
    ],
    y: [
      'northing',
      'north',
      'n',
      'coordy',
      'ycoord',
      'ycoordinate',
      'coordinatey',
      'pointy',
      'pointsy',
      'points1',
      'ym',
      'posy',
    ],
    z: [
      'height',
      'elevation',
      'elev',
      'altitude',
      'alt',
      'h',
      'coordz',
      'zcoord',
      'zcoordinate',
      'coordinatez',
      'pointz',
      'pointsz',
      'points2',
      'zm',
      'posz',
    ],
    intensity: [
      'reflectance',
      'reflectivity',
      'amplitude',
      'remission',
      'int',
      'i',
      'intens',
      'intensitat',
      'intensitaet',
    ],
    classification: ['class', 'classid', 'label', 'cls', 'klasse'],
    returnNumber: ['returnno', 'returnnum', 'retn', 'rn', 'return', 'returnid', 'echonumber'],
    returnCount: ['numreturns', 'numberreturns', 'nreturns', 'returns', 'nr', 'totalreturns', 'numechoes'],
    time: ['time', 'timestamp', 't', 'zeit', 'seconds'],
    scan: ['scanid', 'scan', 'pointsourceid'],
  },
  {
    x: ['rechtswert', 'rechts', 'ostwert', 'ost', 'rw', 'est', 'este', 'abscisse', 'longitude', 'lon', 'long', 'lng'],
    y: ['hochwert', 'hoch', 'nordwert', 'nord', 'hw', 'norte', 'ordonnee', 'latitude', 'lat'],
    z: ['hoehe', 'hohe', 'hhe', 'cota', 'quota', 'altura', 'elevacion', 'level', 'depth'],
  },
];

/** A name with nothing but small letters and digits, without CloudCompare's prefix and without a unit. */
export function keyOf(name: string): string {
  return name
    .replace(/(?<=\w.*)[[(].*$/, '')
    .replace(/^\s*"?scalar_/i, '')
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^a-z0-9]/g, '');
}

/** Columns that make sense only together. */
const SPELT_TOGETHER: readonly (readonly ColumnName[])[] = [
  ['nx', 'ny', 'nz'],
  ['red', 'green', 'blue'],
];

/**
 * The columns of normals and colours whose three names are spelt alike: of `Rf R G B` the colours are R, G and B,
 * though Rf alone could be a red as well.
 * @param keys of `keyOf`
 */
export function speltTogether(keys: readonly (string | undefined)[]): ReadonlyMap<ColumnName, number> {
  const found = new Map<ColumnName, number>();
  const [aliases] = ALIASES;
  for (const triple of SPELT_TOGETHER) {
    const spellings = triple.map((column) => aliases?.[column] ?? []);
    for (let spelling = 0; spelling < spellings[0]!.length; spelling++) {
      const places = spellings.map((names) => keys.findIndex((key) => key !== undefined && key === names[spelling]));
      if (places.includes(-1)) continue;
      triple.forEach((column, part) => found.set(column, places[part]!));
      break;
    }
  }
  return found;
}

/** The place of each column of a point in a record of the file: [COLUMN_COUNT], -1 where the file has none. */
export type ColumnSources = readonly number[];

/**
 * Finds the columns among a file's field names; the first of two equal names counts. Normals and colours are taken
 * only when all three of their fields are there.
 * @returns undefined where x, y or z is missing.
 */
export function columnSources(names: readonly (string | undefined)[]): ColumnSources | undefined {
  const sources = new Array<number>(COLUMN_COUNT).fill(-1);
  const keys = names.map((name) => (name === undefined ? undefined : keyOf(name)));
  for (const [column, place] of speltTogether(keys)) sources[COLUMN[column]] = place;
  for (const aliases of ALIASES) {
    for (const [column, known] of Object.entries(aliases)) {
      const index = keys.findIndex((key) => key !== undefined && known.includes(key));
      if (index >= 0 && sources[COLUMN[column as ColumnName]] === -1 && !sources.includes(index)) {
        sources[COLUMN[column as ColumnName]] = index;
      }
    }
  }
  for (const first of [COLUMN.nx, COLUMN.red]) {
    if (sources.slice(first, first + 3).includes(-1)) sources.fill(-1, first, first + 3);
  }
  return sources.slice(0, 3).includes(-1) ? undefined : sources;
}

/** The triples of which some fields are there, but not all: [what the file has, what it lacks]. */
export function incompleteTriples(names: readonly string[]): (readonly [has: string, lacks: string])[] {
  const keys = names.map(keyOf);
  const [aliases] = ALIASES;
  return [COLUMN.nx, COLUMN.red].flatMap((first) => {
    const triple = COLUMN_NAMES.slice(first, first + 3);
    const found = triple.map((column) => keys.findIndex((key) => aliases?.[column]?.includes(key)));
    if (!found.includes(-1) || found.every((index) => index === -1)) return [];
    const has = found.flatMap((index) => (index === -1 ? [] : [names[index]!]));
    const lacks = triple.filter((_, i) => found[i] === -1);
    return [[has.join(' and '), lacks.join(' and ')] as const];
  });
}

/** The attributes that a record has by these sources. */
export function attributesOf(sources: ColumnSources): AttributeName[] {
  return ATTRIBUTE_NAMES.filter((name) => sources[COLUMN[name]]! >= 0);
}
