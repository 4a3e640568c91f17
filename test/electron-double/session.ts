import { EventEmitter } from 'node:events';
import { strict } from './state.ts';

class Session extends EventEmitter {
  requestHandler: ((contents, permission: string, callback: (granted: boolean) => void) => void) | undefined;
  checkHandler: ((contents, permission: string) => boolean) | undefined;
  setPermissionRequestHandler(handler): void {
    this.requestHandler = handler;
  }
  setPermissionCheckHandler(handler): void {
    this.checkHandler = handler;
  }
  setDevicePermissionHandler(): void {}
  setSpellCheckerEnabled(): void {}
}

export const defaultSession = strict(new Session(), 'session');
export const session = strict({ defaultSession }, 'session');
