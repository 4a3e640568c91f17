import { useEffect, useState } from 'react';
import type { BatchDocument } from '../../src-main/contract/batch.ts';
import { callOrShow } from '../bridge/bridge.ts';
import { Dialog } from '../components/dialog.tsx';
import { Tag } from '../components/tag.tsx';
import { messages } from '../messages/messages.ts';
import { compareWithRetry, type ComparedDocument } from './compare-with-retry.ts';

interface CompareDialogProps {
  readonly originalId: string;
  readonly retryId: string;
  readonly onClose: () => void;
}

const documentsOf = async (id: string): Promise<readonly BatchDocument[]> =>
  (await callOrShow('batch.documents', { batch_id: id }))?.documents ?? [];

/** A series can have more failures than a page should have rows. */
const MOST_SHOWN = 100;

const TONES = { processed: 'ok', failed: 'bad', waiting: 'run', cancelled: 'off', not_retried: 'off' } as const;

/** What a retry made of the failures of its batch. */
export const CompareDialog = ({ originalId, retryId, onClose }: CompareDialogProps) => {
  const words = messages.batches;
  const [compared, setCompared] = useState<readonly ComparedDocument[]>();
  useEffect(() => {
    void Promise.all([documentsOf(originalId), documentsOf(retryId)]).then(([original, retry]) =>
      setCompared(compareWithRetry(original, retry)),
    );
  }, [originalId, retryId]);
  const count = (outcome: ComparedDocument['outcome']) =>
    compared?.filter((document) => document.outcome === outcome).length ?? 0;
  return (
    <Dialog title={words.compareTitle} onClose={onClose}>
      {compared === undefined ? (
        <p>{messages.batch.loading}</p>
      ) : (
        <>
          <p>{words.compareSum(compared.length, count('processed'), count('failed'))}</p>
          <div className="grid compared" tabIndex={0} role="region" aria-label={words.compareTitle}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{messages.batch.columns.document}</th>
                  <th scope="col">{words.before}</th>
                  <th scope="col">{words.after}</th>
                </tr>
              </thead>
              <tbody>
                {compared.slice(0, MOST_SHOWN).map(({ path, filename, before, outcome, after }) => (
                  <tr key={path}>
                    <td title={path}>{filename}</td>
                    <td title={before.error}>{before.code}</td>
                    <td title={after?.error}>
                      <Tag tone={TONES[outcome]}>{words.outcomes[outcome]}</Tag> {after?.code}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
      <div className="buttons">
        <button type="button" className="button" onClick={onClose}>
          {messages.app.close}
        </button>
      </div>
    </Dialog>
  );
};
