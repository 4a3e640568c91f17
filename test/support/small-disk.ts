import { spawnSync } from 'node:child_process';
import path from 'node:path';

/** Runs a shell command where it may mount, if the system lets us (Linux with user namespaces). */
const withMounts = (command: string) =>
  spawnSync('unshare', ['--map-root-user', '--mount', 'sh', '-c', command], {
    encoding: 'utf8',
    cwd: path.resolve(import.meta.dirname, '../..'),
    env: { PATH: process.env['PATH'] },
  });

export const canMount = process.platform === 'linux' && withMounts('mount -t tmpfs none /mnt').status === 0;

/** What stands behind the name of a test that needs a small disk: why it is skipped, where it is. */
export const whySkipped = canMount ? '' : ' (skipped: this system does not let a test mount a disk)';

/**
 * Runs an ES module on a folder that is a disk of its own, of `megabytes`, with what stands in `content`; gives what the
 * module wrote to stdout, and what names were then on the disk.
 */
export const onSmallDisk = (folder: string, content: string, megabytes: number, script: string) => {
  const mount = `cp -a '${content}' '${folder}.copy' && mount -t tmpfs -o size=${megabytes}m none '${folder}'`;
  const fill = `cp -a '${folder}.copy/.' '${folder}' && rm -r '${folder}.copy'`;
  const run = `'${process.execPath}' --input-type=module --eval "$SCRIPT"`;
  const child = spawnSync(
    'unshare',
    [
      '--map-root-user',
      '--mount',
      'sh',
      '-c',
      `${mount} && ${fill} && ${run} && echo '---' && find '${folder}' -type f -printf '%P\\n'`,
    ],
    {
      encoding: 'utf8',
      cwd: path.resolve(import.meta.dirname, '../..'),
      env: { PATH: process.env['PATH'], SCRIPT: script },
    },
  );
  const [stdout = '', names = ''] = child.stdout.split('---\n');
  return { stdout: stdout.trim(), names: names.trim().split('\n').toSorted(), stderr: child.stderr };
};
