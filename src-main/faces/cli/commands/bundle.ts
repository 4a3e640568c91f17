import type { Command } from 'commander';
import { readLibrary, resolveFromCaller, withCommonOptions, withEngine, type CommonOptions } from '../context.ts';
import { formatBytes } from '../../../contract/format-bytes.ts';
import { formatCount } from '../format.ts';
import { printableLine, printJson, printLine, refuse } from '../output.ts';

const addWriteCommand = (program: Command): void => {
  withCommonOptions(program.command('bundle'))
    .description('write an ended batch with its documents to one file, to be published from another workstation')
    .argument('<id>', 'a batch_id or series_id')
    .requiredOption('--out <file>', 'the file to write; an existing one is not overwritten')
    .action((id: string, { json = false, out, ...options }: CommonOptions & { out: string }) =>
      readLibrary({ ...options, json }, async (call) => {
        const file = resolveFromCaller(out);
        const written = await call('bundle.write', { batch_id: id, file });
        if (!written.ok) return refuse(written.failure, json);
        const { documents_count, chunks_count, size_bytes } = written.value;
        const size = `${formatCount(documents_count, 'document')} with ${formatCount(chunks_count, 'chunk')}`;
        if (json) printJson({ file, ...written.value });
        else printLine(`${size} written to ${printableLine(file)} (${formatBytes(size_bytes)}).`);
        return 0;
      }),
    );
};

const addImportCommand = (program: Command): void => {
  withCommonOptions(program.command('import-bundle'))
    .description('bring a batch from another workstation into this library')
    .argument('<file>', 'a file that the bundle command wrote')
    .action(async (file: string, options: CommonOptions) => {
      const { json = false } = options;
      await withEngine(options, async (engine) => {
        const imported = await engine.call('bundle.import', { file: resolveFromCaller(file) });
        if (!imported.ok) return refuse(imported.failure, json);
        const { workstation, batches, documents_added } = imported.value;
        if (json) {
          printJson(imported.value);
          return 0;
        }
        for (const { batch_id, documents_count, was_there } of batches) {
          const what = was_there ? 'was there already; nothing was changed' : formatCount(documents_count, 'document');
          printLine(`Batch ${batch_id} of ${printableLine(workstation)}: ${what}.`);
        }
        printLine(`${formatCount(documents_added, 'document')} added to the library.`);
        return 0;
      });
    });
};

/** `bundle` and `import-bundle`: carrying a batch from one workstation to another. */
export const addBundleCommands = (program: Command): void => {
  addWriteCommand(program);
  addImportCommand(program);
};
