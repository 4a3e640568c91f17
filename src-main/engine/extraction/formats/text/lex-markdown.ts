import { Marked, type Token, type TokenizerThis } from 'marked';

/** `[^label]: text`, with its indented or lazily continued lines; GitHub's footnotes, which marked does not know. */
const FOOTNOTE =
  /^ {0,3}\[\^[^\]\s]+\]:[ \t]*([^\n]*(?:\n(?!\s*\n|[ ]{0,3}\[\^|[ ]{0,3}#)[^\n]+)*(?:\n\s*\n(?: {4}|\t)[^\n]+)*)/u;

const markdown = new Marked({
  extensions: [
    {
      name: 'footnote',
      level: 'block',
      // No `start`: marked would search the whole rest of the file with it at every paragraph (75 s for 8 MB of prose).
      tokenizer(this: TokenizerThis, source) {
        const match = FOOTNOTE.exec(source);
        if (match === null) return undefined;
        const body = (match[1] ?? '').replace(/^(?: {1,4}|\t)/gmu, '');
        return { type: 'footnote', raw: match[0], tokens: this.lexer.blockTokens(body, []) };
      },
    },
  ],
});

/** The tokens of a Markdown text (CommonMark and GitHub's tables, tasks and footnotes). Throws when nested too deep. */
export const lexMarkdown = (text: string): Token[] => markdown.lexer(text);
