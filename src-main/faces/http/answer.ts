import type { FastifyReply } from 'fastify';
import { FAILURE_CODES } from '../../contract/failure-codes.ts';
import type { Failure, Result } from '../../contract/failure.ts';

/** Seconds after which a request that memory had no room for may be tried again. */
const RETRY_AFTER_SECONDS = 30;

/** The body of every refusal. */
export const errorBody = ({ code, message, hint }: Failure): { readonly error: object } => ({
  error: { code, message, hint },
});

export const refuse = (reply: FastifyReply, why: Failure): FastifyReply => {
  const { httpStatus } = FAILURE_CODES[why.code];
  if (httpStatus === 503) void reply.header('retry-after', String(RETRY_AFTER_SECONDS));
  return reply.code(httpStatus).send(errorBody(why));
};

/** Answers with the value of a command, or with what it was refused with. */
export const answer = (reply: FastifyReply, result: Result<unknown>, status = 200): FastifyReply =>
  result.ok ? reply.code(status).send(result.value) : refuse(reply, result.failure);
