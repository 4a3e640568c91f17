import type { z } from 'zod';
import type { Result } from '../../contract/failure.ts';
import type { SHELL_COMMANDS, ShellCommandName } from '../../contract/shell.ts';

/** What answers the commands of the shell. */
export type ShellHandlers = {
  readonly [Name in ShellCommandName]: (
    input: z.output<(typeof SHELL_COMMANDS)[Name]['input']>,
  ) => Promise<Result<z.output<(typeof SHELL_COMMANDS)[Name]['output']>>>;
};
