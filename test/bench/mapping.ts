/**
 * Reads and matches mappings of a million rows and says what that costs. Run by hand, one measurement a process:
 *
 *     node test/bench/mapping.ts csv|csv-quoted|csv-utf16|json [rows]
 *
 * The bounds: under 60 s and 1.5 GB resident (issue "Metadata mapping, preflight and reports").
 */
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { matchMapping } from '../../src-main/engine/metadata/match-mapping.ts';
import { readMapping } from '../../src-main/engine/metadata/read-mapping.ts';

const [kind = 'csv', rowsText = '1000000'] = process.argv.slice(2);
const rowCount = Number(rowsText);

const filenameAt = (row: number): string => `projects/region-${row % 50}/contract no ${row} of the süd office.pdf`;

const csvRow = (row: number, quote: string): string =>
  [
    `${quote}${filenameAt(row)}${quote}`,
    `${quote}Author ${row % 5000} Müller${quote}`,
    `Department ${row % 40}`,
    `20${10 + (row % 15)}-10-${10 + (row % 20)}`,
    `"technical,api,tag ${row % 300}"`,
    'specification',
    `${quote}A note on number ${row} that nobody else has${quote}`,
  ].join(',');

const jsonRow = (row: number): string =>
  `${row === 0 ? '{' : ','}\n  ${JSON.stringify(filenameAt(row))}: ` +
  JSON.stringify({
    author: `Author ${row % 5000} Müller`,
    department: `Department ${row % 40}`,
    date_created: `20${10 + (row % 15)}-10-${10 + (row % 20)}`,
    tags: ['technical', 'api', `tag ${row % 300}`],
    category: 'specification',
    note: `A note on number ${row} that nobody else has`,
  });

const write = async (path: string): Promise<void> => {
  const stream = createWriteStream(path, kind === 'csv-utf16' ? { encoding: 'utf16le' } : {});
  if (kind === 'csv-utf16') stream.write('\ufeff');
  if (kind !== 'json') stream.write('filename,author,department,date_created,tags,category,note\r\n');
  for (let row = 0; row < rowCount; row += 1) {
    const text = kind === 'json' ? jsonRow(row) : `${csvRow(row, kind === 'csv-quoted' ? '"' : '')}\r\n`;
    if (!stream.write(text)) await once(stream, 'drain');
  }
  stream.end(kind === 'json' ? '\n}\n' : '');
  await once(stream, 'finish');
};

const folder = await mkdtemp(join(tmpdir(), 'mapping-bench-'));
try {
  const path = join(folder, kind === 'json' ? 'mapping.json' : 'mapping.csv');
  await write(path);
  const { size } = await stat(path);
  let longestStallMs = 0;
  let lastTick = performance.now();
  const ticker = setInterval(() => {
    const tick = performance.now();
    longestStallMs = Math.max(longestStallMs, tick - lastTick);
    lastTick = tick;
  }, 5);
  let peakBytes = 0;
  const sampler = setInterval(() => (peakBytes = Math.max(peakBytes, process.memoryUsage.rss())), 50);
  const cpu = process.cpuUsage();
  const started = performance.now();
  const mapping = await readMapping(path);
  const read = performance.now();
  const stallMs = longestStallMs;
  clearInterval(ticker);
  if (!mapping.ok) throw new Error(mapping.failure.message);
  const files = Array.from({ length: 100 }, (_, at) => {
    const relativePath = at < 50 ? filenameAt(at * 9973) : filenameAt(at * 9973).replace('contract', 'contarct');
    return { relativePath, filename: relativePath.slice(relativePath.lastIndexOf('/') + 1) };
  });
  const matchStarted = performance.now();
  const match = matchMapping(mapping.value, files);
  const matched = performance.now();
  clearInterval(sampler);
  peakBytes = Math.max(peakBytes, process.resourceUsage().maxRSS * 1024);
  const { user, system } = process.cpuUsage(cpu);
  if (!match.ok) throw new Error(match.failure.message);
  console.log(
    JSON.stringify({
      kind,
      rows: mapping.value.rows.length,
      sizeMb: Math.round(size / 1e6),
      readSeconds: +((read - started) / 1000).toFixed(1),
      matchSeconds: +((matched - matchStarted) / 1000).toFixed(1),
      cpuSeconds: +((user + system) / 1e6).toFixed(1),
      peakResidentMb: Math.round(peakBytes / 1e6),
      longestStallMs: Math.round(stallMs),
      filesWithoutRow: match.value.filesWithoutRow.length,
      filesWithSuggestion: match.value.files.filter(({ suggestions }) => suggestions.length > 0).length,
    }),
  );
} finally {
  await rm(folder, { recursive: true });
}
