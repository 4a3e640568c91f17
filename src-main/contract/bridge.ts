import type { z } from 'zod';
import { COMMANDS } from './commands.ts';
import type { Result } from './failure.ts';
import { SHELL_COMMANDS, type PickedItem, type WindowEvent } from './shell.ts';

/** Every command that a window may call. Where one of the engine takes a path, the window gives the id of a picked item. */
export const BRIDGE_COMMANDS = { ...COMMANDS, ...SHELL_COMMANDS };

export type BridgeCommandName = keyof typeof BRIDGE_COMMANDS;
export type BridgeInput<Name extends BridgeCommandName> = z.input<(typeof BRIDGE_COMMANDS)[Name]['input']>;
export type BridgeOutput<Name extends BridgeCommandName> = z.output<(typeof BRIDGE_COMMANDS)[Name]['output']>;

/** A File of the page: the contract knows no DOM. */
export interface DroppedFile {
  readonly name: string;
  readonly size: number;
}

/** What the preload gives the window as `window.stevedore`. */
export interface Bridge {
  readonly call: <Name extends BridgeCommandName>(
    name: Name,
    input: BridgeInput<Name>,
  ) => Promise<Result<BridgeOutput<Name>>>;
  /** Tells about all events from now on; gives a function that ends it. */
  readonly onEvents: (listener: (events: readonly WindowEvent[]) => void) => () => void;
  /** The files and folders of a drop; the path of each is read where the window cannot see it. */
  readonly pickDropped: (files: readonly DroppedFile[]) => Promise<readonly PickedItem[]>;
}

/** The channels between preload and main. */
export const CHANNELS = { call: 'stevedore:call', dropped: 'stevedore:dropped', events: 'stevedore:events' } as const;
