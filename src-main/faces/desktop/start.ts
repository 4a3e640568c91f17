/** `npm start`: opens the built app in Electron, whose runtime is downloaded the first time. */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../../..');

const electronPath = (): string | undefined => {
  try {
    const found: unknown = createRequire(import.meta.url)('electron');
    return typeof found === 'string' ? found : undefined;
  } catch {
    return undefined;
  }
};

const executable = electronPath();
if (executable === undefined) {
  process.stderr.write(
    'The runtime of Electron cannot be downloaded here. `npm run start:chromium` shows the same app in the Chromium of this system.\n',
  );
  process.exitCode = 1;
} else {
  const child = spawn(executable, [ROOT, ...process.argv.slice(2)], { stdio: 'inherit' });
  child.on('exit', (code) => (process.exitCode = code ?? 1));
}
