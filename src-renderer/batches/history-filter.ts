import type { BridgeInput } from '../../src-main/contract/bridge.ts';
import type { BatchStatusName, Target } from '../../src-main/contract/batch.ts';

/** What a person asked of the history; days are those of the calendar, YYYY-MM-DD, and '' says nothing. */
export interface HistoryFilter {
  readonly words: string;
  readonly status: BatchStatusName | '';
  readonly target: Target | '';
  readonly from: string;
  readonly to: string;
  readonly onlyOpen: boolean;
}

export const NO_FILTER: HistoryFilter = { words: '', status: '', target: '', from: '', to: '', onlyOpen: false };

export const isFiltered = (filter: HistoryFilter): boolean =>
  filter.words.trim() !== '' ||
  filter.status !== '' ||
  filter.target !== '' ||
  filter.from !== '' ||
  filter.to !== '' ||
  filter.onlyOpen;

/** The moment at which a day begins here; `days` later, when given. */
const startOf = (day: string, days = 0): string => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + days).toISOString();
};

/** The filter as the engine takes it. Pure, but for the time zone of the system. */
export const historyInput = ({
  words,
  status,
  target,
  from,
  to,
  onlyOpen,
}: HistoryFilter): BridgeInput<'batch.history'> => ({
  ...(words.trim() !== '' && { words }),
  ...(status !== '' && { status }),
  ...(target !== '' && { target }),
  ...(from !== '' && { from: startOf(from) }),
  ...(to !== '' && { until: startOf(to, 1) }),
  ...(onlyOpen && { open_failures: true }),
});
