import { crc32 } from 'node:zlib';

const LOCAL_HEADER_BYTES = 30;
const CENTRAL_HEADER_BYTES = 46;
const VERSION_NEEDED = 20;
const UTF8_NAMES = 0x0800;

/**
 * A ZIP archive with the given entries, stored without compression (APPNOTE 4.3): the form in which mammoth takes the
 * parts that we have read, bounded and mended.
 */
export const writePackage = (parts: ReadonlyMap<string, Buffer>): Buffer => {
  const pieces: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, bytes] of parts) {
    const nameBytes = Buffer.from(name);
    const sum = crc32(bytes);
    // The fields that both headers share, from "version needed" to "extra field length".
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(VERSION_NEEDED, 0);
    shared.writeUInt16LE(UTF8_NAMES, 2);
    shared.writeUInt32LE(sum, 10);
    shared.writeUInt32LE(bytes.length, 14);
    shared.writeUInt32LE(bytes.length, 18);
    shared.writeUInt16LE(nameBytes.length, 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), shared, nameBytes]);
    const rest = Buffer.alloc(CENTRAL_HEADER_BYTES - 6 - shared.length);
    rest.writeUInt32LE(offset, rest.length - 4);
    directory.push(Buffer.from('PK\u0001\u0002\u0014\u0000', 'latin1'), shared, rest, nameBytes);
    pieces.push(local, bytes);
    offset += LOCAL_HEADER_BYTES + nameBytes.length + bytes.length;
  }
  const directoryBytes = directory.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(parts.size, 8);
  end.writeUInt16LE(parts.size, 10);
  end.writeUInt32LE(directoryBytes, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...pieces, ...directory, end]);
};
