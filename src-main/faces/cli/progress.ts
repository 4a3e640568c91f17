import cliProgress from 'cli-progress';
import type { BatchDocument } from '../../contract/batch.ts';
import type { EngineEvent } from '../../contract/events.ts';
import { formatCount, formatSeconds } from './format.ts';
import { noteLine, printableLine } from './output.ts';

/** Shows the events of batches while they run, on stderr. */
export interface ProgressView {
  readonly show: (event: EngineEvent) => void;
  readonly stop: () => void;
}

const ENDED = new Set(['processed', 'unchanged', 'duplicate', 'failed', 'cancelled']);
const BAR_FORMAT = '{bar} {value}/{total} | {rate} | {left} | {failures} | {filename}';
const NAME_LENGTH = 40;

/** What became of a document, in one line. */
export const documentLine = (document: BatchDocument): string => {
  const { filename, status, code, error, hint, seconds, pages, chunks, warnings } = document;
  const name = printableLine(filename);
  if (status === 'failed')
    return `failed     ${name}: ${printableLine(error ?? '')} [${code ?? ''}] ${printableLine(hint ?? '')}`;
  const size = [
    ...(pages === undefined ? [] : [formatCount(pages, 'page')]),
    formatCount(chunks, 'chunk'),
    formatSeconds(seconds),
  ];
  const noted = warnings.map((warning) => `\n           warning: ${printableLine(warning)}`).join('');
  return `${status.padEnd(10)} ${name} (${size.join(', ')})${noted}`;
};

const createLines = (total: number): ProgressView => {
  let ended = 0;
  return {
    show: (event) => {
      if (event.type !== 'document' || !ENDED.has(event.document.status)) return;
      ended += 1;
      noteLine(`${String(ended).padStart(String(total).length)}/${total} ${documentLine(event.document)}`);
    },
    stop: () => undefined,
  };
};

const shortened = (name: string): string => (name.length > NAME_LENGTH ? `${name.slice(0, NAME_LENGTH - 1)}…` : name);

const ESTIMATE_EVERY_MS = 1000;

const createBar = (total: number, estimateEnd: () => Promise<string | undefined>): ProgressView => {
  const bar = new cliProgress.SingleBar(
    { format: BAR_FORMAT, hideCursor: true, barsize: 20 },
    cliProgress.Presets.shades_classic,
  );
  const began = performance.now();
  let ended = 0;
  let failures = 0;
  let left = 'time left: …';
  let estimatedAt = began;
  const estimate = async (): Promise<void> => {
    const end = await estimateEnd();
    if (end !== undefined) left = `${formatSeconds(Math.max(0, (Date.parse(end) - Date.now()) / 1000))} left`;
  };
  bar.start(total, 0, { rate: '… docs/min', left, failures: '0 failed', filename: '' });
  return {
    show: (event) => {
      if (event.type !== 'document') return;
      if (performance.now() - estimatedAt > ESTIMATE_EVERY_MS) {
        estimatedAt = performance.now();
        void estimate();
      }
      const { status, filename } = event.document;
      if (ENDED.has(status)) ended += 1;
      if (status === 'failed') failures += 1;
      const minutes = (performance.now() - began) / 60_000;
      const rate = `${Math.round(ended / Math.max(minutes, 1e-6))} docs/min`;
      bar.update(ended, { rate, left, failures: `${failures} failed`, filename: shortened(printableLine(filename)) });
    },
    stop: () => bar.stop(),
  };
};

/**
 * A bar on a terminal, a plain line for each document elsewhere.
 *
 * @param total documents that are going to be loaded
 * @param estimateEnd tells when the last of them will have been loaded, as an ISO time
 */
export const createProgress = (total: number, estimateEnd: () => Promise<string | undefined>): ProgressView =>
  process.stderr.isTTY ? createBar(total, estimateEnd) : createLines(total);
