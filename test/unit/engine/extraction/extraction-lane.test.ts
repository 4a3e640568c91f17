import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ExtractionOutcome } from '../../../../src-main/contract/extraction.ts';
import { createExtractionLane, type ExtractionLane } from '../../../../src-main/engine/extraction/extraction-lane.ts';
import type { StartExtractor } from '../../../../src-main/engine/extraction/extractor-port.ts';
import { startExtractor } from '../../../../src-main/faces/cli/start-extractor.ts';
import { haveEnded, isAlive } from '../../../support/is-alive.ts';
import { listeningLog } from '../../../support/listening-log.ts';
import { startScript } from '../../../support/start-script.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { writeFiles } from '../../../support/write-files.ts';

/** Answers every request well. */
const GOOD = `
const part = { blocks: [{ kind: 'paragraph', text: 'from process ' + start }], warnings: [] };
const answer = (message) => {
  if (message.type === 'extract') process.send({ type: 'part', part });
  else process.send({ type: 'end', kind: 'text', outcome: { ok: true } });
};
process.on('message', (message) => (misbehave(message) ? undefined : answer(message)));
`;
const LIMITS = { totalMs: 5000, silenceMs: 5000 };
const AMPLE = { residentBytes: 1024 ** 3, recycleDocuments: 500 };

interface Extraction {
  readonly outcome: ExtractionOutcome;
  readonly texts: string[];
  readonly kinds: string[];
}

const laneOf = (start: StartExtractor, limits = LIMITS) => {
  const { log, entries } = listeningLog();
  const lane = createExtractionLane(start, { ...AMPLE, ...limits }, log);
  onTestFinished(() => lane.close());
  return { lane, entries };
};

const extract = async (
  lane: ExtractionLane,
  { file = '/any.txt', signal = new AbortController().signal, onPart = () => undefined as void } = {},
): Promise<Extraction> => {
  const texts: string[] = [];
  const kinds: string[] = [];
  const outcome = await lane.extract({
    path: file,
    signal,
    onKind: (kind) => void kinds.push(kind),
    onPart: ({ blocks }) => {
      onPart();
      texts.push(...blocks.map(({ text }) => text));
    },
  });
  return { outcome, texts, kinds };
};

const codeOf = ({ outcome }: Extraction): string => (outcome.ok ? 'ok' : outcome.code);
const onFirst = (body: string): string => `const misbehave = (message) => { if (start === 1) { ${body} } };${GOOD}`;

/** What became of two documents when the first process misbehaved; at the end the lane is closed. */
const runTwo = async (script: string, limits = LIMITS) => {
  const { start, pids } = startScript(script);
  const { lane } = laneOf(start, limits);
  const first = codeOf(await extract(lane));
  const { outcome, texts, kinds } = await extract(lane);
  const firstProcessEnded = await haveEnded(pids.slice(0, 1));
  lane.close();
  const allEnded = await haveEnded(pids);
  return { first, next: { outcome, texts, kinds }, processes: pids.length, firstProcessEnded, allEnded };
};

/** The document in hand fails with the code, a fresh process serves the next, and at the end none is left. */
const recoveredFrom = (first: string): Awaited<ReturnType<typeof runTwo>> => ({
  first,
  next: { outcome: { ok: true }, texts: ['from process 2'], kinds: ['text'] },
  processes: 2,
  firstProcessEnded: true,
  allEnded: true,
});

describe('the extraction lane with the real extractor', () => {
  it('reads text files one after the other in one process, which ends with the lane', async () => {
    const [first = '', second = ''] = writeFiles(temporaryFolder(), {
      'a.txt': 'Hello\n\nworld',
      'b.txt': 'Größe 北京',
    });
    const pids: number[] = [];
    const { lane, entries } = laneOf(() => {
      const started = startExtractor();
      if (started.pid !== undefined) pids.push(started.pid);
      return started;
    });
    expect(await extract(lane, { file: first })).toEqual({
      outcome: { ok: true },
      texts: ['Hello', 'world'],
      kinds: ['text'],
    });
    expect(await extract(lane, { file: second })).toMatchObject({ outcome: { ok: true }, texts: ['Größe 北京'] });
    const missing = await extract(lane, { file: path.join(temporaryFolder(), 'missing.txt') });
    expect(missing).toMatchObject({ outcome: { ok: false, code: 'FILE_NOT_FOUND' }, kinds: [] });
    expect(pids).toHaveLength(1);
    expect(pids.every(isAlive)).toBe(true);
    lane.close();
    expect(await haveEnded(pids)).toBe(true);
    expect(entries).toEqual([]);
  });

  it('says NO_TEXT for a file without a letter or a digit', async () => {
    const [file = ''] = writeFiles(temporaryFolder(), { 'a.txt': '--- ... ***\n\n***' });
    expect(codeOf(await extract(laneOf(startExtractor).lane, { file }))).toBe('NO_TEXT');
  });
});

