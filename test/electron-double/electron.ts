/** The main process's `electron`: what the app uses. A member that is not here throws when it is looked at. */
import { app } from './app.ts';
import { BrowserWindow } from './browser-window.ts';
import { ipcMain } from './ipc-main.ts';
import { MessageChannelMain } from './message-channel.ts';
import { protocol } from './protocol.ts';
import { session } from './session.ts';
import * as small from './small-modules.ts';
import { utilityProcess } from './utility-process.ts';
import { WebContents } from './web-contents.ts';

export const {
  clipboard,
  dialog,
  Menu,
  nativeTheme,
  net,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  safeStorage,
  screen,
  shell,
} = small;
export {
  app,
  BrowserWindow,
  ipcMain,
  MessageChannelMain,
  protocol,
  session,
  utilityProcess,
  WebContents as webContents,
};
// Playwright takes the default export of the module.
export default {
  app,
  BrowserWindow,
  ipcMain,
  MessageChannelMain,
  protocol,
  session,
  utilityProcess,
  webContents: WebContents,
  ...small,
};
