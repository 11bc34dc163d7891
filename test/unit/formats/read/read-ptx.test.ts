import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { IDENTITY, type PtxTestScan, writeTestPtx } from '../../../formats/ptx-writer.ts';
import { answerTo, cloudOf, expectCutsAreTold, expectFlipsAreSurvived, placesIn, refusalOf } from './damage.ts';

const TURNED = [
  [0, 2, 0, 0],
  [-2, 0, 0, 0],
  [0, 0, 2, 0],
  [500_000, 5_400_000, 100, 1],
];
const isGone = (i: number): boolean => i % 5 === 4;
const at = (i: number): number[] => (isGone(i) ? [0, 0, 0] : [1 + i / 16, Math.sin(i), i / 4]);
const scan = (more: Partial<PtxTestScan> = {}, width: 4 | 7 = 7): PtxTestScan => ({
  columns: 6,
  rows: 5,
  matrix: IDENTITY,
  points: Array.from({ length: 30 }, (_, i) => [
    ...at(i),
    isGone(i) ? 0.5 : i / 32,
    ...(width === 7 ? [i, 2 * i, 255] : []),
  ]),
  ...more,
});
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));
const FINITE = Array.from({ length: 30 }, (_, i) => i).filter((i) => !isGone(i));

test('points go through the matrix, scale included, and know their scan', async () => {
  const cloud = await cloudOf('a.ptx', writeTestPtx([scan(), scan({ matrix: TURNED })]));
  expect(cloud.stats).toMatchObject({ pointCount: 60, finiteCount: 48, warnings: [] });
  const first = FINITE.map((i) => at(i)).flat();
  const second = FINITE.flatMap((i) => {
    const [x, y, z] = at(i) as [number, number, number];
    return [500_000 - 2 * y, 5_400_000 + 2 * x, 100 + 2 * z];
  });
  const expected = [...first, ...second].map((value, i) => value - cloud.shift[(i % 3) as 0]);
  expect(cloud.positions).toEqual(Float32Array.from(expected));
  expect(cloud.stats.max[1]).toBe(5_400_000 + 2 * (1 + 28 / 16));
  expect(cloud.scans).toEqual([
    { name: 'scan 1', sensor: [0, 0, 0], pointCount: 24 },
    { name: 'scan 2', sensor: [500_000, 5_400_000, 100], pointCount: 24 },
  ]);
  expect([...cloud.attributes!.scan!]).toEqual([...Array<number>(24).fill(0), ...Array<number>(24).fill(1)]);
  expect([...cloud.attributes!.intensity!.subarray(0, 24)]).toEqual(FINITE.map((i) => i / 32));
  expect([...cloud.colors!.subarray(0, 72)]).toEqual(FINITE.flatMap((i) => [i, 2 * i, 255]));
});

test.each(['a.ptx', 'a.txt', 'a'])('is told by its content: %s', async (name) => {
  expect((await cloudOf(name, writeTestPtx([scan()]))).scans).toHaveLength(1);
});

test('rows of 4 have no colours; beside rows of 7 they are grey, and that is said', async () => {
  expect((await cloudOf('a.ptx', writeTestPtx([scan({}, 4)]))).colors).toBeUndefined();
  for (const order of [[4, 7] as const, [7, 4] as const]) {
    const cloud = await cloudOf('a.ptx', writeTestPtx(order.map((width) => scan({}, width))));
    expect(cloud.stats.warnings).toEqual([expect.stringContaining('1 of its 2 scans have no colours')]);
    const grey = order[0] === 4 ? 0 : 24;
    expect([...cloud.colors!.subarray(3 * grey, 3 * grey + 3)]).toEqual([128, 128, 128]);
    expect([...cloud.colors!.subarray(3 * (24 - grey), 3 * (24 - grey) + 3)]).toEqual([0, 0, 255]);
  }
});

test('rows of 3 have neither', async () => {
  const points = scan().points.map((point) => point.slice(0, 3));
  const cloud = await cloudOf('a.ptx', writeTestPtx([scan({ points })]));
  expect(Object.keys(cloud.attributes!)).toEqual(['scan']);
  expect(cloud.stats.finiteCount).toBe(24);
});

test.each(['\r\n', '\n', '\r'])('lines end with %j', async (lineEnd) => {
  const cloud = await cloudOf('a.ptx', writeTestPtx([scan(), scan()], lineEnd));
  expect(cloud).toEqual(await cloudOf('a.ptx', writeTestPtx([scan(), scan()])));
});

test('decimal commas and a byte order mark', async () => {
  const text = textOf(writeTestPtx([scan({ matrix: TURNED.map((row) => row.map((value) => value + 0)) })]));
  const cloud = await cloudOf(
    'a.ptx',
    bytesOf(`\u00ef\u00bb\u00bf${text.replaceAll('.', ',').replace('0 2 0 0\n', '0,0 2,0 0,0 0\n')}`),
  );
  expect(cloud.positions).toEqual((await cloudOf('a.ptx', bytesOf(text))).positions);
});

