import picomatch from 'picomatch';
import { ignorePatternsOf } from '../../contract/ignore-patterns.ts';

/** Why an entry of a folder is ignored by a rule of the person, or undefined. `relativePath` has '/' between its parts. */
export type OwnRules = (name: string, relativePath: string, isFolder: boolean) => string | undefined;

export const NO_OWN_RULES: OwnRules = () => undefined;

/**
 * The rules of the setting IGNORE_PATTERNS: globs, in any case, hidden names too. One without '/' is matched with the
 * name of a file or folder anywhere, one with '/' with the path from the picked folder; one that ends in '/' means folders.
 */
export const createOwnRules = (setting: string): OwnRules => {
  const rules = ignorePatternsOf(setting).map((pattern) => {
    const glob = pattern.replace(/\/+$/u, '');
    return {
      pattern,
      onlyFolders: glob !== pattern,
      ofPath: glob.includes('/'),
      matches: picomatch(glob, { nocase: true, dot: true, windows: false }),
    };
  });
  if (rules.length === 0) return NO_OWN_RULES;
  return (name, relativePath, isFolder) => {
    const found = rules.find(
      ({ matches, ofPath, onlyFolders }) => (isFolder || !onlyFolders) && matches(ofPath ? relativePath : name),
    );
    return found === undefined ? undefined : `Ignored by your rule ${found.pattern}`;
  };
};
