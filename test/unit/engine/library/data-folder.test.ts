import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { dataFolder } from '../../../../src-main/engine/library/data-folder.ts';

describe('dataFolder', () => {
  it.each([
    ['linux', {}, '/home/ada', '/home/ada/.local/share/stevedore'],
    ['linux', { XDG_DATA_HOME: '/data' }, '/home/ada', '/data/stevedore'],
    ['linux', { XDG_DATA_HOME: '' }, '/home/ada', '/home/ada/.local/share/stevedore'],
    ['linux', { XDG_DATA_HOME: 'relative' }, '/home/ada', '/home/ada/.local/share/stevedore'],
    ['freebsd', {}, '/home/ada', '/home/ada/.local/share/stevedore'],
    ['darwin', {}, '/Users/ada', '/Users/ada/Library/Application Support/Stevedore'],
    ['darwin', { XDG_DATA_HOME: '/data' }, '/Users/ada', '/Users/ada/Library/Application Support/Stevedore'],
    ['win32', { LOCALAPPDATA: 'D:\\Local' }, 'C:\\Users\\ada', 'D:\\Local\\Stevedore'],
    ['win32', {}, 'C:\\Users\\ada', 'C:\\Users\\ada\\AppData\\Local\\Stevedore'],
    ['win32', { LOCALAPPDATA: '' }, 'C:\\Users\\ada', 'C:\\Users\\ada\\AppData\\Local\\Stevedore'],
    ['linux', { STEVEDORE_DATA_DIR: '' }, '/home/ada', '/home/ada/.local/share/stevedore'],
  ] as const)('%s with %o in %s -> %s', (platform, environment, homeFolder, expected) => {
    expect(dataFolder({ platform, environment, homeFolder })).toBe(expected);
  });

  it('is the one that was chosen, on every system', () => {
    const chosen = path.resolve('chosen');
    for (const platform of ['linux', 'darwin', 'win32'] as const) {
      const environment = { STEVEDORE_DATA_DIR: chosen, XDG_DATA_HOME: '/data', LOCALAPPDATA: 'D:\\Local' };
      expect(dataFolder({ platform, environment, homeFolder: '/home/ada' })).toBe(chosen);
    }
  });
});
