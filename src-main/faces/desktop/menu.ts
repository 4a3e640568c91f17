import { app, Menu, type MenuItemConstructorOptions } from 'electron';
import type { ShellEvent } from '../../contract/shell.ts';

type MenuCommand = Extract<ShellEvent, { type: 'menu' }>['command'];

/** The application menu: the system's roles, and our commands, which the window carries out. */
export const setMenu = (run: (command: MenuCommand) => void): void => {
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
      label: '&File',
      submenu: [
        item('New Batch', 'new_batch', 'CmdOrCtrl+N'),
        item('Add Files…', 'add_files', 'CmdOrCtrl+O'),
        item('Add Folder…', 'add_folder', 'CmdOrCtrl+Shift+O'),
        { type: 'separator' },
        isMac ? { role: 'close' } : { label: 'Quit', accelerator: 'CmdOrCtrl+Q', click: () => app.quit() },
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        item('Batches', 'batches', 'CmdOrCtrl+1'),
        item('Library', 'library', 'CmdOrCtrl+2'),
        item('Settings', 'settings', 'CmdOrCtrl+,'),
        item('Find', 'find', 'CmdOrCtrl+F'),
        item('Commands…', 'palette', 'CmdOrCtrl+K'),
        { type: 'separator' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'resetZoom' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
    { role: 'help', submenu: [item('Keyboard Shortcuts', 'shortcuts', 'CmdOrCtrl+/'), { role: 'about' }] },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
};
