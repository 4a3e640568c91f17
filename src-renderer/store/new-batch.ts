import { create } from 'zustand';
import type { Target } from '../../src-main/contract/batch.ts';
import type { Failure } from '../../src-main/contract/failure.ts';
import type { Preflight, PreflightFile } from '../../src-main/contract/preflight.ts';
import type { PickedItem } from '../../src-main/contract/shell.ts';
import { bridge, callOrShow } from '../bridge/bridge.ts';
import { readDocuments } from './replica.ts';
import { useUi } from './ui.ts';

type Cells = Readonly<Record<string, string>>;

interface NewBatch {
  readonly items: readonly PickedItem[];
  readonly mapping: PickedItem | undefined;
  readonly defaults: ReadonlyMap<string, string>;
  /** By the path of the file. */
  readonly edits: ReadonlyMap<string, Cells>;
  readonly leftOut: ReadonlySet<string>;
  readonly target: Target;
  readonly preflight: Preflight | undefined;
  /** Files that the check under way has looked at, while there is no whole answer yet. */
  readonly checked: readonly PreflightFile[];
  readonly checkTotal: number;
  readonly refusal: Failure | undefined;
  readonly isChecking: boolean;
  readonly isStarting: boolean;
}

const EMPTY = {
  items: [],
  mapping: undefined,
  defaults: new Map<string, string>(),
  edits: new Map<string, Cells>(),
  leftOut: new Set<string>(),
  preflight: undefined,
  checked: [],
  checkTotal: 0,
  refusal: undefined,
  isChecking: false,
  isStarting: false,
} as const;

/** What is being put together for the next batch. */
export const useNewBatch = create<NewBatch>()(() => ({ ...EMPTY, target: 'library' }));

const selectionOf = ({ items, mapping, defaults, edits, leftOut }: NewBatch) => ({
  paths: items.map(({ id }) => id),
  ...(mapping !== undefined && { mapping: mapping.id }),
  defaults: [...defaults].map(([field, value]) => `${field}=${value}`),
  edits: [...edits].map(([path, cells]) => ({ path, cells })),
  left_out: [...leftOut],
});

let check = 0;

/** Checks the selection anew; only the newest answer counts. */
const preflight = async (): Promise<void> => {
  check += 1;
  const own = check;
  const state = useNewBatch.getState();
  if (state.items.length === 0) {
    useNewBatch.setState({ preflight: undefined, refusal: undefined, isChecking: false });
    return;
  }
  useNewBatch.setState({ isChecking: true, checked: [], checkTotal: 0 });
  const answer = await bridge.call('batch.preflight', { ...selectionOf(state), split: true });
  if (own !== check) return;
  useNewBatch.setState(
    answer.ok
      ? { preflight: answer.value, refusal: undefined, isChecking: false }
      : { preflight: undefined, refusal: answer.failure, isChecking: false },
  );
};

const change = (changed: Partial<NewBatch>): void => {
  useNewBatch.setState(changed);
  void preflight();
};

/** Checks the selection with the rules of the workstation as they are now. */
export const checkAgain = (): void => void preflight();

/** Shows the files of a check while it goes on. */
export const followPreflight = (): void => {
  bridge.onEvents((events) => {
    const checks = events.flatMap((event) => (event.type === 'preflight' ? event : []));
    const last = checks.at(-1);
    if (last === undefined) return;
    useNewBatch.setState(({ checked }) => ({
      // A check that was overtaken by another one may still be telling.
      checked: [...new Map([...checked, ...checks.map(({ file }) => file)].map((file) => [file.path, file])).values()],
      checkTotal: last.total_documents,
    }));
  });
};

/** Adds picked files and folders, each path once. */
export const addItems = (added: readonly PickedItem[]): void => {
  if (added.length === 0) return;
  const { items } = useNewBatch.getState();
  const known = new Set(items.map(({ path }) => path));
  change({ items: [...items, ...added.filter(({ path }) => !known.has(path))] });
};

/** Puts the sample documents with their mapping into the selection. */
export const loadSamples = (items: readonly PickedItem[], mapping: PickedItem): void => change({ items, mapping });

export const pickInto = async (what: 'files' | 'folders' | 'mapping'): Promise<void> => {
  const picked = await callOrShow('shell.pick', { what });
  const [first] = picked?.items ?? [];
  if (first === undefined) return;
  if (what === 'mapping') change({ mapping: first });
  else addItems(picked?.items ?? []);
};

export const pastePath = async (text: string): Promise<boolean> => {
  const picked = await callOrShow('shell.paste_path', { text });
  addItems(picked?.items ?? []);
  return (picked?.items.length ?? 0) > 0;
};

export const clearSelection = (): void => change({ ...EMPTY });
export const removeMapping = (): void => change({ mapping: undefined });
export const setDefaults = (defaults: ReadonlyMap<string, string>): void => change({ defaults });
export const setTarget = (target: Target): void => useNewBatch.setState({ target });

export const editCell = (path: string, field: string, text: string): void => {
  const { edits } = useNewBatch.getState();
  change({ edits: new Map(edits).set(path, { ...edits.get(path), [field]: text }) });
};

export const leaveOut = (paths: readonly string[]): void => {
  const { leftOut } = useNewBatch.getState();
  change({ leftOut: new Set([...leftOut, ...paths]) });
};
export const takeBack = (): void => change({ leftOut: new Set() });

/** Starts the batch, or the series when there are more files than a batch may have, and opens it. */
export const start = async (): Promise<void> => {
  const state = useNewBatch.getState();
  if (state.isStarting) return;
  useNewBatch.setState({ isStarting: true });
  const started = await callOrShow('series.start', { ...selectionOf(state), target: state.target });
  useNewBatch.setState({ isStarting: false });
  const [batch] = started?.batches ?? [];
  if (started === undefined || batch === undefined) return;
  useNewBatch.setState({ ...EMPTY });
  void readDocuments(batch.batch_id);
  useUi.getState().show({ name: 'batch', id: started.series_id ?? batch.batch_id });
};

const saveText = async (suggested_name: string, content: string): Promise<string | undefined> =>
  (await callOrShow('shell.save_text', { suggested_name, content }))?.name;

export const saveCorrectedMapping = async (): Promise<string | undefined> => {
  const made = await callOrShow('mapping.corrected', selectionOf(useNewBatch.getState()));
  return made === undefined ? undefined : saveText('metadata-mapping.csv', made.content);
};

export const saveTemplate = async (): Promise<string | undefined> => {
  const paths = useNewBatch.getState().items.map(({ id }) => id);
  const made = await callOrShow('mapping.template', { paths });
  return made === undefined ? undefined : saveText('metadata-template.csv', made.content);
};
