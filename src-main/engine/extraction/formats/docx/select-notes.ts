import { attributeOf } from './package-relationships.ts';

const NOTE = /<w:(footnote|endnote)(\s(?:[^>]*[^/>])?)>[\s\S]*?<\/w:\1>/gu;
const REFERENCE = /<w:(footnote|endnote)Reference\s[^>]*>/gu;

/** A notes part with only those notes that a stretch of the main part refers to. */
export const selectNotes = (notesXml: string, mainXml: string): string => {
  const wanted = new Set([...mainXml.matchAll(REFERENCE)].map(([tag, kind]) => `${kind} ${attributeOf(tag, 'w:id')}`));
  return notesXml.replace(NOTE, (note, kind: string, attributes: string) =>
    wanted.has(`${kind} ${attributeOf(attributes, 'w:id')}`) ? note : '',
  );
};
