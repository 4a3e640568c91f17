import { z } from 'zod';
import { FAILURE_CODES, FAILURE_CODE_NAMES, type FailureCode } from './failure-codes.ts';

/** Where on the road a document or a request failed. */
export const STAGES = ['select', 'metadata', 'read', 'extract', 'chunk', 'store', 'publish'] as const;
export const stageSchema = z.enum(STAGES);
export type Stage = z.infer<typeof stageSchema>;

export const failureSchema = z.object({
  code: z.enum(FAILURE_CODE_NAMES),
  stage: stageSchema,
  message: z.string().min(1),
  hint: z.string().min(1),
  retryable: z.boolean(),
});

/** Why a document or a request did not make it, in words a person can act on. */
export type Failure = Readonly<z.infer<typeof failureSchema>>;

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

/**
 * Builds a failure from the table of codes.
 *
 * @param code one of the closed set
 * @param stage where it happened
 * @param message a more exact sentence than the table's; ours, never a parser's raw text, a stack or an internal path
 */
export const failure = (code: FailureCode, stage: Stage, message?: string, hint?: string): Failure => ({
  code,
  stage,
  message: message ?? FAILURE_CODES[code].message,
  hint: hint ?? FAILURE_CODES[code].hint,
  retryable: FAILURE_CODES[code].retryable,
});

export const succeeded = <T>(value: T): Result<T> => ({ ok: true, value });
export const failed = (why: Failure): { readonly ok: false; readonly failure: Failure } => ({
  ok: false,
  failure: why,
});
