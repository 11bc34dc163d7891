/**
 * A small writer of E57 (ASTM E2807-11): every codec and width, packets that end anywhere in a value, and all that real
 * writers leave out or put in. Bits are packed one by one with bigint, by the definition and not as the reader does it.
 */

/** A field of the records: its XML and the bytestream of its values. */
export interface WrittenField {
  /** May have a prefix. */
  readonly name: string;
  /** Attributes of its element in the prototype. */
  readonly attributes: string;
  readonly stream: Uint8Array;
}

export interface WrittenScan {
  readonly fields: readonly WrittenField[];
  readonly recordCount: number;
  /** Elements of the scan besides its points: name, pose, limits. */
  readonly xml?: string;
  /** Wraps the prototype's elements. */
  readonly prototype?: (elements: string) => string;
  readonly codecs?: string;
  /** Bytes of each field in each packet, over and over; all that fits is the default. */
  readonly packets?: readonly (readonly number[])[];
  /** Puts index packets and empty ones between the data packets. */
  readonly hasOtherPackets?: boolean;
  /** What the XML says instead of the true count. */
  readonly statedCount?: number | string;
  /** Each packet begins anew with a whole value. */
  readonly restarts?: boolean;
  /** Changes the section before it is placed. */
  readonly change?: (section: Uint8Array) => void;
}

export interface WrittenFile {
  readonly scans: readonly WrittenScan[];
  readonly pageBytes?: number;
  /** Elements of the root besides the scans. */
  readonly xml?: string;
  readonly namespaces?: string;
  readonly hasByteOrderMark?: boolean;
  readonly version?: number;
  /** Changes the whole XML. */
  readonly change?: (xml: string) => string;
  /** Puts the XML in front of the records, in a room of so many bytes; at the end is the default. */
  readonly xmlRoom?: number;
}

/** Values of `width` bits less `minimum`, one after another, lowest bit first. */
export function packBits(values: Iterable<bigint>, width: number, minimum: bigint): Uint8Array {
  const bits: number[] = [];
  for (const value of values) {
    const raw = BigInt.asUintN(64, value - minimum);
    for (let bit = 0; bit < width; bit++) bits.push(Number((raw >> BigInt(bit)) & 1n));
  }
  const bytes = new Uint8Array(Math.ceil(bits.length / 8));
  bits.forEach((bit, i) => (bytes[i >> 3]! |= bit << (i & 7)));
  return bytes;
}

export function integerField(
  name: string,
  values: readonly (number | bigint)[],
  minimum: number | bigint,
  maximum: number | bigint,
): WrittenField {
  const [low, high] = [BigInt(minimum), BigInt(maximum)];
  let width = 0;
  while (high - low >= 1n << BigInt(width)) width++;
  const stream = packBits(
    values.map((value) => BigInt(value)),
    width,
    low,
  );
  return { name, attributes: `type="Integer" minimum="${low}" maximum="${high}"`, stream };
}

/** `values` are the whole numbers before scale and offset. */
export function scaledField(
  name: string,
  values: readonly (number | bigint)[],
  [minimum, maximum]: readonly [number | bigint, number | bigint],
  scale: number,
  offset: number,
): WrittenField {
  const { attributes, stream } = integerField(name, values, minimum, maximum);
  const scaled = attributes.replace('"Integer"', '"ScaledInteger"');
  return { name, attributes: `${scaled} scale="${scale}" offset="${offset}"`, stream };
}

export function floatField(name: string, values: readonly number[], precision: 'single' | 'double'): WrittenField {
  const array = precision === 'single' ? Float32Array.from(values) : Float64Array.from(values);
  return { name, attributes: `type="Float" precision="${precision}"`, stream: new Uint8Array(array.buffer) };
}

/** Texts of more than 127 bytes, and every third other one, have the length in eight bytes. */
export function textField(name: string, values: readonly string[]): WrittenField {
  const parts = values.map((value, i) => {
    const text = Buffer.from(value);
    if (text.length < 128 && i % 3 !== 2) return Buffer.concat([Buffer.of(text.length << 1), text]);
    const head = Buffer.alloc(8);
    head.writeBigUInt64LE((BigInt(text.length) << 1n) | 1n);
    return Buffer.concat([head, text]);
  });
  return { name, attributes: 'type="String"', stream: new Uint8Array(Buffer.concat(parts)) };
}

/** The whole file. */
export function writeE57({ scans, pageBytes = 1024, ...file }: WrittenFile): Uint8Array<ArrayBuffer> {
  const { xml = '', namespaces = '', hasByteOrderMark = false, version = 1, change = (text: string) => text } = file;
  const physicalOf = (logical: number): number =>
    Math.floor(logical / (pageBytes - 4)) * pageBytes + (logical % (pageBytes - 4));
  const { xmlRoom = 0 } = file;
  const parts: Uint8Array[] = [new Uint8Array(48), new Uint8Array(xmlRoom)];
  let length = 48 + xmlRoom;
  const add = (bytes: Uint8Array): void => {
    parts.push(bytes);
    length += bytes.length;
  };
  const elements = scans.map((scan) => {
    // Sections begin with a multiple of four, as packets do.
    add(new Uint8Array(-length & 3));
    const start = length;
    add(sectionOf(scan, start, physicalOf));
    return scanXml(scan, physicalOf(start));
  });
  const all = change(
    `<?xml version="1.0" encoding="UTF-8"?>\n<e57Root type="Structure" xmlns="http://www.astm.org/COMMIT/E57/2010-e57-v1.0" ${namespaces}>` +
      '<formatName type="String"><![CDATA[ASTM E57 3D Imaging Data File]]></formatName><guid type="String">{0}</guid>' +
      `<versionMajor type="Integer">${version}</versionMajor><versionMinor type="Integer"/>${xml}` +
      `<data3D type="Vector" allowHeterogeneousChildren="1">${elements.join('')}</data3D></e57Root>`,
  );
  add(new Uint8Array(-length & 3));
  const xmlStart = xmlRoom > 0 ? 48 : length;
  const xmlBytes = new TextEncoder().encode((hasByteOrderMark ? '\ufeff' : '') + all);
  if (xmlRoom > 0) parts[1]!.set(xmlBytes);
  else add(xmlBytes);
  const pageCount = Math.ceil(length / (pageBytes - 4));
  const header = new DataView(parts[0]!.buffer);
  parts[0]!.set(Buffer.from('ASTM-E57'));
  header.setUint32(8, version, true);
  [pageCount * pageBytes, physicalOf(xmlStart), xmlBytes.length, pageBytes].forEach((value, i) =>
    header.setBigUint64(16 + 8 * i, BigInt(value), true),
  );
  return paged(Buffer.concat(parts), pageBytes);
}