describe('the extraction lane survives an extractor that', () => {
  it.each([
    ['exits before it answers', `if (start === 1) process.exit(7); const misbehave = () => false;${GOOD}`],
    ['throws', onFirst("throw new Error('boom')")],
    [
      'is killed in the middle of a file',
      onFirst("if (message.type === 'continue') process.kill(process.pid, 'SIGKILL');"),
    ],
    ['sends text', onFirst("process.send('garbage'); return true;")],
    ['sends nothing', onFirst('process.send(null); return true;')],
    ['sends an unknown type', onFirst("process.send({ type: 'shutdown' }); return true;")],
    [
      'sends a part of another shape',
      onFirst("process.send({ type: 'part', part: { blocks: [{ kind: 'paragraph' }] } }); return true;"),
    ],
    [
      'sends a code that is none of ours',
      onFirst("process.send({ type: 'end', outcome: { ok: false, code: 'X', message: 'x' } }); return true;"),
    ],
    [
      'sends a kind that is none of ours',
      onFirst("process.send({ type: 'end', kind: 'exe', outcome: { ok: true } }); return true;"),
    ],
  ])('%s', async (_what, script) => {
    expect(await runTwo(script)).toEqual(recoveredFrom('EXTRACTOR_CRASHED'));
  });

  it.each([
    ['loops for ever without a word', onFirst('for (;;);'), { totalMs: 5000, silenceMs: 400 }],
    ['never answers', onFirst('return true;'), { totalMs: 5000, silenceMs: 400 }],
    [
      'keeps talking but never ends',
      onFirst(
        "setInterval(() => process.send({ type: 'part', part: { blocks: [], warnings: [] } }), 20); return true;",
      ),
      { totalMs: 600, silenceMs: 500 },
    ],
  ])('%s', async (_what, script, limits) => {
    expect(await runTwo(script, limits)).toEqual(recoveredFrom('TIMEOUT'));
  });

  it('says nothing for long, but is within its limits: silence is counted from the last word', async () => {
    const { start } = startScript(`
      const misbehave = () => false;
      ${GOOD.replace('answer(message)', 'setTimeout(() => answer(message), 400)')}`);
    const { lane } = laneOf(start, { totalMs: 5000, silenceMs: 700 });
    expect(codeOf(await extract(lane))).toBe('ok');
  });

  it('dies between two documents', async () => {
    const { start, pids } = startScript(`const misbehave = () => false;${GOOD}`);
    const { lane } = laneOf(start);
    expect(codeOf(await extract(lane))).toBe('ok');
    process.kill(pids[0] ?? 0, 'SIGKILL');
    expect(await haveEnded(pids)).toBe(true);
    // Whether or not its end has been noticed by now: never a hang, and the document after it is served.
    expect(['ok', 'EXTRACTOR_CRASHED']).toContain(codeOf(await extract(lane)));
    expect((await extract(lane)).texts).toEqual(['from process 2']);
  });
});

describe('the extraction lane', () => {
  it('logs how an extractor ended, with what it said last', async () => {
    const { start, pids } = startScript(onFirst("console.error('the last words'); process.exit(7);"));
    const { lane, entries } = laneOf(start);
    await extract(lane);
    expect(entries).toMatchObject([
      { level: 'warn', fields: { code: 7, signal: null, pid: pids[0], lastOutput: 'the last words\n' } },
    ]);
  });

  it('stops at once when it is aborted, and kills the process', async () => {
    const { start, pids } = startScript(onFirst('for (;;);'));
    const { lane, entries } = laneOf(start);
    const abort = new AbortController();
    const began = performance.now();
    setTimeout(() => abort.abort(), 200);
    expect(codeOf(await extract(lane, { signal: abort.signal }))).toBe('CANCELLED');
    expect(performance.now() - began).toBeLessThan(2000);
    expect(await haveEnded(pids)).toBe(true);
    expect(entries).toEqual([]);
    expect((await extract(lane)).texts).toEqual(['from process 2']);
  });

  it('starts nothing when it is aborted before it begins', async () => {
    const { start, pids } = startScript(`const misbehave = () => false;${GOOD}`);
    const { lane } = laneOf(start);
    expect(codeOf(await extract(lane, { signal: AbortSignal.abort() }))).toBe('CANCELLED');
    expect(pids).toEqual([]);
  });

  it('passes on what a receiver of parts throws, and goes on with a fresh process', async () => {
    const { start, pids } = startScript(`const misbehave = () => false;${GOOD}`);
    const { lane } = laneOf(start);
    const throwing = () => {
      throw new Error('the disk is full');
    };
    await expect(extract(lane, { onPart: throwing })).rejects.toThrow('the disk is full');
    expect(await haveEnded(pids)).toBe(true);
    expect((await extract(lane)).texts).toEqual(['from process 2']);
  });

  it('asks for the next part only when the one before was taken', async () => {
    const { start } = startScript(`
      let sent = 0;
      process.on('message', ({ type }) => {
        const blocks = [{ kind: 'paragraph', text: type + ' ' + sent }];
        sent += 1;
        if (sent < 5) process.send({ type: 'part', part: { blocks, warnings: [] } });
        else process.send({ type: 'end', outcome: { ok: true } });
      });`);
    expect((await extract(laneOf(start).lane)).texts).toEqual(['extract 0', 'continue 1', 'continue 2', 'continue 3']);
  });
});