describe('counts that lie', () => {
  test('a scan of fewer points than its grid, before another', async () => {
    const cloud = await cloudOf('a.ptx', writeTestPtx([scan({ rows: 50 }), scan()]));
    expect(cloud.stats.finiteCount).toBe(48);
    expect(cloud.stats.warnings).toEqual([expect.stringContaining('scan 1 promises 300 points, but 30 are there')]);
  });

  test('scans of more points than their grid', async () => {
    const cloud = await cloudOf('a.ptx', writeTestPtx([scan({ rows: 2 }), scan({ rows: 3 })]));
    expect(cloud.stats.finiteCount).toBe(48);
    expect(cloud.stats.warnings).toHaveLength(2);
  });

  test('an empty scan', async () => {
    const cloud = await cloudOf('a.ptx', writeTestPtx([scan({ columns: 0, points: [] }), scan()]));
    expect(cloud.scans!.map(({ pointCount }) => pointCount)).toEqual([0, 24]);
  });

  test('a number alone in a line that begins no scan', async () => {
    const lines = textOf(writeTestPtx([scan()])).split('\n');
    const message = await refusalOf('a.ptx', bytesOf(lines.toSpliced(15, 0, '7').join('\n')));
    expect(message).toMatch(/line 17 should have 1 number of the head that begins in line 16/);
  });
});

describe('the matrix', () => {
  const withMatrix = (matrix: readonly (readonly number[])[]) => writeTestPtx([scan({ matrix })]);
  const columns = [0, 1, 2, 3].map((i) => TURNED.map((row) => row[i]!));

  test('by columns is turned, and that is said', async () => {
    const cloud = await cloudOf('a.ptx', withMatrix(columns));
    expect(cloud.positions).toEqual((await cloudOf('a.ptx', withMatrix(TURNED))).positions);
    expect(cloud.stats.warnings).toEqual([expect.stringContaining('by columns instead of rows')]);
  });

  test.each([
    ['that is projective', TURNED.map((row, i) => (i === 0 ? [...row.slice(0, 3), 0.5] : row)), /no affine/],
    ['that flattens', TURNED.map((row, i) => (i === 2 ? [0, 0, 0, 0] : row)), /flattens/],
  ])('%s is refused', async (_, matrix, message) => {
    expect(await refusalOf('a.ptx', withMatrix(matrix))).toMatch(message);
  });
});

test('a bad line is skipped and named', async () => {
  const lines = textOf(writeTestPtx([scan()])).split('\n');
  const cloud = await cloudOf('a.ptx', bytesOf(lines.with(20, '1 2 3').with(21, '1 2 x 4 5 6 7').join('\n')));
  expect(cloud.stats).toMatchObject({ pointCount: 30, finiteCount: 22 });
  expect(cloud.stats.warnings).toEqual([
    expect.stringContaining('2 lines were skipped, the first is line 21 with 3 numbers'),
  ]);
});

test('a file of no returns is empty', async () => {
  const points = Array.from({ length: 30 }, () => [0, 0, 0, 0]);
  expect(await refusalOf('a.ptx', writeTestPtx([scan({ points })]))).toMatch(/none of the 30 points/);
});

test('is the same in any chunks', async () => {
  const bytes = writeTestPtx([scan(), scan({ matrix: TURNED }, 4)]);
  const whole = await cloudOf('a.ptx', bytes);
  const sizes = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(sizes, fc.boolean(), async (chunks, knowsSize) => {
      expect(await answerTo('a.ptx', bytes, {}, chunks, knowsSize)).toEqual(whole);
    }),
    { numRuns: 20 },
  );
});

test('a cut is told, and its whole points are to be had', async () => {
  const bytes = writeTestPtx([scan(), scan()]);
  await expectCutsAreTold('a.ptx', bytes, placesIn(bytes.length, 200));
  const cut = bytes.subarray(0, bytes.length - 40);
  expect(await refusalOf('a.ptx', cut)).toMatch(/ends after 5[78] of the 60 points/);
  expect((await cloudOf('a.ptx', cut, { partial: true })).stats.warnings).toHaveLength(1);
  const head = textOf(bytes).split('\n').slice(0, 44).join('\n');
  expect(await refusalOf('a.ptx', bytesOf(head))).toMatch(/ends within the head of scan 2/);
  expect((await cloudOf('a.ptx', bytesOf(head), { partial: true })).stats.finiteCount).toBe(24);
});

test('a wrong byte is survived', async () => {
  const bytes = writeTestPtx([scan()]);
  await expectFlipsAreSurvived('a.ptx', bytes, placesIn(bytes.length, 80));
});

test('decimal commas are found in the points where the head has whole numbers only', async () => {
  const head = '2\n2\n0 0 0\n1 0 0\n0 1 0\n0 0 1\n1 0 0 0\n0 1 0 0\n0 0 1 0\n0 0 0 1\n';
  const cloud = await cloudOf('a.ptx', bytesOf(`${head}0 0 0 0\n1,5 2,5 3,5 0,25\n2 3 4,5 1\n3 4 5 0,5\n`));
  expect([...cloud.positions]).toEqual([1.5, 2.5, 3.5, 2, 3, 4.5, 3, 4, 5]);
  expect([...cloud.attributes!.intensity!]).toEqual([0.25, 1, 0.5]);
  expect(cloud.stats.warnings).toEqual([]);
});
