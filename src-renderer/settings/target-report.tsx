import type { BridgeOutput } from '../../src-main/contract/bridge.ts';
import { Tag } from '../components/tag.tsx';
import { messages } from '../messages/messages.ts';

/** What a test of the connection found, in words: rights, constraints and indexes, and what stands in the way. */
export const TargetReport = ({ report }: { report: BridgeOutput<'target.test'> }) => {
  const { version, edition, database, latency_ms, may_read, may_write, indexes, conflicts, documents_count } = report;
  const text = messages.settings;
  const missing = indexes
    .filter(({ state }) => state === 'missing')
    .map(({ label, property }) => `${label}.${property}`);
  const isReady = may_read && may_write && conflicts.length === 0;
  return (
    <>
      <p>
        <Tag tone={isReady ? 'ok' : 'warn'}>{isReady ? text.ready : text.notReady}</Tag>
      </p>
      <p>{text.works(version, edition, database, latency_ms)}</p>
      {!may_read && <p className="bad-text">{text.mayNotRead}</p>}
      {!may_write && <p className="bad-text">{text.mayNotWrite}</p>}
      {conflicts.map(({ message }) => (
        <p key={message} className="bad-text">
          {message}
        </p>
      ))}
      {may_read && <p className="muted">{text.has(documents_count)}</p>}
      {missing.length > 0 && <p className="muted">{text.missingIndexes(missing.join(', '))}</p>}
    </>
  );
};
