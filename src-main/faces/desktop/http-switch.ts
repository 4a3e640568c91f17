import path from 'node:path';
import type { Engine } from '../../engine/engine.ts';
import { createFileLog } from '../../engine/logging/file-log.ts';
import type { HttpServer } from '../http/serve.ts';
import type { FromEngine } from './engine-protocol.ts';

/** The HTTP API of the app: on while the setting http_api says so, with a key that is made the first time. */
export const createHttpSwitch = (engine: Engine, dataFolder: string, send: (message: FromEngine) => void) => {
  let server: HttpServer | undefined;
  const close = async (): Promise<void> => {
    const before = server;
    server = undefined;
    await before?.close();
  };
  return {
    close,
    /** Starts or stops it as the setting says now. */
    update: async (): Promise<void> => {
      const read = await engine.call('settings.read', {});
      const isOn = read.ok && read.value.settings.http_api === 'on';
      if (isOn === (server !== undefined)) return;
      if (!isOn) {
        await close();
        send({ type: 'http' });
        return;
      }
      const { serveHttp } = await import('../http/serve.ts');
      const { apiKeyOf } = await import('../http/api-key.ts');
      const { key, file } = apiKeyOf('', dataFolder);
      const log = createFileLog(path.join(dataFolder, 'logs'), 'http');
      const served = await serveHttp({ engine, dataFolder, key, log });
      if (!served.ok) return;
      server = served.value;
      send({ type: 'http', url: `http://localhost:${server.port}`, ...(file !== undefined && { key_file: file }) });
    },
  };
};
export type HttpSwitch = ReturnType<typeof createHttpSwitch>;
