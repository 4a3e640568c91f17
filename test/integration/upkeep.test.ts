import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { doctorCheckSchema } from '../../src-main/contract/doctor.ts';
import { libraryFile } from '../../src-main/engine/library/open-library.ts';
import { damagePageOf, filledLibrary, meddle } from '../support/damage-library.ts';
import { holdLibrary } from '../support/hold-library.ts';
import { runCli, SAMPLE_FOLDER } from '../support/run-cli.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const errorSchema = z.object({ error: z.object({ code: z.string(), message: z.string(), hint: z.string() }) });
const doctorSchema = z.object({
  repairs: z.array(z.string()).optional(),
  kept: z.string().optional(),
  restored: z.string().optional(),
  checks: z.array(doctorCheckSchema),
});

const codeOf = (stdout: string): string => errorSchema.parse(JSON.parse(stdout)).error.code;
const badIn = (stdout: string): string[] =>
  doctorSchema
    .parse(JSON.parse(stdout))
    .checks.filter(({ ok }) => !ok)
    .map(({ name }) => name);

const overwrite = (dataFolder: string) => writeFileSync(libraryFile(dataFolder), 'hello');

describe('backup', () => {
  it('copies a library while a batch is loaded into it, and the copy can be restored', async () => {
    const dataFolder = temporaryFolder();
    const copies = temporaryFolder();
    const loading = runCli(['ingest', SAMPLE_FOLDER, '--json'], { dataFolder });
    while (!existsSync(libraryFile(dataFolder))) await new Promise((resolve) => setTimeout(resolve, 20));
    // Until its first migration has been committed there is nothing to copy.
    let exitCode: number | null = 4;
    let count = 0;
    for (; exitCode !== 0 && count < 20; count += 1) {
      ({ exitCode } = await runCli(['backup', '--out', path.join(copies, 'during.sqlite')], { dataFolder }));
    }
    expect(exitCode).toBe(0);
    expect((await loading).exitCode).toBe(0);

    const file = path.join(copies, 'after.sqlite');
    const made = await runCli(['backup', '--out', file, '--json'], { dataFolder });
    expect(JSON.parse(made.stdout)).toEqual({ file, size_bytes: readFileSync(file).length });
    expect(readdirSync(copies).toSorted()).toEqual(['after.sqlite', 'during.sqlite']);

    const fresh = temporaryFolder();
    for (const name of ['during', 'after']) {
      const restored = await runCli(['doctor', '--restore', path.join(copies, `${name}.sqlite`)], {
        dataFolder: fresh,
      });
      expect(restored).toMatchObject({ exitCode: 0, stderr: '' });
      expect(restored.stdout).toContain('The library was restored from');
    }
    const history = await runCli(['history', '--json'], { dataFolder: fresh });
    expect(JSON.parse(history.stdout)).toMatchObject({ batches: [{ status: 'completed' }] });
  });

  it('says in one sentence what it did, and refuses to overwrite', async () => {
    const dataFolder = filledLibrary(1);
    const file = path.join(temporaryFolder(), 'b.sqlite');
    const made = await runCli(['backup', '--out', file], { dataFolder });
    expect(made.stdout).toMatch(/^The library was copied to .*b\.sqlite \([\d,.]+ kB\)\.\n$/u);
    const again = await runCli(['backup', '--out', file], { dataFolder });
    expect(again).toMatchObject({ exitCode: 4, stdout: '' });
    expect(again.stderr).toBe(`INVALID_REQUEST: The file ${file} exists already.\nChoose another name.\n`);
  });

  it('ends with 130 on Ctrl+C and leaves nothing behind', async () => {
    const dataFolder = filledLibrary(4000);
    const copies = temporaryFolder();
    const stopped = await runCli(['backup', '--out', path.join(copies, 'b.sqlite')], {
      dataFolder,
      onStart: (child) => {
        const timer = setInterval(() => {
          if (readdirSync(copies).length === 0) return;
          clearInterval(timer);
          child.kill('SIGINT');
        }, 1);
      },
    });
    expect(stopped).toMatchObject({ exitCode: 130, stderr: expect.stringContaining('The backup was stopped.') });
    expect(readdirSync(copies)).toEqual([]);
  });
});

