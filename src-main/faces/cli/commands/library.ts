import { once } from 'node:events';
import { styleText } from 'node:util';
import type { Command } from 'commander';
import type { CommandOutput } from '../../../contract/commands.ts';
import type { Result } from '../../../contract/failure.ts';
import type { SearchHit } from '../../../contract/search.ts';
import { readLibrary, withCommonOptions, type CommonOptions } from '../context.ts';
import { formatCount } from '../format.ts';
import { printable, printableLine, printJson, printLine, refuse } from '../output.ts';

const emphasise = ({ snippet, highlights }: SearchHit): string => {
  let shown = '';
  let from = 0;
  for (const [start, end] of highlights) {
    shown += printable(snippet.slice(from, start)) + styleText('bold', printable(snippet.slice(start, end)));
    from = end;
  }
  return shown + printable(snippet.slice(from));
};

const printHit = (hit: SearchHit): void => {
  const place = [
    ...(hit.page === undefined ? [] : [`page ${hit.page}`]),
    ...(hit.heading === undefined ? [] : [printableLine(hit.heading)]),
  ].join(', ');
  printLine(`${printableLine(hit.filename)}${place === '' ? '' : `, ${place}`}, chunk ${hit.chunk}`);
  process.stdout.write(`  ${emphasise(hit)}\n`);
  printLine(`  ${hit.document_id}`);
};

const addSearchCommand = (program: Command): void => {
  withCommonOptions(program.command('search'))
    .description('find the passages that contain all the words, the best first')
    .argument('<words...>', 'words; put a phrase in double quotes')
    .option('--limit <number>', 'passages at the most', '20')
    .action((words: string[], { json = false, limit, ...options }: CommonOptions & { limit: string }) =>
      readLibrary({ ...options, json }, async (call) => {
        const found = await call('library.search', { words: words.join(' '), limit: Number(limit) });
        if (!found.ok) return refuse(found.failure, json);
        const { hits } = found.value;
        if (json) printJson({ hits });
        else if (hits.length === 0) printLine('Nothing found.');
        else {
          hits.forEach(printHit);
          printLine(formatCount(hits.length, 'passage'));
        }
        return 0;
      }),
    );
};

const addTextCommand = (program: Command): void => {
  withCommonOptions(program.command('text'))
    .description('print the text of a document, once and without overlaps')
    .argument('<document_id>')
    .action((documentId: string, { json = false, ...options }: CommonOptions) =>
      readLibrary({ ...options, json }, async (call) => {
        const texts: string[] = [];
        let from: number | undefined = 0;
        while (from !== undefined) {
          const page: Result<CommandOutput<'document.text'>> = await call('document.text', {
            document_id: documentId,
            from_chunk: from,
          });
          if (!page.ok) return refuse(page.failure, json);
          if (json) texts.push(page.value.text);
          else if (!process.stdout.write(printable(page.value.text))) await once(process.stdout, 'drain');
          from = page.value.next_chunk;
        }
        if (json) printJson({ document_id: documentId, text: texts.join('') });
        else printLine();
        return 0;
      }),
    );
};

/** `search` and `text`: what is in the library. */
export const addLibraryCommands = (program: Command): void => {
  addSearchCommand(program);
  addTextCommand(program);
};
