import type { MappingProblem } from '../../contract/metadata.ts';

/** Deeper nesting than this is refused: no file of ours needs it, and a parser must not run out of stack. */
const MAX_DEPTH = 64;

/**
 * Reads JSON strictly, token by token, and knows where it is: JSON.parse can neither tell that a key is there twice
 * nor on which line. `text` may be a window of a longer text; when a token reaches its end and more is to come,
 * `needsMore` is set and the caller tries again from a saved place.
 */
export interface JsonScanner {
  text: string;
  position: number;
  line: number;
  /** Where in `text` the line begins; negative if it began before the window. */
  lineStart: number;
  isLast: boolean;
  needsMore: boolean;
  problem: MappingProblem | undefined;
}

export const createJsonScanner = (text: string, isLast: boolean): JsonScanner => ({
  text,
  position: 0,
  line: 1,
  lineStart: 0,
  isLast,
  needsMore: false,
  problem: undefined,
});

/** Notes what is wrong at a place (by default, here) and gives undefined, so that readers can return it. */
export const jsonProblem = (scanner: JsonScanner, message: string, at = scanner.position): undefined => {
  scanner.problem ??= { line: scanner.line, position: at - scanner.lineStart + 1, message };
  return undefined;
};

const endReached = (scanner: JsonScanner): undefined => {
  if (scanner.isLast)
    return jsonProblem(scanner, 'the file ends here, but the JSON is not complete.', scanner.text.length);
  scanner.needsMore = true;
  return undefined;
};

/** Skips white space; gives the next character without taking it, undefined at the end. */
export const peekJson = (scanner: JsonScanner): string | undefined => {
  const { text } = scanner;
  for (; ; scanner.position += 1) {
    const code = text.charCodeAt(scanner.position);
    if (code === 10) {
      scanner.line += 1;
      scanner.lineStart = scanner.position + 1;
    } else if (code !== 32 && code !== 13 && code !== 9) break;
  }
  return scanner.position < text.length ? text[scanner.position] : endReached(scanner);
};

const describe = (character: string): string => (character === "'" ? 'a single quote' : `'${character}'`);

/** Takes one of the given characters, or notes that it is missing. */
export const expectJson = (scanner: JsonScanner, ...expected: readonly string[]): string | undefined => {
  const next = peekJson(scanner);
  if (next === undefined) return undefined;
  if (!expected.includes(next))
    return jsonProblem(scanner, `${expected.map(describe).join(' or ')} is expected here, not ${describe(next)}.`);
  scanner.position += 1;
  return next;
};

const readEscapedString = (scanner: JsonScanner, start: number, firstEscape: number): string | undefined => {
  const { text } = scanner;
  for (let at = firstEscape; ; at += 1) {
    const code = text.charCodeAt(at);
    if (Number.isNaN(code)) return endReached(scanner);
    if (code < 32)
      return jsonProblem(scanner, 'a text must not contain a line break or another control character.', at);
    if (code === 34) {
      scanner.position = at + 1;
      const value: unknown = JSON.parse(text.slice(start - 1, at + 1));
      if (typeof value !== 'string') throw new Error('A quoted JSON token was not a string');
      if (value.includes('\u0000')) return jsonProblem(scanner, 'a text must not contain a NUL character.', start);
      // A lone surrogate can be stored nowhere.
      return value.toWellFormed();
    }
    if (code !== 92) continue;
    const escape = text.slice(at + 1, at + 6);
    if (/^(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/u.test(escape)) at += escape.startsWith('u') ? 5 : 1;
    else if (escape.length < 5 && /^(?:u[0-9a-f]*)?$/iu.test(escape) && !scanner.isLast) return endReached(scanner);
    else return jsonProblem(scanner, 'a backslash must be written twice in JSON.', at);
  }
};

/** Reads a text. */
export const readJsonString = (scanner: JsonScanner): string | undefined => {
  if (expectJson(scanner, '"') === undefined) return undefined;
  const { text, position: start } = scanner;
  for (let at = start; ; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 34) {
      scanner.position = at + 1;
      return text.slice(start, at);
    }
    if (code === 92 || code < 32 || Number.isNaN(code)) return readEscapedString(scanner, start, at);
  }
};

/** Reads a number or a word (true, false, null) and gives it as it is written, so that no digit is lost. */
export const readJsonLiteral = (scanner: JsonScanner): string | undefined => {
  const { text, position: start } = scanner;
  const pattern = /[^\s,:{}[\]"]+/uy;
  pattern.lastIndex = start;
  const word = pattern.exec(text)?.[0] ?? '';
  if (start + word.length >= text.length && !scanner.isLast) return endReached(scanner);
  if (!/^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/u.test(word))
    return jsonProblem(
      scanner,
      word === '' ? 'a value is expected here.' : 'this is not a JSON value; a text needs double quotes.',
    );
  scanner.position = start + word.length;
  return word;
};

/**
 * Reads the members of an object or the items of an array up to the closing bracket, the opening one being taken.
 *
 * @param readItem reads one and returns false when it could not
 */
export const readJsonItems = (scanner: JsonScanner, close: '}' | ']', readItem: () => boolean): true | undefined => {
  if (peekJson(scanner) === close) {
    scanner.position += 1;
    return true;
  }
  for (;;) {
    if (scanner.problem !== undefined || scanner.needsMore || !readItem()) return undefined;
    const next = expectJson(scanner, ',', close);
    if (next === undefined) return undefined;
    if (next === close) return true;
    if (peekJson(scanner) === close) return jsonProblem(scanner, `a comma must not stand before '${close}'.`);
  }
};

const checkValue = (scanner: JsonScanner, depth: number): boolean => {
  const next = peekJson(scanner);
  if (next === undefined) return false;
  if (next === '"') return readJsonString(scanner) !== undefined;
  if (next !== '{' && next !== '[') return readJsonLiteral(scanner) !== undefined;
  if (depth >= MAX_DEPTH)
    return jsonProblem(scanner, `the JSON is nested more than ${MAX_DEPTH} levels deep.`) !== undefined;
  scanner.position += 1;
  if (next === '[') return readJsonItems(scanner, ']', () => checkValue(scanner, depth + 1)) !== undefined;
  const keys = new Set<string>();
  const readMember = (): boolean => {
    if (peekJson(scanner) === undefined) return false;
    const at = scanner.position;
    const key = readJsonString(scanner);
    if (key === undefined) return false;
    if (keys.has(key)) return jsonProblem(scanner, `the key '${key}' is there twice.`, at) !== undefined;
    keys.add(key);
    return expectJson(scanner, ':') !== undefined && checkValue(scanner, depth + 1);
  };
  return readJsonItems(scanner, '}', readMember) !== undefined;
};

/**
 * Parses a whole JSON text strictly: keys that are there twice, deep nesting and errors of syntax are told with line
 * and column. `__proto__` is an ordinary key of the result.
 */
export const parseStrictJson = (text: string): { readonly value: unknown } | { readonly problem: MappingProblem } => {
  const scanner = createJsonScanner(text.startsWith('\ufeff') ? text.slice(1) : text, true);
  if (checkValue(scanner, 0) && scanner.position < scanner.text.trimEnd().length) {
    peekJson(scanner);
    jsonProblem(scanner, 'nothing may follow the end of the JSON.');
  }
  return scanner.problem === undefined ? { value: JSON.parse(scanner.text) } : { problem: scanner.problem };
};
