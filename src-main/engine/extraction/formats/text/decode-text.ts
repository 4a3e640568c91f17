export interface Decoder {
  /** The text of one piece; what a piece leaves unfinished waits for the next. */
  readonly push: (bytes: Uint8Array) => string;
  /** What was left unfinished at the end of the bytes: '' or U+FFFD. */
  readonly end: () => string;
}

const REPLACEMENT = 0xfffd;
const isScalar = (value: number): boolean => value <= 0x10ffff && (value < 0xd800 || value > 0xdfff);
/** String.fromCodePoint takes its characters as arguments, and too many overflow the stack. */
const CODE_POINTS_AT_ONCE = 8192;

/** UTF-32, which TextDecoder does not know. What is no Unicode character becomes U+FFFD. */
const createUtf32Decoder = (littleEndian: boolean): Decoder => {
  let held = new Uint8Array(0);
  return {
    push: (bytes) => {
      const all = held.length === 0 ? bytes : Buffer.concat([held, bytes]);
      const whole = all.length - (all.length % 4);
      const view = new DataView(all.buffer, all.byteOffset, whole);
      const texts: string[] = [];
      for (let start = 0; start < whole; start += 4 * CODE_POINTS_AT_ONCE) {
        const codePoints: number[] = [];
        for (let at = start; at < Math.min(whole, start + 4 * CODE_POINTS_AT_ONCE); at += 4) {
          const value = view.getUint32(at, littleEndian);
          codePoints.push(isScalar(value) ? value : REPLACEMENT);
        }
        texts.push(String.fromCodePoint(...codePoints));
      }
      held = Uint8Array.from(all.subarray(whole));
      return texts.join('');
    },
    end: () => (held.length === 0 ? '' : '\ufffd'),
  };
};

/**
 * A decoder for bytes that come in pieces of any size; byte order marks must be cut off before. Never throws for bad
 * bytes: they become U+FFFD.
 *
 * @param encoding a label of the WHATWG Encoding Standard, 'utf-32le' or 'utf-32be'
 */
export const createDecoder = (encoding: string): Decoder => {
  if (encoding === 'utf-32le' || encoding === 'utf-32be') return createUtf32Decoder(encoding === 'utf-32le');
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  return { push: (bytes) => decoder.decode(bytes, { stream: true }), end: () => decoder.decode() };
};
