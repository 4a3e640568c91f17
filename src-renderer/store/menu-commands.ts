import type { ShellEvent } from '../../src-main/contract/shell.ts';
import { bridge } from '../bridge/bridge.ts';
import { pickInto } from './new-batch.ts';
import { useUi } from './ui.ts';

type MenuCommand = Extract<ShellEvent, { type: 'menu' }>['command'];

/** Listens to the menu of the app. */
export const followMenu = (): void => {
  bridge.onEvents((events) => {
    for (const event of events) if (event.type === 'menu') runMenuCommand(event.command);
  });
};

/** Carries out a command of the menu, the palette or a shortcut. */
export const runMenuCommand = (command: MenuCommand): void => {
  const { show, openDialog } = useUi.getState();
  switch (command) {
    case 'new_batch':
      return show({ name: 'new_batch' });
    case 'batches':
      return show({ name: 'batches' });
    case 'library':
      return show({ name: 'library' });
    case 'settings':
      return show({ name: 'settings' });
    case 'add_files':
      show({ name: 'new_batch' });
      return void pickInto('files');
    case 'add_folder':
      show({ name: 'new_batch' });
      return void pickInto('folders');
    case 'palette':
      return openDialog('palette');
    case 'shortcuts':
      return openDialog('shortcuts');
    case 'find':
      return document.querySelector<HTMLInputElement>('input[type="search"]')?.focus();
  }
};
