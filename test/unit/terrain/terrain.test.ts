/**
 * Height rasters and contours of surfaces whose heights are known, read back by readers that share nothing with the
 * writers.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CoordinateSystem } from '../../../src/engine/cloud/point-cloud.ts';
import { finishSteps } from '../../../src/engine/host/steps.ts';
import type { WorldMesh } from '../../../src/engine/mesh/world-mesh.ts';
import { contourSteps } from '../../../src/engine/terrain/contours.ts';
import {
  bandSteps,
  emptyTally,
  NO_HEIGHT,
  type RasterGrid,
  rasterGridSteps,
} from '../../../src/engine/terrain/height-raster.ts';
import type { TerrainMesh } from '../../../src/engine/terrain/terrain-mesh.ts';
import { type TerrainChoice, writeTerrain } from '../../../src/engine/terrain/write-terrain.ts';
import { dxfPolylines } from '../../formats/dxf-polylines.ts';
import { readGeotiff } from '../../formats/geotiff-reader.ts';
import { heightsOf } from '../../reference/terrain.ts';
import { quietContext } from '../../run-context.ts';
import { box } from '../../shapes/faulty-meshes.ts';
import { gridMesh, tetrahedron, together, torus, worldMesh } from '../../shapes/meshes.ts';

const UTM = [500_000, 5_800_000, 100] as const;

function asTerrain(
  { positions, indices }: WorldMesh,
  shift: readonly [number, number, number] = [0, 0, 0],
): TerrainMesh {
  return { positions: Float32Array.from(positions), indices, shift };
}

/** z = 2x + 3y over the square from 0 to `size`. */
const slope = (size: number, n = 9): WorldMesh =>
  gridMesh(n, n, { columns: false, rows: false }, (u, v) => {
    const [x, y] = [(u * n * size) / (n - 1), (v * n * size) / (n - 1)];
    return [x, y, 2 * x + 3 * y];
  });

/** A cone of height 10 with a foot of radius 10. */
const cone = (): WorldMesh => {
  const sides = 64;
  const rim = Array.from({ length: sides }, (_, i) => (2 * Math.PI * i) / sides);
  const positions = [0, 0, 10, ...rim.flatMap((angle) => [10 * Math.cos(angle), 10 * Math.sin(angle), 0])];
  return worldMesh(
    positions,
    rim.flatMap((_, i) => [0, 1 + i, 1 + ((i + 1) % sides)]),
  );
};

const rasterOf = (mesh: TerrainMesh, cell: number | null) => {
  const grid = finishSteps(rasterGridSteps(mesh, mesh.indices, cell));
  const tally = emptyTally();
  const band = { firstRow: 0, rowCount: grid.rows };
  return { grid, tally, heights: finishSteps(bandSteps(mesh, mesh.indices, grid, band, tally)) };
};

/** The bytes of each part. */
async function written(mesh: TerrainMesh, choice: Partial<TerrainChoice>, context = quietContext) {
  const files = new Map<string, Uint8Array>();
  const report = await writeTerrain(
    mesh,
    { cell: 'none', interval: 'none', system: null, ...choice },
    async (part, body) => {
      const pieces: Uint8Array[] = [];
      const result = await body({ write: (bytes) => Promise.resolve(void pieces.push(bytes.slice())) });
      files.set(part, Buffer.concat(pieces));
      return result;
    },
    context,
  );
  return { report, files };
}

function expectLike(found: Float32Array, wanted: Float64Array, tolerance: number): void {
  expect(found.length).toBe(wanted.length);
  const off = wanted.findIndex((height, i) =>
    Number.isNaN(height) ? found[i] !== Math.fround(NO_HEIGHT) : Math.abs(found[i]! - height) > tolerance,
  );
  expect(off, `cell ${off}: ${found[off]} for ${wanted[off]}`).toBe(-1);
}

