import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ignorePatternProblem } from '../../../../src-main/contract/ignore-patterns.ts';
import { createOwnRules } from '../../../../src-main/engine/selection/ignore-patterns.ts';
import { testEngine } from '../../../support/test-engine.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { failureOf, valueOf } from '../../../support/unwrap.ts';
import { writeFiles } from '../../../support/write-files.ts';

describe('a rule of the person', () => {
  it.each([
    ['*.tmp.txt', 'a.TMP.txt', false, true],
    ['*.tmp.txt', 'deep/er/a.tmp.txt', false, true],
    ['drafts', 'x/Drafts', true, true],
    ['drafts/', 'drafts', false, false],
    ['drafts/', 'drafts', true, true],
    ['drafts/**', 'drafts/a.txt', false, true],
    ['drafts/**', 'other/drafts/a.txt', false, false],
    ['**/old/*.txt', 'a/b/old/c.txt', false, true],
    ['{copy,kopie}*.pdf', 'Kopie von a.pdf', false, true],
    ['prüf?.txt', 'prüfe.txt', false, true],
    ['*.md', 'a.txt', false, false],
  ])('%s and %s', (pattern, relativePath, isFolder, isIgnored) => {
    const reason = createOwnRules(pattern)(path.posix.basename(relativePath), relativePath, isFolder);
    expect(reason).toBe(isIgnored ? `Ignored by your rule ${pattern}` : undefined);
  });

  it.each([
    ['a\\b', 'backslash'],
    ['!keep.txt', 'negated'],
    ['/etc', 'absolute'],
    ['../up', 'absolute'],
    ['C:/in', 'absolute'],
    ['{a,b', 'unbalanced'],
    ['x'.repeat(201), 'too_long'],
    [Array.from({ length: 101 }, (_, at) => `${at}.txt`).join(';'), 'too_many'],
    ['*.tmp; drafts/**\n', undefined],
  ])('%s is refused where it is typed', (setting, problem) => {
    expect(ignorePatternProblem(setting)?.problem).toBe(problem);
  });
});

describe('the setting IGNORE_PATTERNS', () => {
  const makeFiles = (): string => {
    const folder = temporaryFolder();
    const files = ['a.txt', 'b.old.txt', 'drafts/c.txt', 'drafts/deep/d.txt'];
    writeFiles(folder, Object.fromEntries(files.map((file) => [file, `words of ${file}`])));
    return folder;
  };

  it('ignores what is found in folders, with the reason in preflight and batch, from the next selection on', async () => {
    const { engine } = testEngine();
    const folder = makeFiles();
    const changes = { ignore_patterns: '*.old.txt\ndrafts' };
    expect(valueOf(await engine.call('settings.write', { changes })).needs_restart).toBe(false);
    const expected = [
      { path: path.join(folder, 'b.old.txt'), reason: 'Ignored by your rule *.old.txt' },
      { path: path.join(folder, 'drafts'), reason: 'Ignored by your rule drafts' },
    ];
    const preflight = valueOf(await engine.call('batch.preflight', { paths: [folder] }));
    expect(preflight.ignored_files).toEqual(expected);
    expect(preflight.total_documents).toBe(1);
    const { batch_id } = valueOf(await engine.call('batch.start', { paths: [folder] }));
    await engine.idle();
    expect(valueOf(await engine.call('batch.ignored', { batch_id })).ignored_files).toEqual(expected);
  });

  it('lets what was picked itself be', async () => {
    const { engine } = testEngine({ environment: { IGNORE_PATTERNS: '*.old.txt;drafts' } });
    const folder = makeFiles();
    const paths = [path.join(folder, 'b.old.txt'), path.join(folder, 'drafts')];
    expect(valueOf(await engine.call('batch.preflight', { paths })).total_documents).toBe(3);
  });

  it('is refused whole, with the rule that cannot be used', async () => {
    const { engine } = testEngine();
    const refused = failureOf(await engine.call('settings.write', { changes: { ignore_patterns: '*.tmp;!a' } }));
    expect(refused.message).toBe(
      "The setting IGNORE_PATTERNS is not valid: '!a': a pattern says what is ignored and cannot begin with !.",
    );
  });
});
