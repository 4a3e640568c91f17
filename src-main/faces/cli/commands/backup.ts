import type { Command } from 'commander';
import { backupLibrary } from '../../../engine/library/backup-library.ts';
import { dataFolderOf, resolveFromCaller, withCommonOptions, type CommonOptions } from '../context.ts';
import { formatBytes } from '../../../contract/format-bytes.ts';
import { printableLine, printJson, printLine, refuse } from '../output.ts';

const INTERRUPTED = 130;

/** `backup --out F`: writes a copy of the library to a new file, also while a batch is running. */
export const addBackupCommand = (program: Command): void => {
  withCommonOptions(program.command('backup'))
    .description('copy the library to a new file, also while a batch is running')
    .requiredOption('--out <file>', 'the file to write; an existing one is not overwritten')
    .action(async ({ json = false, out, ...options }: CommonOptions & { out: string }) => {
      const stop = new AbortController();
      const onSignal = (): void => stop.abort();
      process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
      const made = await backupLibrary(dataFolderOf(options), resolveFromCaller(out), stop.signal);
      process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
      if (!made.ok) {
        const exitCode = refuse(made.failure, json);
        process.exitCode = made.failure.code === 'CANCELLED' ? INTERRUPTED : exitCode;
        return;
      }
      const { file, sizeBytes } = made.value;
      if (json) printJson({ file, size_bytes: sizeBytes });
      else printLine(`The library was copied to ${printableLine(file)} (${formatBytes(sizeBytes)}).`);
    });
};
