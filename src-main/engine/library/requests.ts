import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { COMMANDS } from '../../contract/commands.ts';
import { failureSchema } from '../../contract/failure.ts';
import { statement } from './statements.ts';

const INSERT = 'INSERT INTO requests (batch_id, action, asked_at) VALUES (?, ?, ?)';
const READ_OPEN = `SELECT request_id, batch_id, action FROM requests WHERE answer = '' ORDER BY request_id`;
const ANSWER = 'UPDATE requests SET answer = ? WHERE request_id = ?';
const READ_ANSWER = 'SELECT answer FROM requests WHERE request_id = ?';
const DELETE = 'DELETE FROM requests WHERE request_id = ?';
const DELETE_ALL = 'DELETE FROM requests';

/** What another process may ask of the engine that holds the library. */
export const requestActionSchema = z.enum(['batch.pause', 'batch.cancel']);
export type RequestAction = z.infer<typeof requestActionSchema>;

const requestRowsSchema = z.array(z.object({ request_id: z.int(), batch_id: z.string(), action: requestActionSchema }));
export type EngineRequest = Readonly<z.infer<typeof requestRowsSchema>[number]>;

/** The answer to a request: the result of the command of that name. */
export const answerSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: COMMANDS['batch.pause'].output }),
  z.object({ ok: z.literal(false), failure: failureSchema }),
]);
export type Answer = z.infer<typeof answerSchema>;

/** Writes a request; gives its id. */
export const insertRequest = (database: DatabaseSync, batchId: string, action: RequestAction, at: string): number =>
  Number(statement(database, INSERT).run(batchId, action, at).lastInsertRowid);

/** The requests that nobody has answered, in their order. */
export const openRequests = (database: DatabaseSync): EngineRequest[] =>
  requestRowsSchema.parse(statement(database, READ_OPEN).all());

export const answerRequest = (database: DatabaseSync, requestId: number, answer: Answer): void => {
  statement(database, ANSWER).run(JSON.stringify(answer), requestId);
};

/** The answer to a request, or undefined before the engine has given one. */
export const readAnswer = (database: DatabaseSync, requestId: number): Answer | undefined => {
  const answer = String(statement(database, READ_ANSWER).get(requestId)?.['answer'] ?? '');
  return answer === '' ? undefined : answerSchema.parse(JSON.parse(answer));
};

export const deleteRequest = (database: DatabaseSync, requestId: number): void => {
  statement(database, DELETE).run(requestId);
};

/** Forgets all requests: those who asked an engine that has ended wait no more. */
export const deleteRequests = (database: DatabaseSync): void => {
  statement(database, DELETE_ALL).run();
};
