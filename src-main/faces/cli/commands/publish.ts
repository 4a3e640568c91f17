import type { Command } from 'commander';
import type { BatchStatus } from '../../../contract/batch.ts';
import type { CommandOutput } from '../../../contract/commands.ts';
import { failure } from '../../../contract/failure.ts';
import { FAILURE_CODES } from '../../../contract/failure-codes.ts';
import type { Engine } from '../../../engine/engine.ts';
import { withCommonOptions, withEngine, type CommonOptions } from '../context.ts';
import { pauseOnSignal } from '../follow-batches.ts';
import { formatCount } from '../format.ts';
import { noteLine, printableLine, printJson, printLine, refuse } from '../output.ts';
import { publicationSentence } from '../publication-sentence.ts';
import { pauseWhenTargetStaysAway, targetWaitOption } from '../wait-for-target.ts';

const PARTLY = 2;
const INTERRUPTED = 130;

/** What is pending although nothing publishes any more was stopped; its code says whether the target did it. */
const exitCodeOfPublication = ({ publication }: BatchStatus): number => {
  if (publication?.code !== undefined) return FAILURE_CODES[publication.code].exitCode;
  if (publication !== undefined && publication.pending > 0) return INTERRUPTED;
  return publication !== undefined && publication.rejected > 0 ? PARTLY : 0;
};

const followPublishing = async (
  engine: Engine,
  batchIds: readonly string[],
  targetWait: number,
): Promise<BatchStatus[]> => {
  const signals = pauseOnSignal(engine);
  const waiting = pauseWhenTargetStaysAway(engine, targetWait);
  engine.subscribe((event) => {
    waiting.show(event);
    if (event.type !== 'batch' || event.batch.publication === undefined) return;
    const { published, pending } = event.batch.publication;
    noteLine(`${event.batch.batch_id}: ${published} published, ${pending} pending`);
  });
  await engine.idle();
  waiting.stop();
  signals.stop();
  const statuses = await Promise.all(batchIds.map((batch_id) => engine.call('batch.status', { batch_id })));
  return statuses.flatMap((status) => (status.ok ? status.value : []));
};

interface PublishOptions extends CommonOptions {
  readonly again?: boolean;
  readonly dryRun?: boolean;
  readonly targetWait: number;
}

const publish = async (engine: Engine, id: string | undefined, options: PublishOptions): Promise<number> => {
  const { json = false, again = false, dryRun = false, targetWait } = options;
  const asked = await engine.call('batch.publish', { batch_id: id, again, dry_run: dryRun });
  if (!asked.ok) return refuse(asked.failure, json);
  const { batches } = asked.value;
  const documents = batches.reduce((sum, { documents_count }) => sum + documents_count, 0);
  const chunks = batches.reduce((sum, { chunks_count }) => sum + chunks_count, 0);
  const size = `${formatCount(documents, 'document')} with ${formatCount(chunks, 'chunk')}`;
  if (dryRun) {
    if (json) printJson({ batches });
    else printLine(documents === 0 ? 'Nothing is pending.' : `Would publish ${size}. Nothing was written.`);
    return 0;
  }
  noteLine(documents === 0 ? 'Nothing is pending.' : `Publishing ${size} to the Neo4j database.`);
  const statuses = await followPublishing(
    engine,
    batches.map(({ batch_id }) => batch_id),
    targetWait,
  );
  if (json) printJson({ batches: statuses.map(({ batch_id, publication }) => ({ batch_id, publication })) });
  else {
    for (const { batch_id, publication } of statuses) {
      if (publication !== undefined) printLine(`Batch ${batch_id}: ${publicationSentence(publication)}`);
    }
  }
  return Math.max(0, ...statuses.map(exitCodeOfPublication));
};

const addPublishCommand = (program: Command): void => {
  withCommonOptions(program.command('publish'))
    .description('publish ended batches to the Neo4j database; without an id all that is pending')
    .argument('[id]', 'a batch_id or series_id')
    .option('--dry-run', 'tell what would be published, and write nothing')
    .option('--again', 'publish also what is published already, such as after the database was emptied')
    .addOption(targetWaitOption())
    .action(async (id: string | undefined, options: PublishOptions) => {
      await withEngine(options, (engine) => publish(engine, id, options));
    });
};

const addFinishOfflineCommand = (program: Command): void => {
  withCommonOptions(program.command('finish-offline'))
    .description('end a batch that waits for the Neo4j database with what the library has; publish it later')
    .argument('<id>', 'a batch_id or series_id')
    .action(async (id: string, options: CommonOptions) => {
      const { json = false } = options;
      await withEngine(options, async (engine) => {
        const finished = await engine.call('batch.finish_offline', { batch_id: id });
        if (!finished.ok) return refuse(finished.failure, json);
        const { batches } = finished.value;
        if (json) printJson({ batches });
        else for (const { batch_id, state } of batches) printLine(`Batch ${batch_id}: ${state}`);
        return 0;
      });
    });
};

const printUndo = (report: CommandOutput<'batch.undo'>, isDone: boolean): void => {
  for (const sentence of report.sentences) printLine(printableLine(sentence));
  if (!isDone) printLine('Nothing was written yet.');
};

const undo = async (
  engine: Engine,
  id: string,
  options: CommonOptions & { readonly yes?: boolean },
): Promise<number> => {
  const { json = false, yes = false } = options;
  if (!yes) {
    const planned = await engine.call('batch.undo', { batch_id: id, dry_run: true });
    if (!planned.ok) return refuse(planned.failure, json);
    if (json || !process.stdin.isTTY) {
      const message = 'Undoing a batch removes its documents from the Neo4j database.';
      return refuse(failure('INVALID_REQUEST', 'publish', message, 'Give --yes to do so without being asked.'), json);
    }
    printUndo(planned.value, false);
    const { default: confirm } = await import('@inquirer/confirm');
    const isSure = await confirm({ message: 'Remove this from the Neo4j database?', default: false });
    if (!isSure) return 0;
  }
  const undone = await engine.call('batch.undo', { batch_id: id });
  if (!undone.ok) return refuse(undone.failure, json);
  if (json) printJson(undone.value);
  else printUndo(undone.value, true);
  return 0;
};

const addUndoCommand = (program: Command): void => {
  withCommonOptions(program.command('undo'))
    .description('remove from the Neo4j database what only this batch provides; the library keeps it')
    .argument('<batch_id>')
    .option('--yes', 'do not ask first')
    .action(async (id: string, options: CommonOptions & { yes?: boolean }) => {
      await withEngine(options, (engine) => undo(engine, id, options));
    });
};

/** `publish`, `finish-offline` and `undo`: what becomes of batches in the Neo4j database. */
export const addPublishCommands = (program: Command): void => {
  addPublishCommand(program);
  addFinishOfflineCommand(program);
  addUndoCommand(program);
};