function scanXml({ fields, recordCount, statedCount = recordCount, ...scan }: WrittenScan, offset: number): string {
  const { xml = '', prototype = (text: string) => text, codecs = '' } = scan;
  const elements = fields.map(({ name, attributes }) => `<${name} ${attributes}/>`).join('\n');
  return (
    `<vectorChild type="Structure"><guid type="String">{1}</guid>${xml}` +
    `<points type="CompressedVector" fileOffset="${offset}" recordCount="${statedCount}">` +
    `<prototype type="Structure">${prototype(elements)}</prototype>` +
    `<codecs type="Vector" allowHeterogeneousChildren="1">${codecs}</codecs></points></vectorChild>`
  );
}

function sectionOf(scan: WrittenScan, start: number, physicalOf: (logical: number) => number): Uint8Array {
  const { fields, packets, hasOtherPackets = false, restarts = false, change } = scan;
  const header = new Uint8Array(32);
  const parts: Uint8Array[] = [header];
  const at = fields.map(() => 0);
  if (hasOtherPackets) parts.push(indexPacket(), emptyPacket(8));
  const even = Math.floor(60_000 / Math.max(1, fields.length));
  for (let turn = 0; fields.some(({ stream }, i) => at[i]! < stream.length); turn++) {
    const sizes = packets?.[turn % packets.length] ?? fields.map(() => even);
    const pieces = fields.map(({ stream }, i) => stream.subarray(at[i], at[i]! + sizes[i]!));
    pieces.forEach((piece, i) => (at[i]! += piece.length));
    parts.push(dataPacket(pieces, restarts ? 1 : 0));
    if (hasOtherPackets && turn % 2 === 0) parts.push(turn % 4 === 0 ? emptyPacket(4 + (turn % 3) * 4) : indexPacket());
  }
  const section = new Uint8Array(Buffer.concat(parts));
  const view = new DataView(section.buffer);
  section[0] = 1;
  view.setBigUint64(8, BigInt(section.length), true);
  view.setBigUint64(16, BigInt(physicalOf(start + 32)), true);
  change?.(section);
  return section;
}

function dataPacket(pieces: readonly Uint8Array[], flags: number): Uint8Array {
  const length = 6 + 2 * pieces.length + pieces.reduce((sum, piece) => sum + piece.length, 0);
  const packet = new Uint8Array(Math.ceil(length / 4) * 4);
  const view = new DataView(packet.buffer);
  view.setUint8(0, 1);
  view.setUint8(1, flags);
  view.setUint16(2, packet.length - 1, true);
  view.setUint16(4, pieces.length, true);
  let at = 6 + 2 * pieces.length;
  pieces.forEach((piece, i) => {
    view.setUint16(6 + 2 * i, piece.length, true);
    packet.set(piece, at);
    at += piece.length;
  });
  return packet;
}

function emptyPacket(length: number): Uint8Array {
  const packet = new Uint8Array(length);
  packet[0] = 2;
  packet[2] = length - 1;
  return packet;
}

/** Of one entry, which nobody follows. */
function indexPacket(): Uint8Array {
  const packet = new Uint8Array(32);
  packet[2] = packet.length - 1;
  packet[4] = 1;
  packet.fill(255, 16);
  return packet;
}

/** The logical bytes in pages, each with its checksum. */
function paged(logical: Uint8Array, pageBytes: number): Uint8Array<ArrayBuffer> {
  const dataBytes = pageBytes - 4;
  const pageCount = Math.ceil(logical.length / dataBytes);
  const pages = new Uint8Array(pageCount * pageBytes);
  for (let page = 0; page < pageCount; page++) {
    pages.set(logical.subarray(page * dataBytes, (page + 1) * dataBytes), page * pageBytes);
  }
  return withChecksums(pages, pageBytes);
}

/** The pages with checksums that suit what is in them now. */
export function withChecksums(pages: Uint8Array, pageBytes = 1024): Uint8Array<ArrayBuffer> {
  const right = Uint8Array.from(pages);
  const view = new DataView(right.buffer);
  for (let at = 0; at + pageBytes <= right.length; at += pageBytes) {
    view.setUint32(at + pageBytes - 4, castagnoli(right.subarray(at, at + pageBytes - 4)));
  }
  return right;
}

/** CRC-32C bit by bit, by its polynomial as RFC 3720 writes it. */
export function castagnoli(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    for (let bit = 0; bit < 8; bit++) {
      const top = ((crc & 1) ^ ((byte >> bit) & 1)) === 1;
      crc = (crc >>> 1) ^ (top ? 0x82f63b78 : 0);
    }
  }
  return ~crc >>> 0;
}
