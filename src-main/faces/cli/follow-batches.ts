import type { BatchStatus, IgnoredFile, Target } from '../../contract/batch.ts';
import type { CommandOutput } from '../../contract/commands.ts';
import type { Result } from '../../contract/failure.ts';
import type { Engine } from '../../engine/engine.ts';
import { STATE_WORDS } from '../../engine/export/report-words.ts';
import { sumStatuses } from '../../engine/queue/sum-statuses.ts';
import type { CommonOptions } from './context.ts';
import { exitCodeOf } from './exit-code.ts';
import { formatCount, formatSeconds } from './format.ts';
import { noteLine, printableLine, printJson, printLine, refuse } from './output.ts';
import { createProgress } from './progress.ts';
import { pauseWhenTargetStaysAway } from './wait-for-target.ts';

/** `status` is also asked of a batch that is running. */
const wordOf = ({ status, state }: BatchStatus): string =>
  status === 'partial_failure' ? 'Partly failed' : STATE_WORDS[state];

const IGNORED_SHOWN = 10;

const noteIgnored = (ignored: readonly IgnoredFile[]): void => {
  if (ignored.length === 0) return;
  noteLine(`${formatCount(ignored.length, 'file')} ignored:`);
  for (const { path, reason } of ignored.slice(0, IGNORED_SHOWN)) noteLine(`  ${printableLine(path)}: ${reason}`);
  if (ignored.length > IGNORED_SHOWN) noteLine(`  … and ${ignored.length - IGNORED_SHOWN} more; --json lists all.`);
};

/** The sentence that ends a batch: every document is accounted for. */
export const batchSentence = (batch: BatchStatus): string => {
  const { total_documents: total, processed_count: processed, failed_count: failed } = batch;
  const { cancelled_count: cancelled, waiting_count: waiting, processing_time_seconds: seconds } = batch;
  const others = [...(cancelled > 0 ? [`${cancelled} cancelled`] : []), ...(waiting > 0 ? [`${waiting} waiting`] : [])];
  const counts = [`${processed} of ${total} processed`, `${failed} failed`, ...others].join(', ');
  const rate =
    seconds === undefined || seconds === 0
      ? ''
      : `, ${Math.round(((processed + failed) / seconds) * 60)} documents a minute`;
  return `${wordOf(batch)}: ${counts}${seconds === undefined ? '' : ` in ${formatSeconds(seconds)}${rate}`}.`;
};

/** What failed, with the next step. */
export const printFailures = (batch: BatchStatus): void => {
  for (const { filename, code, error, hint } of batch.failed_documents) {
    printLine(`  ${printableLine(filename)}: ${printableLine(error)} [${code}]\n    ${printableLine(hint)}`);
  }
};

