const CJK =
  /[\u2E80-\u2FDF\u3000-\u30FF\u3100-\u312F\u31A0-\u31FF\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF\uFE30-\uFE4F\uFF00-\uFFEF\u{20000}-\u{3134F}]/u;
const RTL_LETTER = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/u;
const RTL_LETTERS = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/gu;
const LTR_LETTERS = /(?![\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC])\p{L}/gu;

/** Whether a text's last (or first) character belongs to a script that is written without spaces between words. */
export function endsInCjk(text: string): boolean {
  return CJK.test(Array.from(text.slice(-2)).at(-1) ?? '');
}

/** See endsInCjk. Korean is not meant: it has spaces. */
export function startsWithCjk(text: string): boolean {
  return CJK.test(Array.from(text.slice(0, 2))[0] ?? '');
}

/** Letters written right to left minus letters written left to right: above zero, the text as a whole runs to the left. */
export function rightToLeftBalance(text: string): number {
  if (!RTL_LETTER.test(text)) {
    return -(text.match(/\p{L}/gu)?.length ?? 0);
  }
  return (text.match(RTL_LETTERS)?.length ?? 0) - (text.match(LTR_LETTERS)?.length ?? 0);
}

/** Whether a text has any right-to-left letter. */
export function hasRightToLeft(text: string): boolean {
  return RTL_LETTER.test(text);
}
