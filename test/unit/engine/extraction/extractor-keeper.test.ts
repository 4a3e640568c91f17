import { describe, expect, it, onTestFinished } from 'vitest';
import { createExtractionLane } from '../../../../src-main/engine/extraction/extraction-lane.ts';
import { haveEnded } from '../../../support/is-alive.ts';
import { listeningLog } from '../../../support/listening-log.ts';
import { startScript } from '../../../support/start-script.ts';

const LIMITS = { totalMs: 20_000, silenceMs: 10_000, residentBytes: 1024 ** 3, recycleDocuments: 500 };

/** A lane whose extractors run a script; `path` is what the script is asked for. */
const laneOf = (script: string, limits: Partial<typeof LIMITS> = {}) => {
  const { log, entries } = listeningLog();
  const { start, pids } = startScript(script);
  const lane = createExtractionLane(
    () => {
      return start();
    },
    { ...LIMITS, ...limits },
    log,
  );
  onTestFinished(lane.close);
  const extract = async (path = 'a.txt') =>
    lane.extract({
      path,
      signal: new AbortController().signal,
      onKind: () => undefined,
      onPart: () => undefined,
    });
  return { lane, extract, pids, entries };
};

const ANSWERS = "process.on('message', () => process.send({ type: 'end', outcome: { ok: true } }));";

describe('the extractor that the lane keeps', () => {
  it('is replaced after so many documents', async () => {
    const { extract, pids } = laneOf(ANSWERS, { recycleDocuments: 3 });
    for (let document = 0; document < 7; document += 1) expect(await extract()).toEqual({ ok: true });
    expect(pids).toHaveLength(3);
    expect(await haveEnded(pids.slice(0, 2))).toBe(true);
  });

  it('is replaced before the next document when it is asked to, and only once', async () => {
    const { lane, extract, pids } = laneOf(ANSWERS);
    lane.recycle();
    await extract();
    lane.recycle();
    lane.recycle();
    await extract();
    await extract();
    expect(pids).toHaveLength(2);
  });

  it('is replaced when one document has left it too large for the next', async () => {
    const grows = `const kept = []; process.on('message', ({ path }) => {
      if (path === 'large') kept.push(Buffer.alloc(160 * 1024 ** 2, 1));
      process.send({ type: 'end', outcome: { ok: true } });
    });`;
    const { extract, pids } = laneOf(grows, { residentBytes: 300 * 1024 ** 2 });
    for (const path of ['small', 'small', 'large', 'small', 'small']) await extract(path);
    expect(pids).toHaveLength(2);
  });

  it('is replaced after a bug in a parser', async () => {
    const fails = `process.on('message', ({ path }) =>
      process.send({ type: 'end', outcome: { ok: false, code: path, message: 'Failed.' } }));`;
    const { extract, pids } = laneOf(fails);
    for (const path of ['DOCUMENT_CORRUPT', 'INTERNAL', 'NO_TEXT']) {
      expect(await extract(path)).toMatchObject({ ok: false, code: path });
    }
    expect(pids).toHaveLength(2);
  });

  it.each([
    ['FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory', 'EXTRACTOR_OUT_OF_MEMORY'],
    ['# Fatal process out of memory: Zone', 'EXTRACTOR_OUT_OF_MEMORY'],
    ["terminate called after throwing an instance of 'std::bad_alloc'", 'EXTRACTOR_OUT_OF_MEMORY'],
    ['Segmentation fault', 'EXTRACTOR_CRASHED'],
  ])('tells by its last words why it ended: %s', async (words, code) => {
    const dies = `process.on('message', () => {
      process.stderr.write(${JSON.stringify(`${words}\n`)} + 'at a native frame\\n'.repeat(200), () => process.abort());
    });`;
    const { extract, entries } = laneOf(dies);
    expect(await extract()).toMatchObject({ ok: false, code });
    const { message, fields } = entries.find(({ level }) => level === 'warn') ?? {};
    expect(message).toBe('Extractor ended unexpectedly');
    expect(String(fields?.['lastOutput']).length).toBeLessThanOrEqual(2000);
  });

  it('fails the document in hand when it is killed for memory, with the reason', async () => {
    const { lane, extract, pids } = laneOf("process.on('message', () => undefined);");
    const extraction = extract();
    lane.killForMemory('The reason.');
    expect(await extraction).toEqual({ ok: false, code: 'EXTRACTOR_OUT_OF_MEMORY', message: 'The reason.' });
    expect(await haveEnded(pids)).toBe(true);
    lane.killForMemory('Nothing is in hand.');
  });
});