describe('a height raster', () => {
  it('has the heights that the formula has, in the frame of the file', () => {
    const mesh = asTerrain(slope(16), UTM);
    const { grid, heights, tally } = rasterOf(mesh, 1);
    expect(grid).toEqual({ columns: 16, rows: 16, cell: 1, left: 500_000, top: 5_800_016 } satisfies RasterGrid);
    // The first row is the one of greatest y.
    expect(heights[0]).toBeCloseTo(100 + 2 * 0.5 + 3 * 15.5, 4);
    expect(heights.at(-1)).toBeCloseTo(100 + 2 * 15.5 + 3 * 0.5, 4);
    expect(tally).toMatchObject({ measured: 256, overhung: 0 });
  });

  it('is what every triangle says of every cell', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 14 }),
        fc.integer(),
        fc.double({ min: 0.07, max: 0.6, noNaN: true }),
        (n, seed, cell) => {
          // Places that no formula gave: cells' middles then lie on no edge.
          const random = (i: number): number => (Math.abs(Math.sin(seed + i * 12.9898)) * 43758.5453) % 1;
          const positions = Array.from({ length: 9 * n }, (_, i) => 2 * random(i));
          const mesh = asTerrain(worldMesh(positions, [...Array(3 * n).keys()]), [10, 20, 30]);
          const { grid, heights } = rasterOf(mesh, cell);
          expectLike(heights, heightsOf(mesh, grid), 1e-3);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('leaves no cell out between triangles, whose edges run through the middles of cells too', () => {
    // Eighths and halves: edges, diagonals and corners meet the middles of cells exactly.
    for (const cell of [1, 0.5, 0.25, 0.125]) {
      const { tally, grid } = rasterOf(asTerrain(slope(8), [0.5, 0.5, 0]), cell);
      const inside = (8 / cell) ** 2;
      expect(tally.measured, `cells of ${cell}`).toBeGreaterThanOrEqual(inside);
      expect(grid.columns * grid.rows).toBeLessThanOrEqual((8 / cell + 1) ** 2);
    }
  });

  it('has the highest surface where several lie over one another, and counts those cells', () => {
    const table = together(box([0, 0, 5], [2, 2, 0.5]), slope(4, 5));
    const { heights, grid, tally } = rasterOf(asTerrain(table), 1);
    expect(grid.columns).toBe(4);
    // The table is above the slope but where that rises through it.
    expect([...heights.slice(12, 14)]).toEqual([5.5, 5.5]);
    expect([...heights.slice(14, 16)].map((z) => Math.round(z * 10))).toEqual([65, 85]);
    // At (.5, .5) and (1.5, 1.5); at (1.5, .5) they are just a cell apart, at (.5, 1.5) half of one.
    expect(tally.overhung).toBe(2);
    // Just less than a cell apart, and just more.
    const sheets = (apart: number) => rasterOf(asTerrain(box([0, 0, 0], [4, 4, apart])), 1).tally.overhung;
    expect([sheets(0.99), sheets(1.01)]).toEqual([0, 16]);
  });

  it('comes to the same in bands of any height', () => {
    const mesh = asTerrain(torus(30, 20));
    const { grid, heights, tally } = rasterOf(mesh, 0.05);
    for (const rows of [1, 7, grid.rows - 1]) {
      const again = emptyTally();
      const bands: number[] = [];
      for (let firstRow = 0; firstRow < grid.rows; firstRow += rows) {
        const band = { firstRow, rowCount: Math.min(rows, grid.rows - firstRow) };
        bands.push(...finishSteps(bandSteps(mesh, mesh.indices, grid, band, again)));
      }
      expect(Float32Array.from(bands)).toEqual(heights);
      expect(again).toEqual(tally);
    }
    // A hole in the middle: no data.
    expect(heights[Math.floor(grid.rows / 2) * grid.columns + Math.floor(grid.columns / 2)]).toBe(
      Math.fround(NO_HEIGHT),
    );
  });

  it('takes cells by the length of edges, and says what is too large', () => {
    const mesh = asTerrain(slope(16));
    expect(rasterOf(mesh, null).grid.cell).toBe(5); // edges of 2 along x and y, which rise by 4 and 6
    const grid = (cell: number) => finishSteps(rasterGridSteps(mesh, mesh.indices, cell));
    // 16 / cell squared at 10⁹, and to either side.
    expect(grid(16 / 31_622).columns).toBe(31_622);
    expect(() => grid(16 / 31_624)).toThrow(
      /^Cells of 0\.0005059449 would make a height raster of 31624 × 31624 cells, 4001 MB; .* Take larger cells, of 0\.001 for example\.$/,
    );
    const strip = asTerrain(worldMesh([0, 0, 0, 1 << 20, 0, 0, 0, 1, 0], [0, 1, 2]));
    expect(finishSteps(rasterGridSteps(strip, strip.indices, 1)).columns).toBe(1 << 20);
    expect(() => finishSteps(rasterGridSteps(strip, strip.indices, 0.999))).toThrow(
      'at most 1048576 are written along a side',
    );
    // One is chosen that can be written.
    const long = asTerrain(worldMesh([0, 0, 0, 1e7, 1e7, 0, 1e7, 1e7 + 1000, 0], [0, 1, 2]));
    const chosen = finishSteps(rasterGridSteps(long, long.indices, null));
    expect(chosen.columns * chosen.rows).toBeLessThanOrEqual(1e8);
    const far = asTerrain(worldMesh([0, 0, 0, 1, 0, 0, 0, 1, 0], [0, 1, 2]), [1e15, 0, 0]);
    expect(() => finishSteps(rasterGridSteps(far, far.indices, 0.5))).toThrow(
      'are finer than coordinates of 1000000000000000 tell apart',
    );
  });

  it.each([
    ['nothing', worldMesh([], [])],
    ['walls', worldMesh([0, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 1, 1], [0, 1, 2, 3, 4, 5])],
    ['a point', worldMesh([1, 1, 1, 1, 1, 1, 1, 1, 1], [0, 1, 2])],
  ])('of %s is refused by a sentence', async (_, mesh) => {
    await expect(written(asTerrain(mesh), { cell: 'auto' })).rejects.toMatchObject({
      code: 'mesh-format',
      message: /^The mesh has no surface that can be seen from above/,
    });
  });

  it('of one triangle is one', () => {
    const { tally } = rasterOf(asTerrain(worldMesh([0, 0, 7, 4, 0, 7, 0, 4, 7], [0, 1, 2])), 1);
    expect(tally).toEqual({ measured: 10, overhung: 0, lowest: 7, highest: 7 });
  });
});

