import path from 'node:path';

export interface DataFolderInput {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly homeFolder: string;
}

/** The system's usual place for the data of an application. */
export const systemDataFolder = ({ platform, environment, homeFolder }: DataFolderInput): string => {
  switch (platform) {
    case 'win32': {
      const named = environment['LOCALAPPDATA'] ?? '';
      const base = path.win32.isAbsolute(named) ? named : path.win32.join(homeFolder, 'AppData', 'Local');
      return path.win32.join(base, 'Stevedore');
    }
    case 'darwin':
      return path.posix.join(homeFolder, 'Library', 'Application Support', 'Stevedore');
    default: {
      // An empty or relative value must be treated as unset (XDG Base Directory Specification 0.8).
      const named = environment['XDG_DATA_HOME'] ?? '';
      const base = path.posix.isAbsolute(named) ? named : path.posix.join(homeFolder, '.local', 'share');
      return path.posix.join(base, 'stevedore');
    }
  }
};

/** Where uploads of the HTTP API lie until their batch has ended: <uploads>/<upload>/<n>/<filename>. */
export const uploadsFolder = (dataFolder: string): string => path.join(dataFolder, 'uploads');
