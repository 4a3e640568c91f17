import type { Entry } from 'yauzl';

/** Entry names as Word treats them: forward slashes, none in front. */
export const entryName = (entry: Entry): string =>
  entry.fileNameRaw.toString('utf8').replaceAll('\\', '/').replace(/^\/+/u, '');
