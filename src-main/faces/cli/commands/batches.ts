import { Option, type Command } from 'commander';
import { TARGETS, type Target } from '../../../contract/batch.ts';
import { readLibrary, readTarget, withCommonOptions, type CommonOptions } from '../context.ts';
import { formatNumber, formatSeconds, formatTime } from '../format.ts';
import { printJson, printLine, refuse } from '../output.ts';
import { documentLine } from '../progress.ts';
import { renderTable } from '../table.ts';
import { sumStatuses } from '../../../engine/queue/sum-statuses.ts';
import { publicationSentence } from '../publication-sentence.ts';
import { batchSentence, printFailures } from '../follow-batches.ts';

const addStatusCommand = (program: Command): void => {
  withCommonOptions(program.command('status'))
    .description('show the status of a batch or series')
    .argument('<id>', 'a batch_id or series_id')
    .action((id: string, { json = false, ...options }: CommonOptions) =>
      readLibrary({ ...options, json }, async (call) => {
        const answer = await call('batch.statuses', { batch_id: id });
        if (!answer.ok) return refuse(answer.failure, json);
        const { series_id, batches } = answer.value;
        const [first, ...others] = batches;
        if (first === undefined) throw new Error('There is no status');
        if (json && series_id === undefined) {
          printJson(first);
          return 0;
        }
        if (json) {
          const withIgnored = await Promise.all(
            batches.map(async (batch) => {
              const ignored = await call('batch.ignored', { batch_id: batch.batch_id });
              return { ...batch, ignored_files: ignored.ok ? ignored.value.ignored_files : [] };
            }),
          );
          printJson({ series_id, batches: withIgnored });
          return 0;
        }
        const sum = sumStatuses([first, ...others]);
        const of = series_id === undefined ? '' : ` of ${formatNumber(batches.length)} batches`;
        printLine(`${series_id === undefined ? 'Batch' : 'Series'} ${id}${of}, ${sum.state}`);
        printLine(batchSentence(sum));
        if (sum.state_reason !== undefined) printLine(sum.state_reason);
        if (sum.publication !== undefined) printLine(publicationSentence(sum.publication));
        printFailures(sum);
        return 0;
      }),
    );
};

const printTargetHistory = (options: CommonOptions, limit: number, json: boolean): Promise<void> =>
  readTarget({ ...options, json }, async (call) => {
    const history = await call('target.history', { limit });
    if (!history.ok) return refuse(history.failure, json);
    const { batches } = history.value;
    if (json) printJson({ batches });
    else if (batches.length === 0) printLine('No batch has been published to this database yet.');
    else {
      const rows = batches.map((batch) => [
        formatTime(batch.created_at),
        batch.workstation,
        batch.status,
        formatNumber(batch.total_documents),
        formatNumber(batch.processed_count),
        formatNumber(batch.failed_count),
        batch.batch_id,
      ]);
      printLine(renderTable(['started', 'workstation', 'status', 'total', 'processed', 'failed', 'batch_id'], rows));
    }
    return 0;
  });

const addHistoryCommand = (program: Command): void => {
  withCommonOptions(program.command('history'))
    .description('list the batches of this library, the newest first')
    .option('--limit <number>', 'batches at the most', '50')
    .addOption(
      new Option('--target <target>', 'the batches of this library, or those of all workstations in the Neo4j database')
        .choices(TARGETS)
        .default('library'),
    )
    .action(({ json = false, limit, target, ...options }: CommonOptions & { limit: string; target: Target }) => {
      if (target === 'neo4j') return printTargetHistory(options, Number(limit), json);
      return readLibrary({ ...options, json }, async (call) => {
        const history = await call('batch.history', { limit: Number(limit) });
        if (!history.ok) return refuse(history.failure, json);
        const { batches } = history.value;
        if (json) printJson({ batches });
        else if (batches.length === 0) printLine('No batches yet. Load one with: npm run ingest -- FOLDER');
        else {
          const rows = batches.map((batch) => [
            formatTime(batch.created_at),
            batch.state,
            formatNumber(batch.total_documents),
            formatNumber(batch.processed_count),
            formatNumber(batch.failed_count),
            formatNumber(batch.open_failures_count),
            formatNumber(batch.cancelled_count + batch.waiting_count),
            batch.batch_id,
          ]);
          printLine(
            renderTable(['started', 'state', 'total', 'processed', 'failed', 'open', 'other', 'batch_id'], rows),
          );
        }
        return 0;
      });
    });
};

const addDocumentsCommand = (program: Command): void => {
  withCommonOptions(program.command('documents'))
    .description('list the documents of a batch or series')
    .argument('<id>', 'a batch_id or series_id')
    .action((batchId: string, { json = false, ...options }: CommonOptions) =>
      readLibrary({ ...options, json }, async (call) => {
        const answer = await call('batch.documents', { batch_id: batchId });
        if (!answer.ok) return refuse(answer.failure, json);
        const { documents } = answer.value;
        if (json) printJson({ documents });
        else {
          for (const document of documents) {
            printLine(
              `${documentLine(document)}${document.document_id === undefined ? '' : `\n           ${document.document_id}`}`,
            );
          }
          const seconds = documents.reduce((total, document) => total + document.seconds, 0);
          printLine(`${formatNumber(documents.length)} documents, ${formatSeconds(seconds)} of work.`);
        }
        return 0;
      }),
    );
};

/** `status`, `history` and `documents`: what became of batches. */
export const addBatchCommands = (program: Command): void => {
  addStatusCommand(program);
  addHistoryCommand(program);
  addDocumentsCommand(program);
};
