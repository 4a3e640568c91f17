import { app, Menu, type MenuItemConstructorOptions } from 'electron';
import type { ShellEvent } from '../../contract/shell.ts';
import type { shellWords } from './shell-words.ts';

type MenuCommand = Extract<ShellEvent, { type: 'menu' }>['command'];

/** The application menu: the system's roles, and our commands, which the window carries out. */
export const setMenu = ({ menu }: ReturnType<typeof shellWords>, run: (command: MenuCommand) => void): void => {
  const item = (label: string, command: MenuCommand, accelerator?: string): MenuItemConstructorOptions => ({
    id: command,
    label,
    ...(accelerator !== undefined && { accelerator }),
    click: () => run(command),
  });
  const isMac = process.platform === 'darwin';
  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: menu.file,
      submenu: [
        item(menu.newBatch, 'new_batch', 'CmdOrCtrl+N'),
        item(menu.addFiles, 'add_files', 'CmdOrCtrl+O'),
        item(menu.addFolder, 'add_folder', 'CmdOrCtrl+Shift+O'),
        { type: 'separator' },
        isMac ? { role: 'close' } : { label: menu.quit, accelerator: 'CmdOrCtrl+Q', click: () => app.quit() },
      ],
    },
    { role: 'editMenu' },
    {
      label: menu.view,
      submenu: [
        item(menu.batches, 'batches', 'CmdOrCtrl+1'),
        item(menu.library, 'library', 'CmdOrCtrl+2'),
        item(menu.settings, 'settings', 'CmdOrCtrl+,'),
        item(menu.find, 'find', 'CmdOrCtrl+F'),
        item(menu.commands, 'palette', 'CmdOrCtrl+K'),
        { type: 'separator' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'resetZoom' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
    { role: 'help', submenu: [item(menu.shortcuts, 'shortcuts', 'CmdOrCtrl+/'), { role: 'about' }] },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
};
