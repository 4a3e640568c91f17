import { readBytes, type RegularFile } from './shared/open-regular-file.ts';

/** The first bytes of an OLE2 file ([MS-CFB] 2.2): old Office documents, and new ones behind a password. */
export const OLE2_MAGIC = Buffer.from('d0cf11e0a1b11ae1', 'hex');

export type Ole2Content = { readonly type: 'encrypted' } | { readonly type: 'foreign'; readonly name: string };

const DIRECTORY_LIMIT_BYTES = 64 * 1024;
const ENTRY_BYTES = 128;
const DIFAT_ENTRIES_IN_HEADER = 109;
/** Sector numbers from here on are marks such as "end of chain". */
const FIRST_MARK = 0xfffffffa;

/** Streams that give a format away, the more telling first ([MS-OFFCRYPTO] 2.3.4.5, [MS-DOC] 2.1, [MS-XLS] 2.1.2). */
const FOREIGN_BY_STREAM: readonly (readonly [string, string])[] = [
  ['WordDocument', 'an old Word document (.doc)'],
  ['Workbook', 'an old Excel workbook (.xls)'],
  ['Book', 'an old Excel workbook (.xls)'],
  ['PowerPoint Document', 'an old PowerPoint presentation (.ppt)'],
  ['VisioDocument', 'an old Visio drawing (.vsd)'],
  ['__properties_version1.0', 'an Outlook message (.msg)'],
];

/** The bytes of the directory, following its chain of sectors through the allocation table. */
const readDirectory = (file: RegularFile): Buffer => {
  const header = readBytes(file, 0, 512);
  if (header.length < 512) return Buffer.alloc(0);
  const shift = header.readUInt16LE(0x1e);
  // [MS-CFB] 2.2: 512 bytes in version 3, 4096 in version 4.
  if (shift !== 9 && shift !== 12) return Buffer.alloc(0);
  const sectorBytes = 2 ** shift;
  const positionOf = (sector: number): number => (sector + 1) * sectorBytes;
  const sectors: Buffer[] = [];
  let sector = header.readUInt32LE(0x30);
  while (sector < FIRST_MARK && sectors.length * sectorBytes < DIRECTORY_LIMIT_BYTES) {
    sectors.push(readBytes(file, positionOf(sector), sectorBytes));
    const table = Math.floor((sector * 4) / sectorBytes);
    if (table >= DIFAT_ENTRIES_IN_HEADER) break;
    const tableSector = header.readUInt32LE(0x4c + table * 4);
    if (tableSector >= FIRST_MARK) break;
    const next = readBytes(file, positionOf(tableSector) + ((sector * 4) % sectorBytes), 4);
    if (next.length < 4) break;
    sector = next.readUInt32LE(0);
  }
  return Buffer.concat(sectors);
};

const namesIn = (directory: Buffer): Set<string> => {
  const names = new Set<string>();
  for (let start = 0; start + ENTRY_BYTES <= directory.length; start += ENTRY_BYTES) {
    // The length counts the closing zero ([MS-CFB] 2.6.1).
    const nameBytes = Math.min(directory.readUInt16LE(start + 0x40), 64) - 2;
    if (nameBytes > 0) names.add(directory.toString('utf16le', start, start + nameBytes));
  }
  return names;
};

/** Tells what an OLE2 file is by the names in its directory (at most 64 KB of it). */
export const detectOle2 = (file: RegularFile): Ole2Content => {
  const names = namesIn(readDirectory(file));
  if (names.has('EncryptionInfo') || names.has('EncryptedPackage')) return { type: 'encrypted' };
  const known = FOREIGN_BY_STREAM.find(([stream]) => names.has(stream));
  return { type: 'foreign', name: known?.[1] ?? 'an old Office document' };
};
