import type { Failure } from '../../src-main/contract/failure.ts';
import { FAILURE_CODES } from '../../src-main/contract/failure-codes.ts';
import type { FailureWords } from './en/failures.ts';
import { language } from './language.ts';
import { messages } from './messages.ts';

/**
 * A failure in the language of the window. The engine says it in English: in another language the sentence for its code
 * comes first, and what the engine knows more exactly follows in parentheses.
 */
export const failureWords = ({ code, message, hint }: Pick<Failure, 'code' | 'message' | 'hint'>): FailureWords => {
  if (language === 'en') return { message, hint };
  const own = messages.failures[code];
  return {
    message: message === FAILURE_CODES[code].message ? own.message : `${own.message} (${message})`,
    hint: own.hint,
  };
};

/** The same as one text, for a place inside a dialog. */
export const failureSentence = (failure: Pick<Failure, 'code' | 'message' | 'hint'>): string => {
  const { message, hint } = failureWords(failure);
  return `${message} ${hint}`;
};