describe('a GeoTIFF', () => {
  it('is read back as it was made, with its place, its system and what is no data', async () => {
    const mesh = asTerrain(cone(), UTM);
    const { files, report } = await written(mesh, { cell: 0.5, system: { epsg: 25832 } });
    const bytes = files.get('raster')!;
    const read = readGeotiff(bytes);
    expect(read).toMatchObject({ columns: 40, rows: 40, software: 'GridPull' });
    expect(read.pixelScale).toEqual([0.5, 0.5, 0]);
    expect(read.tiepoint).toEqual([0, 0, 0, 499_990, 5_800_010, 0]);
    expect(Object.fromEntries(read.keys)).toEqual({ 1024: 1, 1025: 1, 3072: 25832 });
    expect(Math.fround(read.noData)).toBe(Math.fround(NO_HEIGHT));
    expectLike(read.heights, heightsOf(mesh, rasterOf(mesh, 0.5).grid), 1e-4);
    expect(report.raster).toMatchObject({ columns: 40, cell: 0.5, bytes: bytes.length, epsg: 25832 });
    // Whoever replaces files knows its own.
    expect(Buffer.from(bytes.subarray(0, 1024)).includes('GridPull')).toBe(true);
  });

  const keysOf = async (system: CoordinateSystem | null, shift: readonly [number, number, number]) => {
    const { files } = await written(asTerrain(slope(4), shift), { cell: 1, system });
    return Object.fromEntries(readGeotiff(files.get('raster')!).keys);
  };

  it('says whether its coordinates are degrees, as far as the file tells', async () => {
    expect(await keysOf(null, UTM)).toEqual({ 1025: 1 });
    expect(await keysOf({ name: 'local', wkt: 'LOCAL_CS["local"]' }, UTM)).toEqual({ 1025: 1 });
    const wkt = 'COMPD_CS["x",GEOGCS["y"],VERT_CS["z"]]';
    expect(await keysOf({ epsg: 9518, wkt }, [0, 0, 0])).toEqual({ 1024: 2, 1025: 1, 2048: 9518 });
    expect(await keysOf({ epsg: 25832, wkt: 'PROJCRS["x",BASEGEOGCRS["y"]]' }, [0, 0, 0])).toEqual({
      1024: 1,
      1025: 1,
      3072: 25832,
    });
    expect(await keysOf({ epsg: 4326, geotiff: { 1024: 2, 2048: 4326 } }, [0, 0, 0])).toMatchObject({ 2048: 4326 });
    expect(await keysOf({ epsg: 25832, geotiff: { 3072: 25832, 2048: 4258 } }, [0, 0, 0])).toMatchObject({
      3072: 25832,
    });
    // A number alone: 360 is the last degree.
    expect(await keysOf({ epsg: 4326 }, [356, 0, 0])).toMatchObject({ 2048: 4326 });
    expect(await keysOf({ epsg: 4326 }, [357, 0, 0])).toMatchObject({ 3072: 4326 });
  });

  it('of many strips and of one cell is whole', async () => {
    const wide = asTerrain(worldMesh([0, 0, 1, 300_000, 0, 1, 0, 3, 1], [0, 1, 2]));
    const { files } = await written(wide, { cell: 1 });
    const read = readGeotiff(files.get('raster')!);
    expect([read.columns, read.rows]).toEqual([300_000, 3]);
    expect(read.heights[2 * read.columns]).toBe(1);
    const small = await written(asTerrain(slope(4)), { cell: 1000 });
    expect(readGeotiff(small.files.get('raster')!).heights).toHaveLength(1);
  });
});