/** The first signal pauses within a few seconds; a second one ends at once, as kill does. */
export const pauseOnSignal = (engine: Engine): { readonly pauseIfAsked: () => void; readonly stop: () => void } => {
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

/** Batches to follow: one, those of a series, or all that were resumed. */
export interface Followed {
  readonly series_id?: string | undefined;
  readonly batches: readonly {
    readonly batch_id: string;
    readonly ignored_files: readonly IgnoredFile[];
    readonly warnings: readonly string[];
  }[];
  /** Documents that are going to be loaded. */
  readonly documentCount: number;
}

const noteStart = ({ series_id, batches, documentCount }: Followed, target: Target): void => {
  const [first] = batches;
  const name = batches.length === 1 ? `Batch ${first?.batch_id}` : `${batches.length} batches`;
  const series = series_id === undefined ? '' : `, series ${series_id}`;
  const place = target === 'neo4j' ? 'the Neo4j database' : 'the library';
  noteLine(`Loading ${formatCount(documentCount, 'document')} into ${place}. ${name}${series}`);
  noteIgnored(batches.flatMap(({ ignored_files }) => ignored_files));
  for (const warning of new Set(batches.flatMap(({ warnings }) => warnings))) {
    noteLine(`Warning: ${printableLine(warning)}`);
  }
};

/** Nothing resumes by itself, and nothing waits in silence. */
const noteWaiting = async (engine: Engine, own: ReadonlySet<string>, place: string): Promise<void> => {
  const resumable = await engine.call('batch.resumable', {});
  const others = resumable.ok ? resumable.value.batches.filter(({ batch_id }) => !own.has(batch_id)) : [];
  if (others.length === 0) return;
  const documents = others.reduce((sum, { waiting_count }) => sum + waiting_count, 0);
  const what = others.length === 1 ? 'An earlier batch waits' : `${others.length} earlier batches wait`;
  noteLine(`${what}, paused or interrupted, with ${formatCount(documents, 'document')}. To continue:`);
  noteLine(`  npm run -s stevedore -- resume${place}`);
};

const printNextStep = (batch: BatchStatus, id: string, place: string): void => {
  if (batch.status === 'in_progress') {
    if (batch.state_reason !== undefined) printLine(batch.state_reason);
    printLine(`To continue: npm run -s stevedore -- resume ${id}${place}`);
    if (batch.target === 'neo4j') {
      printLine(`To end without the database, and publish later: npm run -s stevedore -- finish-offline ${id}${place}`);
    }
  } else if (batch.open_failures_count > 0) {
    printLine(`To repair: npm run -s stevedore -- export ${id} --format csv --out failures.csv${place}`);
    printLine(`Then correct failures.csv, and: npm run -s stevedore -- retry ${id} --mapping failures.csv${place}`);
  }
};

const readStatuses = async (engine: Engine, { series_id, batches }: Followed): Promise<BatchStatus[]> => {
  const ids = series_id === undefined ? batches.map(({ batch_id }) => batch_id) : [series_id];
  const answers = await Promise.all(ids.map((batch_id) => engine.call('batch.statuses', { batch_id })));
  return answers.flatMap((answer) => {
    if (!answer.ok) throw new Error(answer.failure.message);
    return answer.value.batches;
  });
};

/** The JSON of one batch is its status; that of a series and of several batches lists them. */
const jsonOf = (followed: Followed, statuses: readonly BatchStatus[]): unknown => {
  const byId = new Map(followed.batches.map((batch) => [batch.batch_id, batch]));
  const batches = statuses.map((status) => {
    const { ignored_files = [], warnings = [] } = byId.get(status.batch_id) ?? {};
    return { ...status, ignored_files, warnings };
  });
  if (followed.series_id !== undefined) return { series_id: followed.series_id, batches };
  return batches.length === 1 ? batches[0] : { batches };
};

/**
 * Starts batches and follows them to their end or their pause; gives the exit code, the worst of all.
 *
 * @param start makes the batches: new ones, retries or resumed ones
 */
export const followBatches = async (
  engine: Engine,
  start: () => Promise<Result<Followed>>,
  { json = false, dataDir, targetWait = 0 }: CommonOptions & { readonly targetWait?: number },
): Promise<number> => {
  const signals = pauseOnSignal(engine);
  const started = await start();
  if (!started.ok) return refuse(started.failure, json);
  // A signal that came while the files were still being counted found no batch to pause.
  signals.pauseIfAsked();
  const followed = started.value;
  const [begun] = await readStatuses(engine, followed);
  noteStart(followed, begun?.target ?? 'library');
  const last = followed.series_id ?? followed.batches.at(-1)?.batch_id ?? '';
  const progress = createProgress(followed.documentCount, async () => {
    const estimate = await engine.call('batch.estimate', { batch_id: last });
    return estimate.ok ? estimate.value.estimated_completion_time : undefined;
  });
  const waiting = pauseWhenTargetStaysAway(engine, targetWait);
  engine.subscribe((event) => {
    progress.show(event);
    waiting.show(event);
  });
  await engine.idle();
  waiting.stop();
  progress.stop();
  signals.stop();
  const trouble = engine.trouble();
  if (trouble !== undefined) return refuse(trouble, json);
  const place = dataDir === undefined ? '' : ` --data-dir ${dataDir}`;
  const [first, ...others] = await readStatuses(engine, followed);
  if (first === undefined) throw new Error('No batch was followed');
  const statuses = [first, ...others] as const;
  if (json) {
    printJson(jsonOf(followed, statuses));
  } else {
    const sum = sumStatuses(statuses);
    printLine(batchSentence(sum));
    printFailures(sum);
    if (followed.series_id !== undefined || others.length === 0) printNextStep(sum, sum.batch_id, place);
    else statuses.forEach((status) => printNextStep(status, status.batch_id, place));
  }
  await noteWaiting(engine, new Set(statuses.map(({ batch_id }) => batch_id)), place);
  return Math.max(...statuses.map(exitCodeOf));
};

/** What `series.start` and `batch.retry` answer, to be followed. */
export const followedOf = ({ series_id, batches }: CommandOutput<'series.start'>): Followed => ({
  series_id,
  batches,
  documentCount: batches.reduce((sum, { total_documents }) => sum + total_documents, 0),
});
