// Symbol and Wingdings bullets as TrueType symbol fonts give them; what stands there is a list mark, not garbage.
const SYMBOL_BULLETS: ReadonlyMap<string, string> = new Map([
  ['\uF0B7', '\u2022'],
  ['\uF0A7', '\u25AA'],
  ['\uF06E', '\u25A0'],
  ['\uF06C', '\u25CF'],
  ['\uF0D8', '\u27A2'],
  ['\uF0FC', '\u2713'],
  ['\uF0E0', '\u2192'],
  ['\uF0E8', '\u2794'],
]);
const LIGATURES: ReadonlyMap<string, string> = new Map([
  ['\uFB00', 'ff'],
  ['\uFB01', 'fi'],
  ['\uFB02', 'fl'],
  ['\uFB03', 'ffi'],
  ['\uFB04', 'ffl'],
  ['\uFB05', 'st'],
  ['\uFB06', 'st'],
]);
const PLAIN = /^[\x20-\x7E]*$/;
const PRIVATE_USE = /[\uE000-\uF8FF\u{F0000}-\u{10FFFD}]/gu;
// A control between readable letters is a font's own code for the space (seen in documents of Apple's Quartz).
const CONTROL = /\p{Cc}/gu;
// Lone surrogates, non-characters, the replacement character and invisible formatting marks other than the joiners.
const UNWANTED = /[\p{Cs}\uFFFD\uFEFF\u200B\u2060\u200E\u200F\u202A-\u202E\u2066-\u2069\uFDD0-\uFDEF\uFFFE\uFFFF]/gu;
// Japanese and Chinese vertical writing has its own full stops and brackets, which searches would not find.
const VERTICAL_FORMS = /[\uFE10-\uFE19\uFE30-\uFE48]/gu;
const SPACES = /[\s\u00A0\u1680\u2000-\u200A\u202F\u205F]/gu;
const BROAD_SPACE = /\u3000/u;

/** A cleaned text and how many characters had no meaning in any character set (private use, U+FFFD, controls). */
export interface CleanedText {
  readonly text: string;
  readonly unreadable: number;
}

/**
 * Makes a parser's string fit to be stored: ligatures in letters, symbol bullets as bullets, every kind of space as a
 * space (the ideographic one stays), and neither controls, lone surrogates nor private-use characters, which no reader
 * could make sense of outside the PDF's own font.
 */
export function cleanText(raw: string): CleanedText {
  if (PLAIN.test(raw)) {
    return { text: raw, unreadable: 0 };
  }
  let unreadable = 0;
  const text = raw
    .replace(SPACES, (space) => (BROAD_SPACE.test(space) ? space : ' '))
    .replace(CONTROL, () => {
      unreadable += 1;
      return ' ';
    })
    .replace(/[\uFB00-\uFB06]/gu, (ligature) => LIGATURES.get(ligature) ?? ligature)
    .replace(VERTICAL_FORMS, (form) => form.normalize('NFKC'))
    .replace(PRIVATE_USE, (character) => {
      const bullet = SYMBOL_BULLETS.get(character);
      unreadable += bullet === undefined ? 1 : 0;
      return bullet ?? '';
    })
    .replace(UNWANTED, (character) => {
      unreadable += /[\uFFFD\p{Cs}]/u.test(character) ? 1 : 0;
      return '';
    });
  return { text, unreadable };
}
