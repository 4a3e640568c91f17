/**
 * A name as people write it in a spreadsheet, made comparable: outer space, the quotes of the Explorer's "Copy as
 * path", a leading `./`, backslashes and doubled separators do not count.
 */
export const tidyKey = (key: string): string => {
  const plain = key.trim();
  // Most keys are tidy already, and a mapping may have a million.
  if (!/^[."]/u.test(plain) && !plain.includes('\\') && !plain.includes('//')) return plain;
  const unquoted = plain.length > 2 && plain.startsWith('"') && plain.endsWith('"') ? plain.slice(1, -1).trim() : plain;
  const slashed = unquoted.replaceAll('\\', '/');
  // A leading double slash is a network share and stays.
  return slashed.replace(/(?<!^)\/{2,}/gu, '/').replace(/^(?:\.\/)+(?=.)/u, '');
};

const ASCII = /^\p{ASCII}*$/u;

/**
 * Case-folds a text and composes it (NFC), so that any two spellings that differ in case or normal form only are
 * equal. JavaScript has no case folding; lower, upper and lower again, with the final sigma made a plain one, gave the
 * same result for every code point in any case and normal form (test/unit/engine/metadata/mapping-key.test.ts).
 */
export const foldText = (text: string): string =>
  ASCII.test(text)
    ? text.toLowerCase()
    : text.normalize('NFC').toLowerCase().toUpperCase().toLowerCase().replaceAll('ς', 'σ').normalize('NFC');

/** The coarsest form of a key: two keys that can mean the same file at all have the same one. */
export const foldKey = (key: string): string => foldText(tidyKey(key));

/** How near a row's key is to a file's name: smaller is nearer. Only for keys with the same `foldKey`. */
export const keyDistance = (key: string, name: string): 0 | 1 | 2 | 3 => {
  if (key === name) return 0;
  const tidiedKey = tidyKey(key);
  const tidiedName = tidyKey(name);
  if (tidiedKey === tidiedName) return 1;
  return tidiedKey.normalize('NFC') === tidiedName.normalize('NFC') ? 2 : 3;
};

/** The last part of a path with slashes or backslashes. */
export const lastSegment = (path: string): string =>
  path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);

/** A column's name made comparable: `Date Created`, `date-created` and `date_created` are one. */
export const columnKey = (column: string): string => foldText(column.trim()).replace(/[\s_-]+/gu, '_');

/**
 * A number made of the numbers in a path's last part, leading zeros apart. Case, normal form and what `tidyKey` takes
 * away do not change it, so two keys with different ones never mean the same file: cheap to see, where folding is not.
 */
export const numbersHash = (path: string): number => {
  let hash = 0;
  let isInside = false;
  for (let at = 0; at < path.length; at += 1) {
    const code = path.charCodeAt(at);
    if (code === 47 || code === 92) {
      hash = 0;
      isInside = false;
    } else if (code < 48 || code > 57) isInside = false;
    else if (isInside) hash = (Math.imul(hash, 31) + code) | 0;
    else if (code !== 48) {
      hash = (Math.imul(hash, 31) + code + 1000) | 0;
      isInside = true;
    }
  }
  return hash;
};
