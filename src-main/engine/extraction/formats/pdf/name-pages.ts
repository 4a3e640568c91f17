const MOST_NAMED = 12;

/** "3, 7 to 9": ascending page numbers for a sentence, stretches and long lists abbreviated. */
export function namePages(pages: readonly number[]): string {
  const stretches: string[] = [];
  let start = pages[0];
  let end = start;
  const close = (): void => {
    if (start !== undefined && end !== undefined) {
      stretches.push(start === end ? `${start}` : end === start + 1 ? `${start}, ${end}` : `${start} to ${end}`);
    }
  };
  for (const page of pages.slice(1)) {
    if (end !== undefined && page === end + 1) {
      end = page;
      continue;
    }
    close();
    start = page;
    end = page;
  }
  close();
  return stretches.length > MOST_NAMED ? `${stretches.slice(0, MOST_NAMED).join(', ')} and more` : stretches.join(', ');
}
