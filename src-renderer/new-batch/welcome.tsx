import { callOrShow } from '../bridge/bridge.ts';
import { messages } from '../messages/messages.ts';
import { loadSamples } from '../store/new-batch.ts';
import { setPreferences } from '../store/preferences.ts';
import { useUi } from '../store/ui.ts';

const loadSampleBatch = async (): Promise<void> => {
  const samples = await callOrShow('shell.samples', {});
  if (samples !== undefined) loadSamples(samples.items, samples.mapping);
};

/** The first run: a sample batch, a connection, or neither. */
export const Welcome = () => {
  const show = useUi((state) => state.show);
  const text = messages.welcome;
  return (
    <section className="welcome card" aria-label={text.title}>
      <h2>{text.title}</h2>
      <p>{text.text}</p>
      <ul>
        <li>
          <button type="button" className="button primary" onClick={() => void loadSampleBatch()}>
            {text.sample}
          </button>
          <p className="muted">{text.sampleText}</p>
        </li>
        <li>
          <button type="button" className="button" onClick={() => show({ name: 'settings', section: 'neo4j' })}>
            {text.connection}
          </button>
          <p className="muted">{text.connectionText}</p>
        </li>
        <li>
          <button type="button" className="button" onClick={() => void setPreferences({ is_welcome_dismissed: true })}>
            {text.own}
          </button>
          <p className="muted">{text.ownText}</p>
        </li>
      </ul>
    </section>
  );
};
