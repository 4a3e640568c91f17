import { createEngine } from '../../src-main/engine/engine.ts';
import type { StartExtractor } from '../../src-main/engine/extraction/extractor-port.ts';
import { forkExtractor } from '../../src-main/faces/cli/start-extractor.ts';
import { noSecrets } from './no-secrets.ts';

/**
 * An engine that loads one file with a fault and waits to be killed; it tells its parent the process id of the
 * extractor once the document has begun. Arguments: the data folder and the file.
 */
const [dataFolder = '', file = ''] = process.argv.slice(2);
const silent = (): void => undefined;

const startExtractor: StartExtractor = () => {
  const extractor = forkExtractor(new URL('./extractor-with-faults.ts', import.meta.url))();
  extractor.onMessage((message) => {
    const isPart = typeof message === 'object' && message !== null && 'type' in message && message.type === 'part';
    // The misbehaviour begins when this part is answered.
    if (isPart) setTimeout(() => process.send?.(extractor.pid), 200);
  });
  return extractor;
};

const log = { info: silent, warn: silent, error: silent };
const created = createEngine({ dataFolder, secrets: noSecrets, environment: {}, startExtractor, log });
if (!created.ok) throw new Error(created.failure.message);
await created.value.call('batch.start', { paths: [file] });
await created.value.idle();
