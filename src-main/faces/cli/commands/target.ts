import type { Command } from 'commander';
import type { CommandOutput } from '../../../contract/commands.ts';
import { readTarget, withCommonOptions, type CommonOptions } from '../context.ts';
import { formatCount, formatNumber } from '../format.ts';
import { printableLine, printJson, printLine, refuse } from '../output.ts';

const DIFFERENT = 2;
const REFUSED = 4;

const mayWord = (may: boolean): string => (may ? 'yes' : 'no');

const printReport = (report: CommandOutput<'target.test'>): void => {
  printLine(`Connected to ${report.uri}: Neo4j ${report.version}, ${report.edition} edition, ${report.latency_ms} ms.`);
  printLine(`Database ${report.database}, with ${formatNumber(report.documents_count)} documents of Stevedore.`);
  printLine(`May read: ${mayWord(report.may_read)}. May write: ${mayWord(report.may_write)}.`);
  for (const { name, state } of report.indexes) printLine(`Index ${name}: ${state}`);
  for (const { message } of report.conflicts) printLine(`Conflict: ${printableLine(message)}`);
};

const addConnectCommand = (program: Command): void => {
  withCommonOptions(program.command('connect'))
    .description('test the connection to the Neo4j database: NEO4J_URI, NEO4J_USERNAME, NEO4J_PASSWORD, NEO4J_DATABASE')
    .action(({ json = false, ...options }: CommonOptions) =>
      readTarget({ ...options, json }, async (call) => {
        const tested = await call('target.test', {});
        if (!tested.ok) return refuse(tested.failure, json);
        if (json) printJson(tested.value);
        else printReport(tested.value);
        return tested.value.may_write && tested.value.conflicts.length === 0 ? 0 : REFUSED;
      }),
    );
};

const addVerifyCommand = (program: Command): void => {
  withCommonOptions(program.command('verify'))
    .description('read a batch back from the Neo4j database and compare it with the library')
    .argument('<id>', 'a batch_id or series_id')
    .action((id: string, { json = false, ...options }: CommonOptions) =>
      readTarget({ ...options, json }, async (call) => {
        const verified = await call('batch.verify', { batch_id: id });
        if (!verified.ok) return refuse(verified.failure, json);
        const { documents_count, chunks_count, differences } = verified.value;
        const compared = `${formatCount(documents_count, 'document')} with ${formatCount(chunks_count, 'chunk')}`;
        if (json) printJson(verified.value);
        else {
          for (const { filename, what } of differences) printLine(`${printableLine(filename)}: ${printableLine(what)}`);
          const result = differences.length === 0 ? 'no difference' : formatCount(differences.length, 'difference');
          printLine(`Compared ${compared}: ${result}.`);
          if (differences.length > 0) printLine(`To repair: npm run -s stevedore -- publish ${id} --again`);
        }
        return differences.length === 0 ? 0 : DIFFERENT;
      }),
    );
};

/** `connect` and `verify`: what the Neo4j database has. */
export const addTargetCommands = (program: Command): void => {
  addConnectCommand(program);
  addVerifyCommand(program);
};
