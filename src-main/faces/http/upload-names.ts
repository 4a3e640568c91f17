/** Names that Windows takes for devices, with any extension. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/iu;
/** Controls, and what no file of Windows may have in its name. */
const FORBIDDEN = /[\u0000-\u001f\u007f<>:"|?*]/gu; // eslint-disable-line no-control-regex
const LONGEST = 200;

/**
 * A client's filename as the name of a file here: no folder, no device, no hidden file and nothing that a file system
 * refuses. Two files of one name are kept apart by a folder of their own.
 */
export const safeFilename = (given: string): string => {
  const last = given.toWellFormed().split(/[/\\]/u).at(-1) ?? '';
  const name = last
    .replace(FORBIDDEN, '_')
    .replace(/[. ]+$/u, '')
    .replace(/^\.+/u, '');
  const extension = /\.[^.]{1,10}$/u.exec(name)?.[0] ?? '';
  const stem = Array.from(name.slice(0, name.length - extension.length))
    .slice(0, LONGEST)
    .join('');
  const safe = `${stem}${extension}`;
  if (safe === '') return 'unnamed';
  return DEVICE.test(safe) ? `_${safe}` : safe;
};
