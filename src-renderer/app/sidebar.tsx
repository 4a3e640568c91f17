import { useEffect, useState } from 'react';
import { bridge } from '../bridge/bridge.ts';
import { messages } from '../messages/messages.ts';
import { formatGigabytes } from '../messages/format.ts';
import { useReplica } from '../store/replica.ts';
import { useUi } from '../store/ui.ts';

const MOD = navigator.platform.startsWith('Mac') ? '⌘' : 'Ctrl ';

const Brand = () => (
  <div className="brand">
    <svg viewBox="0 0 22 22" aria-hidden="true">
      <rect width="22" height="22" rx="6" fill="var(--accent)" />
      <path d="M6 6h10v3.5H9.5v3H16V16H6z" fill="var(--on-accent)" />
    </svg>
    {messages.app.name}
  </div>
);

const Memory = () => {
  const sample = useReplica((state) => state.memory.at(-1));
  if (sample === undefined) return null;
  const used = formatGigabytes(sample.resident_bytes);
  const limit = formatGigabytes(sample.limit_bytes);
  return (
    <div>
      {messages.app.memoryLabel} <b>{messages.app.memory(used, limit)}</b>
      <progress aria-label={messages.app.memoryLabel} value={sample.resident_bytes} max={sample.limit_bytes} />
    </div>
  );
};

/** Where to go, and what must always be in sight: the engine, Neo4j and memory. */
export const Sidebar = () => {
  const screen = useUi((state) => state.screen.name);
  const show = useUi((state) => state.show);
  const engine = useReplica((state) => state.engine);
  const [uri, setUri] = useState('');
  useEffect(() => {
    // What was set in the settings shows as soon as one leaves them.
    void bridge.call('settings.read', {}).then((answer) => answer.ok && setUri(answer.value.settings.neo4j_uri));
  }, [engine, screen]);
  const link = (
    name: 'new_batch' | 'batches' | 'library' | 'settings',
    label: string,
    key: string,
    isCurrent: boolean,
  ) => (
    <button
      type="button"
      className="side-link"
      aria-current={isCurrent ? 'page' : undefined}
      onClick={() => show({ name })}
    >
      {label}
      <kbd aria-hidden="true">
        {MOD}
        {key}
      </kbd>
    </button>
  );
  return (
    <div className="side">
      <Brand />
      <nav aria-label={messages.app.navigation}>
        {link('new_batch', messages.app.newBatch, 'N', screen === 'new_batch')}
        {link('batches', messages.app.batches, '1', screen === 'batches' || screen === 'batch')}
        {link('library', messages.app.library, '2', screen === 'library' || screen === 'document')}
        {link('settings', messages.app.settings, ',', screen === 'settings')}
      </nav>
      <div className="side-foot">
        {engine !== 'running' && (
          <div>
            {messages.app.engine} <b>{messages.app.engineStates[engine]}</b>
          </div>
        )}
        <button type="button" className="link" onClick={() => show({ name: 'settings' })}>
          Neo4j: {uri === '' ? messages.app.neo4jNone : uri}
        </button>
        <Memory />
      </div>
    </div>
  );
};
