/**
 * Files that people have and GridPull does not read: what each is, and what to do about it. Closed formats are read by
 * their makers' programs alone; others are no clouds, or hold one packed or by reference.
 *
 * Told by a mark, whatever the name, or else by the ending.
 */
import type { FileHead } from './file-head.ts';
import { endingOf } from './formats.ts';

export interface ForeignFormat {
  /** Ends the sentence “it is …”. */
  readonly what: string;
  /** What to do instead. */
  readonly hint: string;
}

interface ForeignRow extends ForeignFormat {
  /** Lower case, without the dot. */
  readonly endings?: readonly string[];
  readonly isIn?: (head: FileHead) => boolean;
}

/** Whether a file has these bytes, a character each, at that place; by the bytes, since text has others for some. */
const begins =
  (mark: string, at = 0) =>
  ({ bytes }: FileHead): boolean => {
    for (let i = 0; i < mark.length; i++) if (bytes[at + i] !== mark.charCodeAt(i)) return false;
    return true;
  };
const matches =
  (pattern: RegExp) =>
  ({ text }: FileHead): boolean =>
    pattern.test(text.slice(0, 4096));

const SCANNER_EXPORT = 'export the scans as E57, or as PTX or PLY';
const closed = (what: string, endings: readonly string[], program: string): ForeignRow => ({
  what,
  endings,
  hint: `Open it in ${program} and ${SCANNER_EXPORT}.`,
});
const image = (kind: string, endings: readonly string[], isIn: ForeignRow['isIn']): ForeignRow => ({
  what: `a picture (${kind})`,
  endings,
  ...(isIn && { isIn }),
  hint: 'Reconstruct points from pictures with a photogrammetry program first, and export its cloud as PLY or LAS.',
});
const packed = (what: string, endings: readonly string[], isIn: ForeignRow['isIn']): ForeignRow => ({
  what,
  endings,
  ...(isIn && { isIn }),
  hint: 'Unpack it and give the point cloud inside.',
});
const drawing = (what: string, endings: readonly string[], isIn?: ForeignRow['isIn']): ForeignRow => ({
  what,
  endings,
  ...(isIn && { isIn }),
  hint: 'Export its points as LAS, E57, PLY or as text with x y z in each line.',
});
const recording = (what: string, endings: readonly string[], isIn?: ForeignRow['isIn']): ForeignRow => ({
  what,
  endings,
  ...(isIn && { isIn }),
  hint: "Play it back in the sensor's program or ROS and save the points as PCD, PLY or LAS.",
});

