const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
const isLowSurrogate = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

/** Whether `at` lies between the two halves of a surrogate pair. */
const isInsidePair = (text: string, at: number): boolean =>
  isLowSurrogate(text.charCodeAt(at)) && isHighSurrogate(text.charCodeAt(at - 1));

/** `at`, or the place before it when `at` lies inside a surrogate pair. */
export const beforePair = (text: string, at: number): number => (isInsidePair(text, at) ? at - 1 : at);

/** How many code points lie between two places (UTF-16 indexes) of a text; a lone surrogate counts as one. */
export const countCodePoints = (text: string, from = 0, to = text.length): number => {
  let count = to - from;
  for (let at = from + 1; at < to; at += 1) {
    if (isLowSurrogate(text.charCodeAt(at)) && isHighSurrogate(text.charCodeAt(at - 1))) count -= 1;
  }
  return count;
};

/** The place `count` code points after `from`, or the end of the text. */
export const forwards = (text: string, from: number, count: number): number => {
  let at = from;
  for (let left = count; left > 0 && at < text.length; left -= 1) {
    at += isHighSurrogate(text.charCodeAt(at)) && isLowSurrogate(text.charCodeAt(at + 1)) ? 2 : 1;
  }
  return at;
};

/** The place `count` code points before `from`, or the start of the text. */
export const backwards = (text: string, from: number, count: number): number => {
  let at = from;
  for (let left = count; left > 0 && at > 0; left -= 1) at = beforePair(text, at - 1);
  return at;
};
