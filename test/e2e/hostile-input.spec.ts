import { BRIDGE_COMMANDS } from '../../src-main/contract/bridge.ts';
import { expect, test } from './support/app.ts';

/** These open a dialog or the file manager of the system. */
const OPENS_SOMETHING = new Set(['shell.pick', 'shell.save_text', 'shell.paste_path', 'shell.show_log']);

type AnyCall = (
  name: unknown,
  input: unknown,
) => Promise<{ readonly ok: boolean; readonly failure?: { readonly code: string } }>;
declare global {
  interface Window {
    readonly hostileValues: readonly unknown[];
  }
}

test('every command answers hostile values at every position with a typed failure, and main lives', async ({
  app,
  page,
}) => {
  test.setTimeout(240_000);
  await page.evaluate(() => {
    const values = [
      undefined,
      null,
      0,
      -1,
      Number.NaN,
      Number.MAX_VALUE,
      'x',
      '\u0000',
      '../../etc/passwd',
      '/etc/passwd',
      [],
      [null],
      ['x'],
      {},
      JSON.parse('{"__proto__": {"a": 1}}') as unknown,
      new Date(),
      new Map([['a', 1]]),
      new Uint8Array(8),
      'x'.repeat(100_000),
      true,
      1n,
    ];
    Object.assign(window, { hostileValues: values });
  });
  let calls = 0;
  for (const [name, { input }] of Object.entries(BRIDGE_COMMANDS)) {
    if (OPENS_SOMETHING.has(name)) continue;
    const keys = 'shape' in input ? Object.keys(input.shape) : [];
    const codes = await page.evaluate(
      async ({ command, fields }) => {
        const call = window.stevedore.call as unknown as AnyCall;
        const values = window.hostileValues;
        const inputs = [...values, ...fields.flatMap((field) => values.map((value) => ({ [field]: value })))];
        const answers: string[] = [];
        for (const one of inputs) {
          const answer = await call(command, one);
          answers.push(answer.ok ? 'ok' : (answer.failure?.code ?? 'none'));
        }
        return answers;
      },
      { command: name, fields: keys },
    );
    calls += codes.length;
    expect(
      codes.filter((code) => code === 'INTERNAL' || code === 'none'),
      name,
    ).toEqual([]);
  }
  console.log(`${calls} hostile calls`);
  const unknown = await page.evaluate(() => {
    const call = window.stevedore.call as unknown as AnyCall;
    const names = ['nothing', 'toString', '__proto__', 'constructor', '', null, {}, 'x'.repeat(1000)];
    return Promise.all(names.map((name) => call(name, {})));
  });
  for (const answer of unknown) expect(answer).toMatchObject({ ok: false, failure: { code: 'INVALID_REQUEST' } });
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  const alive = await page.evaluate(() => window.stevedore.call('batch.history', {}).then(({ ok }) => ok));
  expect(alive).toBe(true);
});
