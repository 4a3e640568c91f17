import { describe, expect, it, onTestFinished } from 'vitest';
import { createInspector } from '../../../../src-main/engine/extraction/inspector.ts';
import { startExtractor } from '../../../../src-main/faces/cli/start-extractor.ts';
import { haveEnded } from '../../../support/is-alive.ts';
import { startScript } from '../../../support/start-script.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { writeFiles } from '../../../support/write-files.ts';

/** Answers with the path; "hang", "crash" and "babble" do as they say. */
const SCRIPT = `process.on('message', ({ type, path }) => {
  if (path === 'hang') return;
  if (path === 'crash') process.exit(3);
  if (path === 'babble') return process.send({ type: 'inspected', inspection: { encrypted: 'perhaps' } });
  process.send({ type: 'inspected', inspection: { kind: 'text', encrypted: 'no', warnings: [type + ' ' + path] } });
});`;

const scripted = (timeoutMs?: number) => {
  const { start, pids } = startScript(SCRIPT);
  const inspector = createInspector(start, timeoutMs);
  onTestFinished(inspector.close);
  return { ...inspector, pids };
};

describe('the inspector', () => {
  it('looks at files with the real extractor', async () => {
    const inspector = createInspector(startExtractor);
    onTestFinished(inspector.close);
    const [text = '', pdf = ''] = writeFiles(temporaryFolder(), { 'a.txt': 'Hello', 'b.pdf': 'Hello' });
    expect(await inspector.inspect(text)).toEqual({ kind: 'text', encrypted: 'no', warnings: [] });
    expect(await inspector.inspect(pdf)).toMatchObject({ failure: { code: 'TYPE_MISMATCH' } });
    expect(await inspector.inspect(`${text}.txt`)).toMatchObject({ failure: { code: 'FILE_NOT_FOUND' } });
  });

  it('starts one process at the first use and gives each caller the answer for its file', async () => {
    const { inspect, pids, close } = scripted();
    expect(pids).toEqual([]);
    const answers = await Promise.all(['a', 'b', 'c'].map(inspect));
    expect(answers.map(({ warnings }) => warnings)).toEqual([['inspect a'], ['inspect b'], ['inspect c']]);
    expect(pids).toHaveLength(1);
    close();
    expect(await haveEnded(pids)).toBe(true);
  });

  it.each([
    ['hang', 'TIMEOUT', 1000],
    ['crash', 'EXTRACTOR_CRASHED', 10_000],
    ['babble', 'EXTRACTOR_CRASHED', 10_000],
  ])('goes on with a fresh process after a file that makes it %s', async (path, code, timeoutMs) => {
    const { inspect, pids } = scripted(timeoutMs);
    const [bad, good] = await Promise.all([inspect(path), inspect('good')]);
    expect(bad).toMatchObject({ failure: { code }, encrypted: 'unknown' });
    expect(good).toMatchObject({ kind: 'text' });
    expect(pids).toHaveLength(2);
    expect(await haveEnded(pids.slice(0, 1))).toBe(true);
  });

  it('answers a file in hand when it is closed', async () => {
    const { inspect, close, pids } = scripted();
    const inHand = inspect('hang');
    await new Promise((resolve) => setTimeout(resolve, 100));
    close();
    expect(await inHand).toMatchObject({ failure: { code: 'CANCELLED' } });
    expect(await haveEnded(pids)).toBe(true);
  });
});
