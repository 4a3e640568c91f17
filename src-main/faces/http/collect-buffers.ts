import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { z } from 'zod';

const EVERY_BYTES = 16 * 1024 ** 2;

const collectorSchema = z.custom<(options: { type: 'minor' }) => void>((value) => typeof value === 'function');

const readCollector = (): ((options: { type: 'minor' }) => void) => {
  setFlagsFromString('--expose-gc');
  const collector = collectorSchema.parse(runInNewContext('gc'));
  setFlagsFromString('--no-expose-gc');
  return collector;
};

let collect: ((options: { type: 'minor' }) => void) | undefined;

/**
 * Counts bytes of uploads and has V8 give up their buffers after every 16 MB. Each is used once, but V8 looks at memory
 * outside of its heap only when 64 MB have come together: an upload of 2 GB then took 70 to 90 MB more, and with this
 * 15 to 30 MB (measured; a collection of the young takes about a millisecond).
 */
export const createBufferCollector = (): ((bytes: number) => void) => {
  let since = 0;
  return (bytes) => {
    since += bytes;
    if (since < EVERY_BYTES) return;
    since = 0;
    collect ??= readCollector();
    collect({ type: 'minor' });
  };
};
