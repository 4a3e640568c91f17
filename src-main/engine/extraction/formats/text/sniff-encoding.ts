import { isUtf8 } from 'node:buffer';
import { unfinishedBytes } from './utf8-check.ts';

export type UnicodeEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be';

/** 'legacy' is text in one of the older encodings, or UTF-8 with damaged characters. */
export interface SniffedEncoding {
  readonly encoding: UnicodeEncoding | 'iso-2022-jp' | 'legacy';
  readonly bomBytes: number;
}

/** UTF-32 before UTF-16: FF FE begins both. */
const BYTE_ORDER_MARKS: readonly (readonly [UnicodeEncoding, readonly number[]])[] = [
  ['utf-32le', [0xff, 0xfe, 0x00, 0x00]],
  ['utf-32be', [0x00, 0x00, 0xfe, 0xff]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
  ['utf-8', [0xef, 0xbb, 0xbf]],
];

const ESCAPE = 0x1b;
const isUnwantedControl = (byte: number): boolean =>
  (byte < 0x20 && !(byte >= 0x08 && byte <= 0x0d) && byte !== ESCAPE) || byte === 0x7f;

const zerosAt = (bytes: Uint8Array, parity: 0 | 1): number => {
  let zeros = 0;
  for (let index = parity; index < bytes.length; index += 2) if (bytes[index] === 0) zeros += 1;
  return zeros;
};

/**
 * UTF-16 without a byte order mark: white space, digits and Latin letters leave a zero in one byte of the pair and
 * hardly ever in the other (U+0100 and the like, some emoji). Then what it decodes to must also be text.
 */
const sniffBareUtf16 = (head: Uint8Array): 'utf-16le' | 'utf-16be' | undefined => {
  const pairs = Math.floor(head.length / 2);
  if (pairs < 2) return undefined;
  const [even, odd] = [zerosAt(head, 0), zerosAt(head, 1)];
  const encoding = odd > even ? 'utf-16le' : 'utf-16be';
  const [usual, stray] = [Math.max(odd, even), Math.min(odd, even)];
  if (usual < pairs * 0.1 || (stray > 1 && stray > pairs * 0.005) || usual < stray * 5) return undefined;
  const text = new TextDecoder(encoding).decode(head.subarray(0, pairs * 2));
  const strange = text.match(/[\p{Cc}\p{Co}\p{Cn}\ufffd]/gu)?.filter((character) => !/[\t\n\f\r]/u.test(character));
  return (strange?.length ?? 0) <= text.length * 0.01 ? encoding : undefined;
};

/**
 * What encoding the head of a file (64 KB are plenty) seems to have, or undefined when it is binary data.
 *
 * Valid UTF-8 may hold up to a tenth of control characters (a stray NUL in a log is still a text); bytes that are not
 * UTF-8 may hold hardly any, since random or compressed bytes are control characters at a rate of one in ten.
 */
export const sniffEncoding = (head: Uint8Array): SniffedEncoding | undefined => {
  for (const [encoding, mark] of BYTE_ORDER_MARKS) {
    if (mark.every((byte, index) => head[index] === byte)) return { encoding, bomBytes: mark.length };
  }
  const bare = sniffBareUtf16(head);
  if (bare !== undefined) return { encoding: bare, bomBytes: 0 };

  let nuls = 0;
  let controls = 0;
  for (const byte of head) {
    if (byte === 0) nuls += 1;
    if (isUnwantedControl(byte)) controls += 1;
  }
  if (isUtf8(head.subarray(0, head.length - unfinishedBytes(head)))) {
    if (controls > head.length * 0.1) return undefined;
    const isIso2022Jp = /\u001b\$[@B]/u.test(Buffer.from(head).toString('latin1')); // eslint-disable-line no-control-regex
    return { encoding: isIso2022Jp ? 'iso-2022-jp' : 'utf-8', bomBytes: 0 };
  }
  return nuls > head.length * 0.001 || controls > head.length * 0.02 ? undefined : { encoding: 'legacy', bomBytes: 0 };
};
