import { describe, expect, it } from 'vitest';
import { systemDataFolder } from '../../../../src-main/engine/library/data-folder.ts';

describe('systemDataFolder', () => {
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
  ] as const)('%s with %o in %s -> %s', (platform, environment, homeFolder, expected) => {
    expect(systemDataFolder({ platform, environment, homeFolder })).toBe(expected);
  });
});
