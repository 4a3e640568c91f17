import { expect, it } from 'vitest';
import { createFileIds } from '../../../../src-main/faces/desktop/file-ids.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { failureOf, valueOf } from '../../../support/unwrap.ts';

it('knows what was picked, by ids alone', () => {
  const ids = createFileIds();
  const folder = temporaryFolder();
  const item = ids.add(folder);
  expect(item).toMatchObject({ path: folder, is_folder: true });
  expect(valueOf(ids.resolve({ paths: [item.id], mapping: item.id, defaults: ['a=b'] }))).toEqual({
    paths: [folder],
    mapping: folder,
    defaults: ['a=b'],
  });
  for (const input of [
    { paths: [folder] },
    { paths: [item.id, '/etc/passwd'] },
    { mapping: '/etc/passwd' },
    { file: 'x' },
  ]) {
    expect(failureOf(ids.resolve(input)).code).toBe('INVALID_REQUEST');
  }
});
