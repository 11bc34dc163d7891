/** Coordinate systems as text: the outermost system's own number and name, and nobody else's. */
import { expect, test } from 'vitest';
import { readWkt } from '../../../../src/engine/formats/read/wkt.ts';

test.each([
  ['PROJCS["a",GEOGCS["b",AUTHORITY["EPSG","4258"]],AUTHORITY["EPSG","25832"]]', 25832, 'a'],
  ['PROJCS["a",AUTHORITY["EPSG","25832"],GEOGCS["b",AUTHORITY["EPSG","4258"]]]', 25832, 'a'],
  ['COMPD_CS["a + b",PROJCS["a",AUTHORITY["EPSG","25832"]],VERT_CS["b",AUTHORITY["EPSG","5783"]]]', undefined, 'a + b'],
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
