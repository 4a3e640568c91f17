import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDecoder } from '../../../../../../src-main/engine/extraction/formats/text/decode-text.ts';
import { createUtf8Check } from '../../../../../../src-main/engine/extraction/formats/text/utf8-check.ts';

const encodeUtf32 = (text: string, littleEndian: boolean): Buffer => {
  const codePoints = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  const view = new DataView(new ArrayBuffer(codePoints.length * 4));
  codePoints.forEach((value, index) => view.setUint32(index * 4, value, littleEndian));
  return Buffer.from(view.buffer);
};

const ENCODE: Readonly<Record<string, (text: string) => Buffer>> = {
  'utf-8': (text) => Buffer.from(text),
  'utf-16le': (text) => Buffer.from(text, 'utf16le'),
  'utf-16be': (text) => Buffer.from(text, 'utf16le').swap16(),
  'utf-32le': (text) => encodeUtf32(text, true),
  'utf-32be': (text) => encodeUtf32(text, false),
};

const anyText = fc.string({ unit: 'binary', maxLength: 200 });
const pieceLengths = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 20 });

function* cut(bytes: Buffer, lengths: readonly number[]): Generator<Buffer> {
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const length = lengths[turn % lengths.length] ?? 1;
    // A copy in a buffer of its own, overwritten afterwards: a decoder must not keep a view of it.
    const piece = Buffer.from(bytes.subarray(at, at + length));
    yield piece;
    piece.fill(0xee);
    at += length;
  }
}

describe('createDecoder', () => {
  it.each(Object.keys(ENCODE))('gives any text in %s back, wherever the pieces are cut', (encoding) => {
    fc.assert(
      fc.property(anyText, pieceLengths, (text, lengths) => {
        const decoder = createDecoder(encoding);
        let decoded = '';
        for (const piece of cut(ENCODE[encoding]?.(text) ?? Buffer.alloc(0), lengths)) decoded += decoder.push(piece);
        expect(decoded + decoder.end()).toBe(text);
      }),
    );
  });

  it('reads more UTF-32 in one piece than a call takes arguments', () => {
    const text = '😀a'.repeat(200_000);
    const decoder = createDecoder('utf-32le');
    expect(decoder.push(encodeUtf32(text, true)) + decoder.end()).toBe(text);
  });

  it('replaces what is no character', () => {
    const decoder = createDecoder('utf-32be');
    expect(decoder.push(Buffer.from('0000d80000110000000000410000', 'hex'))).toBe('\ufffd\ufffdA');
    expect(decoder.end()).toBe('\ufffd');
  });

  it('reads the euro sign and the quotes of windows-1252', () => {
    expect(createDecoder('windows-1252').push(Buffer.from([0x80, 0x93, 0x94]))).toBe('€“”');
  });
});

describe('createUtf8Check', () => {
  const check = (pieces: Iterable<Buffer>): boolean => {
    const { push, end } = createUtf8Check();
    for (const piece of pieces) if (!push(piece)) return false;
    return end();
  };

  it('agrees with a strict decoder, wherever the pieces are cut', () => {
    const bytes = fc.oneof(
      anyText.map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array)),
      // UTF-8 with one byte of it spoilt
      fc.tuple(anyText, fc.nat(), fc.nat(255)).map(([text, at, byte]) => {
        const spoilt = Buffer.from(text);
        if (spoilt.length > 0) spoilt[at % spoilt.length] = byte;
        return spoilt;
      }),
    );
    const isStrict = (array: Buffer): boolean => {
      try {
        new TextDecoder('utf-8', { fatal: true }).decode(array);
        return true;
      } catch {
        return false;
      }
    };
    fc.assert(
      fc.property(bytes, pieceLengths, (array, lengths) => {
        expect(check(cut(array, lengths))).toBe(isStrict(array));
      }),
      { numRuns: 500 },
    );
  });
});
