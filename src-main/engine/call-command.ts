import { COMMANDS, type CommandInput, type CommandName, type CommandOutput } from '../contract/commands.ts';
import { failed, failure, succeeded, type Result } from '../contract/failure.ts';
import type { z } from 'zod';
import { isDiskFull } from './library/sqlite-errors.ts';

type ParsedInput<Name extends CommandName> = z.output<(typeof COMMANDS)[Name]['input']>;

/** What answers one command: input already parsed, output not yet checked. */
export type Handler<Name extends CommandName> = (
  input: ParsedInput<Name>,
) => Result<CommandOutput<Name>> | Promise<Result<CommandOutput<Name>>>;

export type Handlers<Name extends CommandName> = { readonly [Key in Name]: Handler<Key> };

/** Calls a command by its name. */
export type CallCommand<Name extends CommandName> = <Called extends Name>(
  name: Called,
  input: CommandInput<Called>,
) => Promise<Result<CommandOutput<Called>>>;

/**
 * Makes the caller of a set of handlers: parses input by the contract on the way in (INVALID_REQUEST when it does not
 * fit) and output on the way out (a bug, which throws, when it does not).
 */
export const createCaller =
  <Name extends CommandName>(handlers: Handlers<Name>): CallCommand<Name> =>
  async <Called extends Name>(name: Called, input: CommandInput<Called>) => {
    const { input: inputSchema, output: outputSchema } = COMMANDS[name];
    const parsed = inputSchema.safeParse(input);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      const field = issue?.path.join('.') ?? '';
      return failed(
        failure('INVALID_REQUEST', 'select', `The field '${field}' is not valid: ${issue?.message ?? ''}.`),
      );
    }
    const handler: Handler<Called> = handlers[name];
    let answer: Result<CommandOutput<Called>>;
    try {
      answer = await handler(parsed.data as ParsedInput<Called>);
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      return failed(failure('DISK_FULL', 'store', undefined, 'Free some space and try again; nothing was changed.'));
    }
    if (!answer.ok) return answer;
    return succeeded(outputSchema.parse(answer.value) as CommandOutput<Called>);
  };