describe('doctor', () => {
  it('finds damage, repairs it, and says where the library as it was is kept', async () => {
    const dataFolder = filledLibrary();
    damagePageOf(dataFolder, 'chunk_words_data');
    const damaged = readFileSync(libraryFile(dataFolder));
    const looked = await runCli(['doctor', '--json'], { dataFolder });
    expect(looked.exitCode).toBe(4);
    expect(badIn(looked.stdout)).toEqual(['Library']);
    expect(readFileSync(libraryFile(dataFolder)).equals(damaged)).toBe(true);

    const repaired = await runCli(['doctor', '--repair', '--json'], { dataFolder });
    expect(repaired.exitCode).toBe(0);
    const { repairs, kept } = doctorSchema.parse(JSON.parse(repaired.stdout));
    expect(repairs).toHaveLength(1);
    expect(readFileSync(String(kept)).equals(damaged)).toBe(true);
    const found = await runCli(['search', '最後の文', '--json'], { dataFolder });
    expect(JSON.parse(found.stdout)).toMatchObject({ hits: expect.arrayContaining([expect.anything()]) });

    const again = await runCli(['doctor', '--repair'], { dataFolder });
    expect(again.exitCode).toBe(0);
    expect(again.stdout).toMatch(/^There was nothing to repair\.\nok {3}Stevedore: /u);
  });

  it('leads from a library that cannot be used to a new one, and back to the backup', async () => {
    const dataFolder = filledLibrary(3);
    const backup = path.join(temporaryFolder(), 'b.sqlite');
    await runCli(['backup', '--out', backup], { dataFolder });
    expect((await runCli(['doctor', '--start-fresh', '--json'], { dataFolder })).stdout).toContain('INVALID_STATE');
    overwrite(dataFolder);
    const refused = await runCli(['ingest', SAMPLE_FOLDER], { dataFolder });
    expect(refused).toMatchObject({ exitCode: 4, stdout: '' });
    expect(refused.stderr).toContain('npm run -s stevedore -- doctor');
    expect(codeOf((await runCli(['doctor', '--repair', '--json'], { dataFolder })).stdout)).toBe('LIBRARY_UNUSABLE');

    const fresh = await runCli(['doctor', '--start-fresh'], { dataFolder });
    expect(fresh.exitCode).toBe(0);
    expect(fresh.stdout).toContain('The next load makes a new one.');
    expect(
      readFileSync(path.join(dataFolder, 'damaged', readdirSync(path.join(dataFolder, 'damaged'))[0] ?? ''), 'utf8'),
    ).toBe('hello');
    expect(
      (await runCli(['ingest', path.join(SAMPLE_FOLDER, 'no such file'), '--json'], { dataFolder })).exitCode,
    ).not.toBe(1);

    const restored = await runCli(['doctor', '--restore', backup, '--json'], { dataFolder });
    expect(restored.exitCode).toBe(0);
    expect(doctorSchema.parse(JSON.parse(restored.stdout)).restored).toBe(backup);
    const checked = await runCli(['doctor'], { dataFolder });
    expect(checked.stdout).toContain('intact, 3 documents');
  });

  it('changes nothing while an engine runs, and does when that was killed', async () => {
    const dataFolder = filledLibrary(2);
    const backup = path.join(temporaryFolder(), 'b.sqlite');
    await runCli(['backup', '--out', backup], { dataFolder });
    meddle(dataFolder, 'DELETE FROM chunk_words');
    const before = readFileSync(libraryFile(dataFolder));
    const { child: engine, said } = await holdLibrary(dataFolder);
    expect(said).toBe('locked');
    for (const treatment of [['--repair'], ['--start-fresh'], ['--restore', backup]]) {
      const refused = await runCli(['doctor', ...treatment, '--json'], { dataFolder });
      expect({ exitCode: refused.exitCode, code: codeOf(refused.stdout) }).toEqual({
        exitCode: 4,
        code: 'LIBRARY_IN_USE',
      });
    }
    expect(readFileSync(libraryFile(dataFolder)).equals(before)).toBe(true);
    expect((await runCli(['doctor'], { dataFolder })).stdout).toContain('an engine is running');

    engine.kill('SIGKILL');
    await once(engine, 'exit');
    const repaired = await runCli(['doctor', '--repair', '--json'], { dataFolder });
    expect(repaired.exitCode).toBe(0);
    expect(doctorSchema.parse(JSON.parse(repaired.stdout)).repairs).toHaveLength(2);
  });

  it('takes one treatment at a time', async () => {
    const { exitCode, stderr } = await runCli(['doctor', '--repair', '--start-fresh'], {
      dataFolder: temporaryFolder(),
    });
    expect({ exitCode, stderr }).toEqual({ exitCode: 4, stderr: expect.stringContaining('cannot be used with') });
  });
});
