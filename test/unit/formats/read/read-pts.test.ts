import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answerTo, cloudOf, expectCutsAreTold, expectFlipsAreSurvived, placesIn, refusalOf } from './damage.ts';

const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
const normal = (i: number): string => `${Math.cos(i).toFixed(4)} ${Math.sin(i).toFixed(4)} 0`;
const line = {
  xyz: (i: number) => `${i} ${(i * i) / 8} 3.5`,
  intensity: (i: number) => `${line.xyz(i)} ${-1000 + 10 * i}`,
  color: (i: number) => `${line.xyz(i)} ${i} ${2 * i} 255`,
  both: (i: number) => `${line.intensity(i)} ${i} ${2 * i} 255`,
  all: (i: number) => `${line.both(i)} ${normal(i)}`,
};
const block = (make: (i: number) => string, count = 40, promised = count): string =>
  `${promised}\n${Array.from({ length: count }, (_, i) => `${make(i + 1)}\n`).join('')}`;

test('every block is a scan, with intensity and colours', async () => {
  const cloud = await cloudOf('a.pts', bytesOf(block(line.both) + block(line.both, 30)));
  expect(cloud.scans).toEqual([
    { name: 'block 1', pointCount: 40 },
    { name: 'block 2', pointCount: 30 },
  ]);
  expect(cloud.stats).toMatchObject({ pointCount: 70, finiteCount: 70, warnings: [] });
  expect([...cloud.attributes!.scan!]).toEqual([...Array<number>(40).fill(0), ...Array<number>(30).fill(1)]);
  expect(cloud.attributes!.intensity![1]).toBe(-980);
  expect([...cloud.colors!.subarray(120, 126)]).toEqual([1, 2, 255, 2, 4, 255]);
  expect([...cloud.positions.subarray(120, 126)]).toEqual([1, 1 / 8, 3.5, 2, 0.5, 3.5]);
});

test.each([
  ['xyz', false, false, false],
  ['intensity', true, false, false],
  ['color', false, true, false],
  ['both', true, true, false],
  ['all', true, true, true],
] as const)('columns of %s', async (kind, hasIntensity, hasColors, hasNormals) => {
  const cloud = await cloudOf('a.pts', bytesOf(block(line[kind])));
  expect(cloud.attributes?.intensity !== undefined).toBe(hasIntensity);
  expect(cloud.colors !== undefined).toBe(hasColors);
  expect(cloud.normals !== undefined).toBe(hasNormals);
  expect(cloud.stats.warnings).toEqual([]);
});

test('blocks may have different columns', async () => {
  const cloud = await cloudOf('a.pts', bytesOf(block(line.xyz) + block(line.both) + block(line.intensity)));
  expect(cloud.stats).toMatchObject({ finiteCount: 120, warnings: [] });
  expect([...cloud.colors!.subarray(120, 123)]).toEqual([1, 2, 255]);
  expect(cloud.attributes!.intensity![40]).toBe(-990);
});

test('a count that lies is said, and a block may be empty', async () => {
  const text = block(line.xyz, 40, 90) + block(line.xyz, 0) + block(line.xyz, 40, 30);
  const { stats, scans } = await cloudOf('a.pts', bytesOf(text));
  expect(stats.finiteCount).toBe(80);
  expect(scans!.map(({ pointCount }) => pointCount)).toEqual([40, 0, 40]);
  expect(stats.warnings).toEqual([
    expect.stringContaining('block 1 promises 90 points, but 40 are there'),
    expect.stringContaining('block 3 promises 30 points, but 40 are there'),
  ]);
});

test('a file without a count is read as text', async () => {
  const cloud = await cloudOf('a.pts', bytesOf(block(line.color).replace('40\n', '')));
  expect([cloud.stats.finiteCount, cloud.scans]).toEqual([40, undefined]);
  expect(cloud.colors).toBeDefined();
});

test('a file of another name is told by its content', async () => {
  expect((await cloudOf('a.scan', bytesOf(block(line.both)))).scans).toHaveLength(1);
});

test('CR LF, a byte order mark, blanks and decimal commas', async () => {
  const text = `\ufeff  40  \n${block(line.color).slice(3)}`;
  const plain = await cloudOf('a.pts', bytesOf(block(line.color)));
  for (const other of [text, text.replaceAll('\n', '\r\n'), text.replaceAll('.', ',')]) {
    expect(await cloudOf('a.pts', bytesOf(other))).toEqual(plain);
  }
});

test('a bad line is skipped and named', async () => {
  const lines = block(line.both).split('\n');
  const { stats } = await cloudOf('a.pts', bytesOf(lines.with(9, '1 2 3').with(12, '1 2 x 4 5 6 7').join('\n')));
  expect(stats).toMatchObject({ pointCount: 40, finiteCount: 38 });
  expect(stats.warnings).toEqual([
    expect.stringContaining('2 lines were skipped, the first is line 10 with 3 columns'),
  ]);
});

test('is the same in any chunks', async () => {
  const bytes = bytesOf(block(line.both, 600) + block(line.xyz, 300));
  const whole = await cloudOf('a.pts', bytes);
  const sizes = fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(sizes, fc.boolean(), async (chunks, knowsSize) => {
      expect(await answerTo('a.pts', bytes, {}, chunks, knowsSize)).toEqual(whole);
    }),
    { numRuns: 20 },
  );
});

test('a cut is told, and its whole points are to be had', async () => {
  const bytes = bytesOf(block(line.both) + block(line.both));
  // Cut behind the first block, it is another whole file.
  const first = block(line.both).length;
  await expectCutsAreTold(
    'a.pts',
    bytes,
    placesIn(bytes.length, 150).filter((place) => Math.abs(place - first) > 3),
  );
  const cut = bytes.subarray(0, -30);
  expect(await refusalOf('a.pts', cut)).toMatch(/ends after 7[89] of the 80 points/);
  expect((await cloudOf('a.pts', cut, { partial: true })).stats.warnings).toHaveLength(1);
});

test('a wrong byte is survived', async () => {
  const bytes = bytesOf(block(line.both, 10) + block(line.all, 10));
  await expectFlipsAreSurvived('a.pts', bytes, placesIn(bytes.length, 80));
});

test.each(['a.txt', 'a.xyz', 'a.asc'])('several blocks are scans in %s, too; one is text', async (name) => {
  const several = await cloudOf(name, bytesOf(block(line.both) + block(line.both, 30)));
  expect(several.scans?.map(({ pointCount }) => pointCount)).toEqual([40, 30]);
  const one = await cloudOf(name, bytesOf(block(line.both)));
  expect([one.scans, one.stats.finiteCount, one.stats.columns?.length]).toEqual([undefined, 40, 7]);
});

test('a second block beyond the head is told by the size of the file', async () => {
  const long = block(line.both, 4000);
  expect(long.length).toBeGreaterThan(1 << 16);
  const counts = async (text: string) => (await cloudOf('a.txt', bytesOf(text))).scans?.map((scan) => scan.pointCount);
  expect(await counts(long + long)).toEqual([4000, 4000]);
  // A block of half the length more may be one of longer lines.
  expect(await counts(long + block(line.both, 1000))).toBeUndefined();
  expect(await counts(long)).toBeUndefined();
});
