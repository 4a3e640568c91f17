import type { Command } from 'commander';
import type { Failure, Result } from '../../../contract/failure.ts';
import { failure } from '../../../contract/failure.ts';
import { withCommonOptions, withEngine, type CommonOptions } from '../context.ts';
import { formatCount } from '../format.ts';
import { printJson, printLine, refuse } from '../output.ts';

interface SureOptions extends CommonOptions {
  readonly yes?: boolean;
}

/** Whether a person wants what cannot be taken back; a script says so with --yes. */
const isSure = async (what: string, { json = false, yes = false }: SureOptions): Promise<Result<boolean>> => {
  if (yes) return { ok: true, value: true };
  if (json || !process.stdin.isTTY) {
    const why: Failure = failure('INVALID_REQUEST', 'store', what, 'Give --yes to do so without being asked.');
    return { ok: false, failure: why };
  }
  const { default: confirm } = await import('@inquirer/confirm');
  return { ok: true, value: await confirm({ message: `${what} Go on?`, default: false }) };
};

const addDeleteCommand = (program: Command): void => {
  withCommonOptions(program.command('delete'))
    .description('delete a batch or series from the history; its documents stay in the library and in Neo4j')
    .argument('<id>', 'a batch_id or series_id')
    .option('--yes', 'do not ask first')
    .action((id: string, options: SureOptions) =>
      withEngine(options, async (engine) => {
        const { json = false } = options;
        const planned = await engine.call('batch.delete', { batch_id: id, dry_run: true });
        if (!planned.ok) return refuse(planned.failure, json);
        const { batches_deleted: batches, documents_kept: documents } = planned.value;
        const size = `${formatCount(batches, 'batch', 'batches')} from the history, keeping ${formatCount(documents, 'document')}`;
        const sure = await isSure(`This deletes ${size}.`, options);
        if (!sure.ok) return refuse(sure.failure, json);
        if (!sure.value) return 0;
        const deleted = await engine.call('batch.delete', { batch_id: id });
        if (!deleted.ok) return refuse(deleted.failure, json);
        if (json) printJson(deleted.value);
        else printLine(`Deleted ${size}.`);
        return 0;
      }),
    );
};

const GRAPH_SENTENCES = {
  untouched: 'The Neo4j database was not touched.',
  removed: 'It was removed from the Neo4j database too.',
  provided_elsewhere: 'It stays in the Neo4j database: another workstation provides it.',
  not_there: 'The Neo4j database did not have it.',
} as const;

const addRemoveCommand = (program: Command): void => {
  withCommonOptions(program.command('remove'))
    .description('remove a document from the library; its file and the history of its batches stay')
    .argument('<document_id>')
    .option('--from-neo4j', 'remove it from the Neo4j database first, unless another workstation provides it')
    .option('--yes', 'do not ask first')
    .action((documentId: string, options: SureOptions & { fromNeo4j?: boolean }) =>
      withEngine(options, async (engine) => {
        const { json = false, fromNeo4j = false } = options;
        const read = await engine.call('document.read', { document_id: documentId });
        if (!read.ok) return refuse(read.failure, json);
        const sure = await isSure(`This removes ${read.value.filename} from the library.`, options);
        if (!sure.ok) return refuse(sure.failure, json);
        if (!sure.value) return 0;
        const removed = await engine.call('document.remove', { document_id: documentId, from_target: fromNeo4j });
        if (!removed.ok) return refuse(removed.failure, json);
        if (json) printJson(removed.value);
        else printLine(`Removed ${read.value.filename} from the library. ${GRAPH_SENTENCES[removed.value.graph]}`);
        return 0;
      }),
    );
};

/** `delete` and `remove`: what leaves the history and the library for good. */
export const addRemoveCommands = (program: Command): void => {
  addDeleteCommand(program);
  addRemoveCommand(program);
};