describe('contours', () => {
  const linesOf = (mesh: TerrainMesh, interval: number) => finishSteps(contourSteps(mesh, mesh.indices, interval));

  it('of a cone are circles, closed, higher ground to their left', () => {
    const lines = linesOf(asTerrain(cone(), UTM), 2);
    // The tip and the foot are touched and not cut: they are vertices on the line, which count as above.
    expect(lines.map(({ height, isClosed }) => [height, isClosed])).toEqual([102, 104, 106, 108].map((z) => [z, true]));
    for (const { height, points, length } of lines) {
      const radius = 110 - height;
      expect(length).toBeCloseTo(2 * Math.PI * radius, 1);
      const [x0, y0, x1, y1] = [points[0]! - UTM[0], points[1]! - UTM[1], points[3]! - UTM[0], points[4]! - UTM[1]];
      expect(x0 * y1 - x1 * y0).toBeGreaterThan(0); // counter-clockwise about the tip
    }
  });

  it('of a slope end at its border, at whole multiples of the interval', () => {
    const lines = linesOf(asTerrain(slope(1, 5)), 0.3);
    expect(lines.every(({ isClosed }) => !isClosed)).toBe(true);
    const heights = Array.from({ length: 16 }, (_, i) => Number((0.3 * (i + 1)).toFixed(1)));
    expect(lines.map(({ height }) => height)).toEqual(heights);
    for (const { height, points } of lines) {
      for (let at = 0; at < points.length; at += 3) {
        expect(2 * points[at]! + 3 * points[at + 1]!).toBeCloseTo(height, 5);
        expect(points[at + 2]).toBeCloseTo(height, 5);
      }
    }
  });

  it('of what is flat are none, and too many are refused', () => {
    expect(linesOf(asTerrain(worldMesh([0, 0, 5, 1, 0, 5, 0, 1, 5], [0, 1, 2])), 1)).toEqual([]);
    expect(linesOf(asTerrain(worldMesh([], [])), 1)).toEqual([]);
    const mesh = asTerrain(worldMesh([0, 0, 0.5, 1, 0, 10_000.4, 0, 1, 0.5], [0, 1, 2]));
    expect(linesOf(mesh, 1.0002)).toHaveLength(9998);
    expect(() => linesOf(mesh, 0.9999)).toThrow(
      'Contours every 0.9999 over 9999.9 would be 10001 heights; at most 10000 are drawn. Take a larger interval.',
    );
  });

  it('are the same lines in DXF and GeoJSON, in the coordinates of the file', async () => {
    const mesh = asTerrain(together(cone(), slope(16)), UTM);
    const { files, report } = await written(mesh, { interval: 3, system: { epsg: 25832 } });
    const drawn = dxfPolylines(Buffer.from(files.get('dxf')!).toString('latin1'));
    const json = JSON.parse(Buffer.from(files.get('geojson')!).toString()) as {
      crs: unknown;
      features: {
        properties: { height: number; closed: boolean };
        geometry: { coordinates: [number, number, number][] };
      }[];
    };
    expect(json.crs).toEqual({ type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::25832' } });
    expect(report.contours).toMatchObject({ interval: 3, lines: drawn.length, closed: 3 });
    expect(json.features).toHaveLength(drawn.length);
    for (const [at, { layer, isClosed, elevation, places }] of drawn.entries()) {
      const { properties, geometry } = json.features[at]!;
      expect(layer).toBe('CONTOURS');
      expect(properties).toEqual({ height: elevation, closed: isClosed });
      const ring = isClosed ? [...places, places[0]] : places;
      expect(geometry.coordinates).toEqual(ring);
      expect(places.every(([x, y, z]) => z === elevation && x > 499_989 && x < 500_017 && y > 5_799_989)).toBe(true);
    }
    for (const format of ['dxf', 'geojson']) {
      expect(Buffer.from(files.get(format)!.subarray(0, 1024)).includes('GridPull')).toBe(true);
    }
    const again = await written(mesh, { interval: 3, system: { epsg: 25832 } });
    expect(again.files).toEqual(files);
  });

  it('take an interval that suits the range', async () => {
    const intervalOf = async (size: number) =>
      (await written(asTerrain(slope(size)), { interval: 'auto', contourFormats: ['dxf'] })).report.contours!.interval;
    // Ranges of 50, just below, and 5000.
    expect([await intervalOf(10), await intervalOf(9.99), await intervalOf(1000)]).toEqual([5, 2, 500]);
    const flat = asTerrain(worldMesh([0, 0, 5, 1, 0, 5, 0, 1, 5], [0, 1, 2]));
    const { files, report } = await written(flat, { interval: 'auto' });
    expect(report.contours).toEqual({ interval: 1, heights: 0, lines: 0, closed: 0, length: 0 });
    expect(dxfPolylines(Buffer.from(files.get('dxf')!).toString())).toEqual([]);
    expect((JSON.parse(Buffer.from(files.get('geojson')!).toString()) as { features: unknown[] }).features).toEqual([]);
  });
});

describe('what is guessed', () => {
  const square = worldMesh([0, 0, 1, 4, 0, 1, 4, 4, 1, 0, 4, 1], [0, 1, 2, 0, 2, 3]);
  const guessedAt = (...vertices: number[]): TerrainMesh => ({
    ...asTerrain(square),
    trust: { guessed: Uint8Array.from([0, 1, 2, 3], (vertex) => Number(vertices.includes(vertex))) },
  });

  it('has no height and no line: triangles of which two corners or three are', async () => {
    const counts = async (...vertices: number[]) => {
      const { report } = await written(guessedAt(...vertices), { cell: 1 });
      return [report.guessedTriangles, report.raster!.measured];
    };
    expect(await counts()).toEqual([0, 16]);
    expect(await counts(1)).toEqual([0, 16]);
    expect(await counts(0, 1)).toEqual([1, 10]);
    await expect(counts(0, 2)).rejects.toThrow('no surface that can be seen from above');
    const sloping = { ...guessedAt(0, 1), positions: Float32Array.from([0, 0, 0, 4, 0, 4, 4, 4, 8, 0, 4, 4]) };
    const { report } = await written(sloping, { interval: 1, contourFormats: ['dxf'] });
    expect(report.contours).toMatchObject({ lines: 7 });
    // From the diagonal to the sides at x = 0 and y = 4.
    expect(report.contours!.length).toBeCloseTo(8 * Math.SQRT2, 5);
  });
});

it('nothing is asked for by none and 0, and a cancelled call writes no more', async () => {
  const { files, report } = await written(asTerrain(tetrahedron()), { cell: 0, interval: 0 });
  expect([files.size, report.raster, report.contours]).toEqual([0, null, null]);
  const context = { signal: AbortSignal.abort('enough'), onEvent: () => undefined };
  await expect(written(asTerrain(slope(4)), { cell: 1 }, context)).rejects.toBe('enough');
});
