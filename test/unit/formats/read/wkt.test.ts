/** Coordinate systems as text: the outermost system's own number and name, and nobody else's; and as GeoTIFF keys. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { systemOfGeoTiff } from '../../../../src/engine/formats/read/las/geotiff-keys.ts';
import { readWkt } from '../../../../src/engine/formats/read/wkt.ts';
import { geoTiffRecords } from '../../../formats/las-writer.ts';

test.each([
  ['PROJCS["a",GEOGCS["b",AUTHORITY["EPSG","4258"]],AUTHORITY["EPSG","25832"]]', 25832, 'a'],
  ['PROJCS["a",AUTHORITY["EPSG","25832"],GEOGCS["b",AUTHORITY["EPSG","4258"]]]', 25832, 'a'],
  ['COMPD_CS["a + b",PROJCS["a",AUTHORITY["EPSG","25832"]],VERT_CS["b",AUTHORITY["EPSG","5783"]]]', 25832, 'a + b'],
  ['PROJCRS["a",BASEGEOGCRS["b",ID["EPSG",4258]],CS[Cartesian,2],ID["EPSG",25832]]', 25832, 'a'],
  ['PROJCRS[ "say ""a"" ]" , ID[ "EPSG" , 25832 , "9.8" ] ]', 25832, 'say "a" ]'],
  ['GEOGCS("a",AUTHORITY("EPSG","4326"))', 4326, 'a'],
  ['PROJCS["a",AUTHORITY["ESRI","102329"]]', undefined, 'a'],
  ['LOCAL_CS["site"]', undefined, 'site'],
])('%s', (wkt, epsg, name) => {
  expect(readWkt(`\n ${wkt} \t`)).toEqual({ ...(epsg && { epsg }), name, wkt });
});

test('a text that is no WKT is a number or a name', () => {
  expect(readWkt('EPSG:25832')).toEqual({ epsg: 25832, name: 'EPSG:25832' });
  expect(readWkt('urn:ogc:def:crs:EPSG::4326')).toEqual({ epsg: 4326, name: 'urn:ogc:def:crs:EPSG::4326' });
  expect(readWkt('our own site')).toEqual({ name: 'our own site' });
  expect(readWkt(' \n')).toBeUndefined();
});

describe('well-known text', () => {
  const geographic =
    'GEOGCS["NAD83",DATUM["D",SPHEROID["S",6378137,298.25,AUTHORITY["EPSG","7019"]]],AUTHORITY["EPSG","4269"]]';
  const projected = `PROJCS["NAD83 / UTM zone 19N",${geographic},UNIT["metre",1,AUTHORITY["EPSG","9001"]],AUTHORITY["EPSG","26919"]]`;
  const height = 'VERT_CS["NAVD88",VERT_DATUM["V",2005],AUTHORITY["EPSG","5703"]]';

  test.each([
    ['its own number', projected, 26919, 'NAD83 / UTM zone 19N'],
    ['none of its datum', `PROJCS["mine",${geographic},AXIS["Easting",EAST]]`, undefined, 'mine'],
    ['the horizontal number of a compound system', `COMPD_CS["both",${projected},${height}]`, 26919, 'both'],
    ['a compound number', `COMPD_CS["both",${projected},${height},AUTHORITY["EPSG","7405"]]`, 7405, 'both'],
    [
      'ISO 19162',
      'PROJCRS["WGS 84 / UTM zone 33N",BASEGEOGCRS["WGS 84",ID["EPSG",4326]],ID["EPSG",32633]]',
      32633,
      'WGS 84 / UTM zone 33N',
    ],
    [
      'a bound system',
      'BOUNDCRS[SOURCECRS[PROJCRS["p",ID["EPSG",31467]]],TARGETCRS[GEOGCRS["w",ID["EPSG",4326]]]]',
      31467,
      undefined,
    ],
    ['another authority', 'PROJCS["e",AUTHORITY["ESRI","102008"]]', undefined, 'e'],
    [
      'round brackets, blanks and quotes',
      ' PROJCS ( "a ""b"" [c]" , AUTHORITY ( "epsg" , "25832" ) ) ',
      25832,
      'a "b" [c]',
    ],
  ])('gives %s', (_name, wkt, epsg, name) => {
    expect(readWkt(`${wkt}\0\0`)).toEqual({ ...(epsg && { epsg }), ...(name && { name }), wkt: wkt.trim() });
  });

  test('nothing is no system, and what is not well formed is kept as text', () => {
    expect(readWkt('\0\0')).toBeUndefined();
    expect(readWkt(' \n')).toBeUndefined();
    expect(readWkt('PROJCS["cut",GEOG')).toEqual({ name: 'cut', wkt: 'PROJCS["cut",GEOG' });
    expect(readWkt('A['.repeat(10_000))?.epsg).toBeUndefined();
  });

  test('any text is taken without an error', () => {
    const piece = fc.constantFrom('PROJCS', '[', ']', '(', '"', ',', 'ID', 'EPSG', '4326', ' ');
    fc.assert(fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => void readWkt(pieces.join(''))));
  });
});

describe('GeoTIFF keys', () => {
  const read = (keys: Record<number, number | string>) => {
    const [directory, doubles, text] = geoTiffRecords(keys).map(({ body }) => body) as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ];
    return systemOfGeoTiff({ directory, doubles, text });
  };

  test('a projected system has the number of key 3072 and its citation', () => {
    const keys = { 1024: 1, 1026: 'NAD83 / UTM zone 15N', 2048: 4269, 3072: 26915, 3076: 9001, 3082: 500000.5 };
    expect(read(keys)).toEqual({ epsg: 26915, name: 'NAD83 / UTM zone 15N', geotiff: keys });
  });

  test('a geographic system has that of key 2048', () => {
    const keys = { 1024: 2, 2048: 4326, 2049: 'WGS 84' };
    expect(read(keys)).toEqual({ epsg: 4326, name: 'WGS 84', geotiff: keys });
  });

  test.each([
    { 1024: 1, 2048: 4269 },
    { 1024: 1, 2048: 4269, 3072: 32767 },
    { 1024: 1, 3072: 0 },
  ])('a projected system without a number has none: %j', (keys) => expect(read(keys)).toEqual({ geotiff: keys }));

  test('no keys are no system', () => {
    expect(read({})).toBeUndefined();
    expect(systemOfGeoTiff({ directory: new Uint8Array(3) })).toBeUndefined();
  });

  test('values beyond the other records are left out', () => {
    const directory = new Uint8Array(Uint16Array.of(1, 1, 0, 9, 3072, 0, 1, 25832, 2057, 34736, 1, 900).buffer);
    expect(systemOfGeoTiff({ directory, doubles: new Uint8Array(8) })).toEqual({
      epsg: 25832,
      geotiff: { 3072: 25832 },
    });
  });
});
