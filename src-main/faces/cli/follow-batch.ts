import type { BatchStatus, IgnoredFile } from '../../contract/batch.ts';
import type { CommandOutput } from '../../contract/commands.ts';
import type { Result } from '../../contract/failure.ts';
import type { Engine } from '../../engine/engine.ts';
import type { CommonOptions } from './context.ts';
import { exitCodeOf } from './exit-code.ts';
import { formatCount, formatSeconds } from './format.ts';
import { noteLine, printableLine, printJson, printLine, refuse } from './output.ts';
import { createProgress } from './progress.ts';

const STATUS_WORDS: Readonly<Record<BatchStatus['status'], string>> = {
  completed: 'Completed',
  partial_failure: 'Partly failed',
  failed: 'Failed',
  cancelled: 'Cancelled',
  in_progress: 'Paused',
};

const IGNORED_SHOWN = 10;

const noteIgnored = (ignored: readonly IgnoredFile[]): void => {
  if (ignored.length === 0) return;
  noteLine(`${formatCount(ignored.length, 'file')} ignored:`);
  for (const { path, reason } of ignored.slice(0, IGNORED_SHOWN)) noteLine(`  ${printableLine(path)}: ${reason}`);
  if (ignored.length > IGNORED_SHOWN) noteLine(`  … and ${ignored.length - IGNORED_SHOWN} more; --json lists all.`);
};

/** The sentence that ends a batch: every document is accounted for. */
export const batchSentence = (batch: BatchStatus): string => {
  const { status, total_documents: total, processed_count: processed, failed_count: failed } = batch;
  const { cancelled_count: cancelled, waiting_count: waiting, processing_time_seconds: seconds } = batch;
  const others = [...(cancelled > 0 ? [`${cancelled} cancelled`] : []), ...(waiting > 0 ? [`${waiting} waiting`] : [])];
  const counts = [`${processed} of ${total} processed`, `${failed} failed`, ...others].join(', ');
  const rate =
    seconds === undefined || seconds === 0
      ? ''
      : `, ${Math.round(((processed + failed) / seconds) * 60)} documents a minute`;
  return `${STATUS_WORDS[status]}: ${counts}${seconds === undefined ? '' : ` in ${formatSeconds(seconds)}${rate}`}.`;
};

/** What failed, with the next step. */
export const printFailures = (batch: BatchStatus): void => {
  for (const { filename, code, error, hint } of batch.failed_documents) {
    printLine(`  ${printableLine(filename)}: ${printableLine(error)} [${code}]\n    ${printableLine(hint)}`);
  }
};

/** The first signal pauses within a few seconds; a second one ends at once, as kill does. */
const pauseOnSignal = (engine: Engine): { readonly pauseIfAsked: () => void; readonly stop: () => void } => {
  let askedBy: NodeJS.Signals | undefined;
  const pauseIfAsked = (): void => {
    if (askedBy !== undefined) engine.pauseAll(`Paused by ${askedBy}.`);
  };
  const onSignal = (signal: NodeJS.Signals): void => {
    if (askedBy !== undefined) process.exit(130);
    askedBy = signal;
    noteLine('\nPausing: the document in hand may take a few seconds. Press Ctrl+C again to stop at once.');
    pauseIfAsked();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  return { pauseIfAsked, stop: () => void process.off('SIGINT', onSignal).off('SIGTERM', onSignal) };
};

/**
 * Starts a batch and follows it to its end or its pause; gives the exit code.
 *
 * @param start makes the batch: a new one or a retry
 */
export const followBatch = async (
  engine: Engine,
  start: () => Promise<Result<CommandOutput<'batch.start'>>>,
  { json = false, dataDir }: CommonOptions,
): Promise<number> => {
  const signals = pauseOnSignal(engine);
  const started = await start();
  if (!started.ok) return refuse(started.failure, json);
  // A signal that came while the files were still being counted found no batch to pause.
  signals.pauseIfAsked();
  const { batch_id, total_documents, ignored_files, warnings } = started.value;
  noteLine(`Loading ${formatCount(total_documents, 'document')} into the library. Batch ${batch_id}`);
  noteIgnored(ignored_files);
  for (const warning of warnings) noteLine(`Warning: ${printableLine(warning)}`);
  const progress = createProgress(total_documents);
  engine.subscribe(progress.show);
  await engine.idle();
  progress.stop();
  signals.stop();
  const ended = await engine.call('batch.status', { batch_id });
  if (!ended.ok) return refuse(ended.failure, json);
  if (json) {
    printJson({ ...ended.value, ignored_files, warnings });
  } else {
    printLine(batchSentence(ended.value));
    printFailures(ended.value);
    if (ended.value.failed_count > 0) {
      const place = dataDir === undefined ? '' : ` --data-dir ${dataDir}`;
      printLine(`To repair: npm run -s stevedore -- export ${batch_id} --format csv --out failures.csv${place}`);
      printLine(
        `Then correct failures.csv, and: npm run -s stevedore -- retry ${batch_id} --mapping failures.csv${place}`,
      );
    }
  }
  return exitCodeOf(ended.value);
};