/** The first that fits is told; those with marks stand before others of their ending. */
const FOREIGN: readonly ForeignRow[] = [
  {
    what: 'a Git LFS pointer: the text that stands for a large file which was not downloaded',
    isIn: begins('version https://git-lfs'),
    hint: 'Fetch the file itself with "git lfs pull".',
  },
  {
    what: 'a web page, saved instead of the file it links to',
    isIn: matches(/^(?:\u00ef\u00bb\u00bf)?\s*(?:<!--[^]*?-->\s*)?<(?:!doctype\s+html|html|head)[\s>]/i),
    endings: ['html', 'htm', 'mhtml'],
    hint: 'Download the file again, and look whether a login or a licence page stands before it.',
  },
  { what: 'a PDF document', isIn: begins('%PDF-'), endings: ['pdf'], hint: 'Ask its author for the point cloud.' },

  // Scanners' own formats.
  closed('a project or scan of Autodesk ReCap (RCP, RCS), a closed format', ['rcp', 'rcs'], 'ReCap'),
  closed(
    'a scan or project of FARO (FLS, LSPROJ), a closed format',
    ['fls', 'fws', 'lsproj', 'iqscan', 'iqmod', 'iqwsp'],
    'FARO SCENE',
  ),
  closed(
    'a scan or project of Zoller + Fröhlich (ZFS, ZFPRJ), a closed format',
    ['zfs', 'zfprj', 'zfc'],
    'Z+F LaserControl',
  ),
  closed('a gridded scan of Leica (PTG), a binary format', ['ptg'], 'Cyclone or another program that reads PTG'),
  closed(
    'a project or scan of RIEGL (RSP, RXP, RDBX), a closed format',
    ['rsp', 'rxp', 'rdbx', 'rdb', '3dd', 'sdf', 'sdw'],
    'RiSCAN PRO or RiPROCESS',
  ),
  closed(
    'a project of Leica (IMP, LGS, LGSX), a closed format',
    ['imp', 'lgs', 'lgsx', 'lgsd', 'blk', 'b2g'],
    'Cyclone or REGISTER 360',
  ),
  closed('a cloud of Bentley (POD), a closed format', ['pod'], 'MicroStation or Pointools'),
  closed('a cloud of Topcon or ClearEdge3D (CL3, CLR), a closed format', ['cl3', 'clr'], 'the program that wrote it'),
  closed(
    'a scan or project of Trimble (TZF, TZS, RWP, RWCX, TDX), a closed format',
    ['tzf', 'tzs', 'rwp', 'rwi', 'rwcx', 'tdx'],
    'Trimble RealWorks',
  ),
  closed(
    'a scan of Artec or another structured light scanner, a closed format',
    ['sproj', 'scan', 'a3d', 'csf'],
    'the program of the scanner',
  ),
  closed(
    'a model of PolyWorks or Geomagic, a closed format',
    ['pwk', 'pwzip', 'pif', 'wrp', 'xdl', 'xrl'],
    'the program that wrote it',
  ),
  closed('a project of Agisoft Metashape or RealityCapture', ['psx', 'psz', 'rcproj', 'rsproj', 'oc3'], 'that program'),
  {
    what: 'a project of CloudCompare (BIN)',
    isIn: begins('CCB'),
    hint: 'Open it in CloudCompare and save the clouds as E57, LAS or PLY.',
  },
  {
    what: "a Microsoft Access database, as scanners' projects use it (MDB)",
    isIn: ({ text }) => /^\0\u0001\0\0Standard (?:Jet|ACE) DB/.test(text),
    endings: ['mdb', 'accdb'],
    hint: `Open the project in the program of the scanner and ${SCANNER_EXPORT}.`,
  },
  {
    what: 'an SQLite database, perhaps a project of a scanner or a GeoPackage',
    isIn: begins('SQLite format 3\0'),
    endings: ['gpkg', 'sqlite', 'db'],
    hint: `Open it in the program that wrote it and ${SCANNER_EXPORT}.`,
  },

  // Sonar.
  {
    what: 'a sonar survey (BAG, GSF, ALL, KMALL, S7K, XTF)',
    endings: ['bag', 'gsf', 'kmall', 's7k', 'xtf', 'hsx', 'jsf'],
    hint: 'Export its soundings as text with x y z in each line, or as LAS.',
  },

  // Recordings.
  recording('a ROS bag, a recording of messages', ['bag'], begins('#ROSBAG V')),
  recording('an MCAP file, a recording of messages', ['mcap'], begins('\u0089MCAP')),
  recording(
    'a recording of network packets (PCAP), as of a Velodyne or Ouster sensor',
    ['pcap', 'pcapng'],
    ({ text }) =>
      /^(?:\u00d4\u00c3\u00b2\u00a1|\u00a1\u00b2\u00c3\u00d4|\u004d\u003c\u00b2\u00a1|\u00a1\u00b2\u003c\u004d|\n\r\r\n)/.test(
        text,
      ),
  ),
  recording('a ROS 2 bag or another SQLite recording', ['db3']),

  // Arrays and tables.
  {
    what: 'an array of NumPy (NPY, NPZ)',
    isIn: begins('\u0093NUMPY'),
    endings: ['npy', 'npz'],
    hint: 'Write it as text: numpy.savetxt("cloud.xyz", points).',
  },
  {
    what: 'an HDF5 or netCDF file',
    isIn: (head) => begins('\u0089HDF\r\n\u001a\n')(head) || /^CDF[\u0001\u0002\u0005]/.test(head.text),
    endings: ['h5', 'hdf5', 'hdf', 'nc', 'mat'],
    hint: 'Write its points as text with x y z in each line, or as PLY; a BAG survey as a raster or as soundings.',
  },
  {
    what: 'a Parquet, Feather or Arrow table',
    isIn: ({ text }) => /^(?:PAR1|ARROW1|FEA1)/.test(text),
    endings: ['parquet', 'feather', 'arrow'],
    hint: 'Write it as CSV with a line of names.',
  },
  {
    what: 'a pickle of Python or a checkpoint of PyTorch',
    endings: ['pkl', 'pickle', 'pt', 'pth'],
    hint: 'Write the points as text: numpy.savetxt("cloud.xyz", points).',
  },
  {
    what: 'a spreadsheet',
    endings: ['xls', 'xlsx', 'ods'],
    hint: 'Save the sheet as CSV.',
  },

  // Drawings, maps and models.
  drawing('an AutoCAD drawing (DWG)', ['dwg'], ({ text }) => /^AC10\d\d/.test(text)),
  drawing(
    'a drawing (DXF)',
    ['dxf'],
    ({ text }) =>
      /^(?:\s*999\s*[\r\n][^\r\n]*[\r\n])*\s*0\s*[\r\n]+\s*SECTION\s*[\r\n]/.test(text.slice(0, 4096)) ||
      text.startsWith('AutoCAD Binary DXF'),
  ),
  drawing('a MicroStation drawing (DGN)', ['dgn']),
  drawing('a shapefile (SHP)', ['shp', 'shx', 'dbf'], ({ text }) => /^\0\0'\n\0{20}/.test(text)),
  drawing('a model of a building (IFC, Revit)', ['ifc', 'rvt', 'rfa', 'nwd', 'nwc', 'nwf'], begins('ISO-10303-21;')),
  drawing('a solid model (STEP, IGES and the like)', [
    'step',
    'stp',
    'iges',
    'igs',
    'sldprt',
    'sldasm',
    'x_t',
    'x_b',
    'sat',
    '3dm',
    'ipt',
    'catpart',
    'jt',
  ]),
  drawing('map data as JSON or XML (GeoJSON, KML, GPX, CityGML)', ['geojson', 'kml', 'kmz', 'gpx', 'gml', 'citygml']),
  drawing('a triangulated terrain of LandXML or 12d', ['landxml', '12da', 'tin']),
  {
    what: 'a model with parts in other files, or of a kind that is not read',
    endings: [
      'gltf',
      'fbx',
      'dae',
      '3ds',
      'blend',
      'x3d',
      'wrl',
      'usd',
      'usdz',
      'usdc',
      'usda',
      'amf',
      'ctm',
      'drc',
      'c4d',
      'max',
      'ma',
      'mb',
      'skp',
      'vtk',
      'vtp',
      'vtu',
    ],
    isIn: ({ text }) => /^(?:Kaydara FBX Binary|BLENDER|DRACO|# vtk DataFile|#VRML V)/.test(text),
    hint: 'Export it as GLB, OBJ or PLY.',
  },

  // Octrees for browsers.
  {
    what: 'part of a Potree or Entwine octree (octree.bin, hierarchy.bin, metadata.json, cloud.js, ept.json)',
    isIn: ({ name, text }) =>
      /^(?:octree|hierarchy)\.bin$|^cloud\.js$|^ept\.json$/i.test(name) ||
      (/^\s*\{/.test(text) &&
        /"(?:hierarchy|octreeDir|hierarchyType|boundingBox)"\s*:/.test(text.slice(0, 4096)) &&
        /"(?:encoding|octreeDir|dataType)"\s*:/.test(text)),
    hint: 'Give the LAS, LAZ or PLY file that it was made from, or join its nodes with PDAL or CloudCompare.',
  },
  {
    what: 'a tile for maps in browsers (3D Tiles PNTS, B3DM or I3S)',
    isIn: ({ text }) => /^(?:pnts|b3dm|i3dm|cmpt)\u0001\0\0\0/.test(text),
    endings: ['pnts', 'b3dm', 'i3dm', 'cmpt', 'slpk'],
    hint: 'Give the LAS, LAZ or PLY file that it was made from.',
  },
  {
    what: 'a mesh or cloud of Nexus (NXS, NXZ)',
    isIn: begins(' sxN'),
    endings: ['nxs', 'nxz'],
    hint: 'Give the PLY file that it was made from.',
  },
  {
    what: 'JSON, perhaps with a point cloud inside',
    isIn: matches(/^(?:\u00ef\u00bb\u00bf)?\s*(?:\{\s*"|\[\s*\{)/),
    endings: ['json'],
    hint: 'Write its points as PLY, or as text with x y z in each line.',
  },
  {
    what: 'XML',
    isIn: matches(/^(?:\u00ef\u00bb\u00bf)?\s*<\?xml\s/i),
    endings: ['xml'],
    hint: 'Give the point cloud that it describes.',
  },

  // Rasters and pictures.
  {
    what: 'a TIFF picture, perhaps a raster of heights',
    isIn: ({ text }) => /^(?:II[*+]\0|MM\0[*+])/.test(text),
    endings: ['tif', 'tiff'],
    hint: 'Convert a raster of heights to points first: gdal_translate -of XYZ in.tif out.xyz.',
  },
  {
    what: 'a raster of a geographic program',
    endings: ['img', 'dem', 'hgt', 'adf', 'bil', 'vrt', 'ecw'],
    hint: 'Convert it to points first: gdal_translate -of XYZ in.img out.xyz.',
  },
  image('PNG', ['png'], begins('\u0089PNG\r\n\u001a\n')),
  image('JPEG', ['jpg', 'jpeg', 'jp2', 'insp'], begins('\u00ff\u00d8\u00ff')),
  image('GIF', ['gif'], ({ text }) => /^GIF8[79]a/.test(text)),
  image('WebP', ['webp'], ({ text }) => text.startsWith('RIFF') && text.startsWith('WEBP', 8)),
  image('of a camera', ['heic', 'heif', 'bmp', 'exr', 'hdr', 'dng', 'cr2', 'nef', 'arw', 'raw'], undefined),
  {
    what: 'a film',
    isIn: ({ text }) => text.startsWith('ftyp', 4),
    endings: ['mp4', 'mov', 'avi', 'mkv', 'insv'],
    hint: 'Reconstruct points from it with a photogrammetry program first, and export its cloud as PLY or LAS.',
  },

  // Archives.
  packed('a zip archive', ['zip'], begins('PK\u0003\u0004')),
  packed('an empty zip archive', [], begins('PK\u0005\u0006')),
  packed('a 7z archive', ['7z'], begins('7z\u00bc\u00af\u0027\u001c')),
  packed('a RAR archive', ['rar'], begins('Rar!\u001a\u0007')),
  packed('a tar archive', ['tar'], begins('ustar', 257)),
  packed('a file packed with bzip2, xz or Zstandard', ['bz2', 'xz', 'zst', 'lz4', 'tgz'], ({ text }) =>
    /^(?:BZh[1-9]1AY&SY|\u00fd7zXZ\0|\(\u00b5\/\u00fd|\u0004"M\u0018)/.test(text),
  ),
  {
    what: 'a document or a program',
    endings: ['doc', 'docx', 'rtf', 'exe', 'msi', 'dmg', 'iso', 'lnk', 'url', 'part', 'crdownload', 'torrent'],
    isIn: ({ text }) =>
      /^(?:MZ[^]{58,510}PE\0\0|\u007fELF|\{\\rtf1|\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1)/.test(
        text.slice(0, 1024),
      ),
    hint: 'Give the point cloud itself.',
  },
];

/** By the content of the file. */
export function foreignByMark(head: FileHead): ForeignFormat | undefined {
  const row = FOREIGN.find(({ isIn }) => isIn?.(head));
  return row && withContents(row, head);
}

/** By the ending of its name. */
export function foreignByEnding(name: string): ForeignFormat | undefined {
  const ending = endingOf(name);
  return FOREIGN.find(({ endings }) => endings?.includes(ending));
}

/** Names the first file of a zip archive, where there is one. */
function withContents(row: ForeignRow, { bytes, text }: FileHead): ForeignFormat {
  if (!text.startsWith('PK\u0003\u0004')) return row;
  const first = new TextDecoder().decode(bytes.slice(30, 30 + (bytes[26] ?? 0) + 256 * (bytes[27] ?? 0)));
  return first === '' ? row : { ...row, what: `${row.what}, whose first entry is "${first.slice(0, 80)}"` };
}
