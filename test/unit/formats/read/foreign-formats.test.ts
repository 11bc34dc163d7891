/** Files that are read as nothing: each is named, with what to do. */
import { expect, test } from 'vitest';
import { refusalOf } from './damage.ts';

const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

test.each([
  [
    'scan.ply',
    'version https://git-lfs.github.com/spec/v1\noid sha256:abc\nsize 12\n',
    /Git LFS pointer.*git lfs pull/,
  ],
  ['scan.xyz', '<!DOCTYPE html>\n<html><body>404</body></html>', /web page.*Download/],
  ['scan.las', '\n<html lang="en">', /web page/],
  ['scan.pcd', '%PDF-1.7\n', /PDF/],
  [
    'scan.txt',
    'PK\u0003\u0004\u0014\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\u0008\0\0\0scan.las',
    /zip archive, whose first entry is "scan.las".*Unpack/,
  ],
  ['scan', '7z\u00bc\u00af\u0027\u001c', /7z archive/],
  ['scan', 'Rar!\u001a\u0007\u0001\0', /RAR/],
  ['scan.bag', '#ROSBAG V2.0\n', /ROS bag.*PCD/],
  ['scan', '\u0089MCAP0\r\n', /MCAP/],
  ['scan.pcap', '\u00d4\u00c3\u00b2\u00a1\u0002\0\u0004\0', /PCAP/],
  ['scan', '\u0093NUMPY\u0001\0', /NumPy.*savetxt/],
  ['scan', '\u0089HDF\r\n\u001a\n', /HDF5/],
  ['plan.asc', '  0\r\nSECTION\r\n  2\r\nHEADER\r\n', /DXF/],
  ['plan', 'AC1032\0\0', /DWG/],
  ['a', `\0\0'\n${'\0'.repeat(30)}`, /SHP/],
  ['photo.xyz', '\u0089PNG\r\n\u001a\n', /picture \(PNG\).*photogrammetry/],
  ['photo', '\u00ff\u00d8\u00ff\u00e0', /JPEG/],
  ['octree.bin', 'abc', /Potree/],
  ['metadata.json', '{"version":"2.0","hierarchy":{"a":1},"encoding":"DEFAULT","boundingBox":{}}', /Potree/],
  ['ept.json', '{"bounds":[0],"dataType":"laszip"}', /Entwine/],
  ['a.nxs', ' sxN\0\0', /Nexus/],
  ['a.ply', '{"vertices": [1, 2, 3]}', /JSON/],
  ['a.txt', '<?xml version="1.0"?><LandXML/>', /XML/],
  ['dem.tif', 'II*\0', /TIFF.*gdal_translate/],
  ['project', '\0\u0001\0\0Standard Jet DB\0', /Access database/],
  ['a', 'CCB2', /CloudCompare/],
])('%s that begins with %j', async (name, text, message) => {
  const refusal = await refusalOf(name, bytesOf(text));
  expect(refusal).toMatch(message);
  expect(refusal).not.toMatch(/unknown kind/);
});

test.each(
  'rcp rcs fls lsproj zfs zfprj ptg rsp rxp rdbx imp lgs lgsx pod cl3 clr mdb gsf bag npy npz dxf dwg shp pcap mcap zip 7z rar pdf html jpg png nxs gltf json tif db3 h5 dgn ifc step fbx docx'.split(
    ' ',
  ),
)('an ending alone: .%s', async (ending) => {
  const refusal = await refusalOf(`scan.${ending.toUpperCase()}`, bytesOf('\u0001\u0002nothing that says so'));
  expect(refusal).toMatch(/: it is .*\. [A-Z].*\.$/);
  expect(refusal).not.toMatch(/unknown kind/);
});

test('others are still unknown, with all that is read', async () => {
  expect(
    await refusalOf(
      'scan.foo',
      Uint8Array.from({ length: 99 }, (_, i) => i % 8),
    ),
  ).toMatch(/unknown kind of file.*\.ptx.*\.pcd/);
  expect(await refusalOf('scan.foo', bytesOf('hello'))).toMatch(/text without points.*\.ptx.*\.pcd/);
});
