import { ipcMain, type IpcMainInvokeEvent } from 'electron';
import { z } from 'zod';
import { CHANNELS } from '../../contract/bridge.ts';
import { COMMANDS, type CommandName } from '../../contract/commands.ts';
import { failed, failure, succeeded, type Result } from '../../contract/failure.ts';
import { pickedItemSchema, SHELL_COMMANDS, type ShellCommandName } from '../../contract/shell.ts';
import type { Log } from '../../engine/logging/log.ts';
import { APP_ORIGIN } from './app-protocol.ts';
import type { FileIds } from './file-ids.ts';
import type { ShellHandlers } from './shell-handlers.ts';

/** The one place where messages of a window arrive: the sender is checked, and input and output fit the contract. */

const callSchema = z.strictObject({ name: z.string().max(100), input: z.unknown() });
const droppedSchema = z.array(z.string().min(1).max(4096)).max(10_000);

const refuse = (message: string): Result<never> => failed(failure('INVALID_REQUEST', 'select', message));

/** Our own page, in the window itself: no frame inside of it, and nothing that was navigated to. */
const isTrusted = ({ senderFrame }: IpcMainInvokeEvent): boolean =>
  senderFrame !== null && senderFrame.parent === null && senderFrame.url.startsWith(`${APP_ORIGIN}/`);

const isShellCommand = (name: string): name is ShellCommandName => Object.hasOwn(SHELL_COMMANDS, name);
const isCommand = (name: string): name is CommandName => Object.hasOwn(COMMANDS, name);

const fieldOf = (error: z.ZodError): string => error.issues[0]?.path.join('.') ?? '';

export interface IpcPorts {
  readonly callEngine: (name: string, input: unknown) => Promise<Result<unknown>>;
  readonly shell: ShellHandlers;
  readonly fileIds: FileIds;
  readonly log: Log;
}

const callShell = async (handlers: ShellHandlers, name: ShellCommandName, input: unknown): Promise<Result<unknown>> => {
  const { input: inputSchema, output: outputSchema } = SHELL_COMMANDS[name];
  const parsed = inputSchema.safeParse(input);
  if (!parsed.success) return refuse(`The field '${fieldOf(parsed.error)}' of ${name} is not valid.`);
  const handler = handlers[name] as (input: unknown) => Promise<Result<unknown>>;
  const answer = await handler(parsed.data);
  return answer.ok ? succeeded(outputSchema.parse(answer.value)) : answer;
};

const callEngine = async ({ callEngine: call, fileIds }: IpcPorts, name: CommandName, input: unknown) => {
  // Parsed here too: what comes from a window is not passed on as it is.
  const parsed = COMMANDS[name].input.safeParse(input);
  if (!parsed.success) return refuse(`The field '${fieldOf(parsed.error)}' of ${name} is not valid.`);
  const resolved = fileIds.resolve(parsed.data);
  return resolved.ok ? call(name, resolved.value) : resolved;
};

/** Answers the window's calls. Everything expected is a value; a bug is logged and told as INTERNAL. */
export const serveWindow = (ports: IpcPorts): void => {
  const { log, shell, fileIds } = ports;
  ipcMain.handle(CHANNELS.call, async (event, message: unknown): Promise<Result<unknown>> => {
    if (!isTrusted(event)) return refuse('This page may not call Stevedore.');
    const parsed = callSchema.safeParse(message);
    if (!parsed.success) return refuse('This is no call of a command.');
    const { name, input } = parsed.data;
    try {
      if (isShellCommand(name)) return await callShell(shell, name, input);
      if (isCommand(name)) return await callEngine(ports, name, input);
      return refuse('There is no command of this name.');
    } catch (error) {
      log.error('A call of the window broke', { name, stack: error instanceof Error ? error.stack : String(error) });
      return failed(failure('INTERNAL', 'select'));
    }
  });
  ipcMain.handle(CHANNELS.dropped, (event, message: unknown) => {
    const parsed = droppedSchema.safeParse(message);
    if (!isTrusted(event) || !parsed.success) return [];
    return z.array(pickedItemSchema).parse(parsed.data.map(fileIds.add));
  });
};
