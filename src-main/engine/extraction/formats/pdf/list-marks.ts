const BULLET =
  /^(?:[\u2022\u25E6\u25AA\u25AB\u2023\u25CF\u25CB\u25A0\u25A1\u27A2\u2713\u2714\u2794\u2605\u25BA\u25B6\u2043\u2219\u274F\u2756\u00B7]|[-\u2013\u2014*o])$/u;
const SURE_BULLET =
  /^[\u2022\u25E6\u25AA\u25AB\u2023\u25CF\u25CB\u25A0\u25A1\u27A2\u2713\u2714\u2794\u25BA\u25B6\u2043\u274F\u2756]$/u;
const NUMBER = /^(?:\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]|\d{1,2}(?:\.\d{1,2}){1,3}[.)]|\[\d{1,4}\])$/u;

/** How sure a line's first word is a list mark: 'sure' stands for itself, 'maybe' needs a line break that means something. */
export type MarkKind = 'sure' | 'maybe' | 'none';

/** Judges a whole word: a bullet, a dash, or a number or letter with a bracket or full stop. */
export function judgeMark(word: string): MarkKind {
  if (SURE_BULLET.test(word)) {
    return 'sure';
  }
  return BULLET.test(word) || NUMBER.test(word) ? 'maybe' : 'none';
}

/** The mark at the start of a line and what follows it; none if nothing follows. */
export function splitMark(text: string): { mark: string; kind: MarkKind; rest: string } {
  const space = text.indexOf(' ');
  if (space <= 0) {
    // A bullet glued to its text by a font without spaces.
    const first = Array.from(text.slice(0, 2))[0] ?? '';
    return SURE_BULLET.test(first) && text.length > first.length
      ? { mark: first, kind: 'sure', rest: text.slice(first.length).trim() }
      : { mark: '', kind: 'none', rest: text };
  }
  const mark = text.slice(0, space);
  const first = [...mark][0] ?? '';
  if (mark.length > first.length && SURE_BULLET.test(first)) {
    return { mark: first, kind: 'sure', rest: text.slice(first.length).trim() };
  }
  const kind = judgeMark(mark);
  return kind === 'none' ? { mark: '', kind, rest: text } : { mark, kind, rest: text.slice(space + 1).trim() };
}
