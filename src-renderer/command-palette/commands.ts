import { messages } from '../messages/messages.ts';
import { runMenuCommand } from '../store/menu-commands.ts';

export interface PaletteCommand {
  readonly name: string;
  readonly keys: string;
  readonly run: () => void;
}

const MOD = navigator.platform.startsWith('Mac') ? '⌘' : 'Ctrl+';

/** Everything that can be done from anywhere, with its shortcut. The menu has the same ones. */
export const COMMANDS_OF_APP: readonly PaletteCommand[] = [
  { name: messages.app.newBatch, keys: `${MOD}N`, run: () => runMenuCommand('new_batch') },
  { name: messages.newBatch.addFiles, keys: `${MOD}O`, run: () => runMenuCommand('add_files') },
  { name: messages.newBatch.addFolder, keys: `${MOD}Shift+O`, run: () => runMenuCommand('add_folder') },
  { name: messages.app.batches, keys: `${MOD}1`, run: () => runMenuCommand('batches') },
  { name: messages.newBatch.filter, keys: `${MOD}F`, run: () => runMenuCommand('find') },
  { name: messages.app.library, keys: `${MOD}2`, run: () => runMenuCommand('library') },
  { name: messages.app.settings, keys: `${MOD},`, run: () => runMenuCommand('settings') },
  { name: messages.app.commands, keys: `${MOD}K`, run: () => runMenuCommand('palette') },
  { name: messages.app.shortcuts, keys: `${MOD}/`, run: () => runMenuCommand('shortcuts') },
];
