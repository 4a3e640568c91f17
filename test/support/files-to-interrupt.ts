import { readFileSync } from 'node:fs';
import path from 'node:path';
import { SAMPLE_FOLDER } from './run-cli.ts';
import { seededNumbers } from './seeded-numbers.ts';
import { writeFiles } from './write-files.ts';

const WORDS =
  'crane berth mooring night watch cargo manifest pilot tide harbour rope quay 係留 Kran prüfen sécurité'.split(' ');

/** Paragraphs of words in an order of their own, of about so many characters. */
export const longText = (characters: number, seed = 1): string => {
  const next = seededNumbers(seed);
  const paragraphs: string[] = [];
  for (let length = 0; length < characters;) {
    const words = Array.from({ length: 60 }, () => WORDS[Math.floor(next() * WORDS.length)]);
    const paragraph = `${paragraphs.length} ${words.join(' ')}.`;
    paragraphs.push(paragraph);
    length += paragraph.length + 2;
  }
  return paragraphs.join('\n\n');
};

const sample = (filename: string): Buffer => readFileSync(path.join(SAMPLE_FOLDER, filename));

/** Twelve small files of every kind and end, and a text that is written in several slices; gives their paths. */
export const writeFilesToInterrupt = (folder: string): string[] =>
  writeFiles(folder, {
    'a.txt': sample('note-de-service-2025-14.txt'),
    'b.docx': sample('board-minutes-2025-09.docx'),
    'c.md': sample('faq-lorry-drivers.md'),
    'd.pdf': sample('port-safety-procedure-ja.pdf'),
    'e same as c.md': sample('faq-lorry-drivers.md'),
    'f long.txt': longText(1_000_000),
    'g empty.txt': '',
    'h.txt': sample('glossar-hafenbegriffe.txt'),
    'i broken.docx': sample('crew-handbook.docx').subarray(0, 6000),
    'j.pdf': sample('onboarding guide.pdf'),
    'k.docx': sample('incident-report-2025-117.docx'),
    'l.txt': sample('night-watch-guide-ja.txt'),
    'm.md': sample('it-security-policy.md'),
  });

/** A few of them that take no time. */
export const writeShortFilesToInterrupt = (folder: string): string[] =>
  writeFiles(folder, {
    'a.txt': sample('note-de-service-2025-14.txt'),
    'b.md': sample('faq-lorry-drivers.md'),
    'c same as b.md': sample('faq-lorry-drivers.md'),
    'd empty.txt': '',
    'e.docx': sample('board-minutes-2025-09.docx'),
  });
