import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';

/** Another process that takes the lock of a library, says so ('locked', or the code of its refusal) and holds it. */
export const holdLibrary = async (dataFolder: string): Promise<{ child: ChildProcess; said: string }> => {
  const module = new URL('../../src-main/engine/library/lock-library.ts', import.meta.url).href;
  const script = `
    const { lockLibrary } = await import(${JSON.stringify(module)});
    const locked = lockLibrary(${JSON.stringify(dataFolder)});
    console.log(locked.ok ? 'locked' : locked.failure.code);
    setInterval(() => locked, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [said] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
  return { child, said: said.trim() };
};
