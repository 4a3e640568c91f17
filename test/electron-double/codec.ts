/**
 * Structured clone over a channel of text. Also runs, as text, in the isolated world of a page: it uses nothing from
 * outside itself.
 */
export function makeCodec() {
  const T = '$t';
  const toBase64 = (bytes: Uint8Array): string => {
    let text = '';
    for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
    return btoa(text);
  };
  const fromBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const encodeNumber = (value: number) =>
    Number.isFinite(value) && !Object.is(value, -0)
      ? value
      : { [T]: 'n', v: Object.is(value, -0) ? '-0' : String(value) };
  const encodeObject = (value) => {
    if (value instanceof Date) return { [T]: 'd', v: value.getTime() };
    if (value instanceof RegExp) return { [T]: 'r', v: value.source, f: value.flags };
    if (value instanceof Error) return { [T]: 'e', name: value.name, message: value.message, stack: value.stack };
    if (value instanceof ArrayBuffer) return { [T]: 'ab', v: toBase64(new Uint8Array(value)) };
    if (ArrayBuffer.isView(value)) {
      const name = value.constructor.name === 'Buffer' ? 'Uint8Array' : value.constructor.name;
      return { [T]: 'ta', c: name, v: toBase64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)) };
    }
    if (value instanceof Map) return { [T]: 'm', v: [...value].map(([key, item]) => [encode(key), encode(item)]) };
    if (value instanceof Set) return { [T]: 's', v: [...value].map(encode) };
    if (Array.isArray(value)) return value.map(encode);
    const object = Object.fromEntries(Object.keys(value).map((key) => [key, encode(value[key])]));
    return T in value ? { [T]: 'o', v: object } : object;
  };
  const encode = (value) => {
    if (value === undefined) return { [T]: 'u' };
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number') return encodeNumber(value);
    return typeof value === 'bigint' ? { [T]: 'b', v: String(value) } : encodeObject(value);
  };
  const plain = (value) => Object.fromEntries(Object.keys(value).map((key) => [key, decode(value[key])]));
  const decode = (value) => {
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return value.map(decode);
    switch (value[T]) {
      case undefined:
        return plain(value);
      case 'u':
        return undefined;
      case 'n':
        return Number(value.v);
      case 'b':
        return BigInt(value.v);
      case 'd':
        return new Date(value.v);
      case 'r':
        return new RegExp(value.v, value.f);
      case 'e': {
        const kinds = { TypeError, RangeError, SyntaxError };
        const error = new (kinds[value.name] ?? Error)(value.message);
        error.stack = value.stack;
        return error;
      }
      case 'ab':
        return fromBase64(value.v).buffer;
      case 'ta': {
        const bytes = fromBase64(value.v);
        return value.c === 'Uint8Array' ? bytes : new globalThis[value.c](bytes.buffer);
      }
      case 'm':
        return new Map(value.v.map(([key, item]) => [decode(key), decode(item)]));
      case 's':
        return new Set(value.v.map(decode));
      case 'o':
        return plain(value.v);
    }
  };
  return {
    // structuredClone first: functions, symbols and DOM nodes throw DataCloneError, exactly as in Electron.
    encode: (value): string => JSON.stringify(encode(structuredClone(value))),
    decode: (text: string) => decode(JSON.parse(text)),
  };
}

export const codec = makeCodec();
