import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { Bridge } from '../../contract/bridge.ts';

/** As in contract/bridge.ts, which is not imported: a sandboxed preload is one small file. */
const CHANNELS = { call: 'stevedore:call', dropped: 'stevedore:dropped', events: 'stevedore:events' };

const bridge: Bridge = {
  call: (name, input) => ipcRenderer.invoke(CHANNELS.call, { name, input }),
  onEvents: (listener) => {
    const onEvents = (_event: unknown, events: Parameters<typeof listener>[0]): void => listener(events);
    ipcRenderer.on(CHANNELS.events, onEvents);
    return () => void ipcRenderer.off(CHANNELS.events, onEvents);
  },
  // Paths of real files alone: a page cannot make a File that has one.
  pickDropped: (files) =>
    ipcRenderer.invoke(
      CHANNELS.dropped,
      // What is no File throws there.
      files.map((file) => webUtils.getPathForFile(file as File)),
    ),
};

contextBridge.exposeInMainWorld('stevedore', bridge);
