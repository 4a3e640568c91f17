import { Neo4jError } from 'neo4j-driver';
import type { FailureCode } from '../../contract/failure-codes.ts';
import { failure, type Failure } from '../../contract/failure.ts';

interface Rule {
  readonly code: RegExp;
  readonly message?: RegExp;
  readonly gives: FailureCode;
  readonly sentence?: string;
  readonly hint?: string;
}

const UNSAFE_HINT = 'Check the scheme of the address (with or without +s) and NEO4J_CA_FILE.';

/**
 * The server's and the driver's codes, the first rule that fits
 * (https://neo4j.com/docs/status-codes/current/errors/all-errors/; seen with driver 6.3 and server 2026.08).
 */
const RULES: readonly Rule[] = [
  {
    code: /Security\.(Unauthorized|CredentialsExpired|TokenExpired|AuthorizationExpired)$/u,
    gives: 'TARGET_AUTH',
  },
  {
    code: /Security\.AuthenticationRateLimit$/u,
    gives: 'TARGET_AUTH',
    sentence: 'The Neo4j database refuses to log in after too many wrong passwords.',
    hint: 'Correct the password, wait a minute and try again.',
  },
  { code: /Security\.Forbidden$/u, gives: 'TARGET_FORBIDDEN' },
  {
    code: /ForbiddenOnReadOnlyDatabase$|AccessMode$/u,
    gives: 'TARGET_FORBIDDEN',
    sentence: 'The Neo4j database can only be read.',
    hint: 'Connect to a server that takes writes, or ask the owner of the database.',
  },
  { code: /Database\.DatabaseNotFound$/u, gives: 'TARGET_DATABASE_NOT_FOUND' },
  {
    code: /^ServiceUnavailable$/u,
    message: /certificate|CERT_|ERR_TLS|self.signed|altnames/iu,
    gives: 'TARGET_NOT_CONFIGURED',
    sentence: 'The certificate of the Neo4j server is not trusted.',
    hint: UNSAFE_HINT,
  },
  {
    code: /^ServiceUnavailable$/u,
    message: /wrong version number|EPROTO|before secure TLS connection|ssl routines|packet length too long/iu,
    gives: 'TARGET_NOT_CONFIGURED',
    sentence: 'The Neo4j server does not answer with encryption at this address.',
    hint: UNSAFE_HINT,
  },
  {
    code: /^ServiceUnavailable$/u,
    message: /ENOTFOUND|EAI_AGAIN/u,
    gives: 'TARGET_UNAVAILABLE',
    sentence: 'The Neo4j database cannot be reached: no server of this name is known.',
  },
  {
    code: /^ServiceUnavailable$/u,
    message: /ECONNREFUSED/u,
    gives: 'TARGET_UNAVAILABLE',
    sentence: 'The Neo4j database cannot be reached: nothing listens at this address.',
  },
  { code: /^(ServiceUnavailable|SessionExpired)$/u, gives: 'TARGET_UNAVAILABLE' },
  { code: /^N\/A$/u, message: /acquisition timed out|pool is closed|Connection/iu, gives: 'TARGET_UNAVAILABLE' },
  // Too much for the memory that the server gives one transaction: less of it may pass.
  { code: /MemoryPoolOutOfMemoryError$|TransactionMemoryLimit$|OutOfMemoryError$/u, gives: 'TARGET_REJECTED' },
  { code: /^Neo\.TransientError\./u, gives: 'TARGET_UNAVAILABLE' },
  { code: /NotALeader$|DatabaseUnavailable$/u, gives: 'TARGET_UNAVAILABLE' },
  {
    code: /^Neo\.DatabaseError\.(Transaction|General)\./u,
    gives: 'TARGET_UNAVAILABLE',
    sentence: 'The Neo4j server has trouble of its own, such as a full disk.',
    hint: 'Let its owner look at its log; the batch continues by itself when it works again.',
  },
  { code: /^Neo\./u, gives: 'TARGET_REJECTED' },
];

/**
 * What an error of the driver or the server means, in our words; undefined for a bug of ours. `TARGET_REJECTED` means
 * that the server refused what was sent, everything else that something is wrong with the target as a whole.
 */
export const targetFailure = (error: unknown): Failure | undefined => {
  if (!(error instanceof Neo4jError)) return undefined;
  const { code, message } = error;
  const rule = RULES.find((candidate) => candidate.code.test(code) && candidate.message?.test(message) !== false);
  if (rule === undefined) return undefined;
  if (rule.gives !== 'TARGET_REJECTED') return failure(rule.gives, 'publish', rule.sentence, rule.hint);
  return failure('TARGET_REJECTED', 'publish', `The Neo4j database refused this document (${code}).`);
};
