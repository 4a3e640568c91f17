import { useEffect, useState } from 'react';
import type { BridgeOutput } from '../../src-main/contract/bridge.ts';
import type { Settings } from '../../src-main/contract/settings.ts';
import { bridge, callOrShow } from '../bridge/bridge.ts';
import { messages } from '../messages/messages.ts';
import { checkAgain } from '../store/new-batch.ts';
import { useReplica } from '../store/replica.ts';
import { useUi } from '../store/ui.ts';
import { Neo4jSection } from './neo4j-section.tsx';
import { SchemaSection } from './schema-section.tsx';
import { SettingField } from './setting-field.tsx';
import { problemOf, SETTING_GROUPS, valueOf, type SettingName } from './setting-fields.ts';

/** Where the HTTP API answers, once it does. */
const HttpAddress = ({ setting }: { setting: Settings['http_api'] }) => {
  const [info, setInfo] = useState<BridgeOutput<'shell.info'>>();
  useEffect(() => {
    void bridge.call('shell.info', {}).then((answer) => answer.ok && setInfo(answer.value));
  }, [setting]);
  if (setting === 'off' || info?.http_url === undefined) return null;
  return <p role="status">{messages.settings.answersAt(info.http_url, info.http_key_file ?? '')}</p>;
};

const About = () => {
  const [info, setInfo] = useState<BridgeOutput<'shell.info'>>();
  const [size, setSize] = useState<BridgeOutput<'library.summary'>>();
  useEffect(() => {
    void bridge.call('shell.info', {}).then((answer) => answer.ok && setInfo(answer.value));
    void bridge.call('library.summary', {}).then((answer) => answer.ok && setSize(answer.value));
  }, []);
  if (info === undefined) return null;
  return (
    <section className="card settings-group" aria-label={messages.settings.about}>
      <h2>{messages.settings.about}</h2>
      <p>{messages.settings.versions(info.version, info.electron, info.chromium, info.node)}</p>
      <p className="muted">{messages.settings.dataFolder(info.data_folder)}</p>
      {size !== undefined && (
        <p className="muted">{messages.settings.librarySize(size.documents_count, size.size_bytes)}</p>
      )}
      <button type="button" className="button" onClick={() => void callOrShow('shell.show_log', {})}>
        {messages.batch.showLog}
      </button>
    </section>
  );
};

/** Every setting, validated where it is typed. */
export const SettingsScreen = () => {
  const engine = useReplica((state) => state.engine);
  const showDone = useUi((state) => state.showDone);
  const [read, setRead] = useState<BridgeOutput<'settings.read'>>();
  const [typed, setTyped] = useState<Readonly<Partial<Record<SettingName, string>>>>({});
  useEffect(() => {
    if (engine !== 'running') return;
    void bridge.call('settings.read', {}).then((answer) => answer.ok && setRead(answer.value));
  }, [engine]);
  if (read === undefined) return null;
  const { settings, from_environment: fixed } = read;
  const names = SETTING_GROUPS.flatMap((one): readonly SettingName[] => one.names);
  const textOf = (name: SettingName): string => typed[name] ?? String(settings[name]);
  const changed = names.filter((name) => textOf(name) !== String(settings[name]));
  const isValid = names.every((name) => problemOf(name, textOf, settings) === undefined);
  const save = async () => {
    const changes = Object.fromEntries(changed.map((name) => [name, valueOf(name, textOf(name), settings)]));
    const written = await callOrShow('settings.write', { changes });
    if (written === undefined) return;
    setRead({ settings: written.settings, from_environment: fixed });
    setTyped({});
    checkAgain();
    showDone(written.needs_restart ? messages.settings.savedForNextStart : messages.settings.saved);
  };
  return (
    <div className="screen">
      <header className="head">
        <h1 className="grow">{messages.settings.title}</h1>
        <button
          type="button"
          className="button primary"
          disabled={changed.length === 0 || !isValid}
          onClick={() => void save()}
        >
          {messages.settings.save}
        </button>
      </header>
      <div className="settings" tabIndex={0} role="region" aria-label={messages.settings.title}>
        {SETTING_GROUPS.map(({ group, names: own }) => (
          <section key={group} className="card settings-group" aria-label={messages.settings.groups[group]}>
            <h2>{messages.settings.groups[group]}</h2>
            {own.map((name) => (
              <SettingField
                key={name}
                name={name}
                textOf={textOf}
                settings={settings}
                isFixed={fixed.includes(name)}
                onChange={(text) => setTyped({ ...typed, [name]: text })}
              />
            ))}
            {group === 'neo4j' && <Neo4jSection />}
            {group === 'http' && <HttpAddress setting={settings.http_api} />}
          </section>
        ))}
        <SchemaSection />
        <About />
      </div>
    </div>
  );
};
