import { isUtf8 } from 'node:buffer';

/** How many bytes a UTF-8 sequence has, by its first byte; 0 for a byte that cannot begin one. */
const lengthByLead = (lead: number): number => {
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
};

/** How many bytes at the end begin a UTF-8 sequence that goes on after the end: 0 to 3. */
export const unfinishedBytes = (bytes: Uint8Array): number => {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return lengthByLead(byte) > back ? back : 0;
  }
  return 0;
};

export interface Utf8Check {
  /** False as soon as the bytes so far cannot be UTF-8. */
  readonly push: (bytes: Uint8Array) => boolean;
  /** False when the text ends inside a character. */
  readonly end: () => boolean;
}

/** Tells whether bytes that come in pieces are strict UTF-8, wherever the pieces are cut. Holds at most 3 bytes. */
export const createUtf8Check = (): Utf8Check => {
  let held = new Uint8Array(0);
  return {
    push: (bytes) => {
      const all = held.length === 0 ? bytes : Buffer.concat([held, bytes]);
      const whole = all.length - unfinishedBytes(all);
      // A copy: the caller may fill the same buffer again.
      held = Uint8Array.from(all.subarray(whole));
      return isUtf8(all.subarray(0, whole));
    },
    end: () => held.length === 0,
  };
};
