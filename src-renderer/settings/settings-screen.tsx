import { useEffect, useState } from 'react';
import type { BridgeOutput } from '../../src-main/contract/bridge.ts';
import type { Settings } from '../../src-main/contract/settings.ts';
import { bridge, callOrShow } from '../bridge/bridge.ts';
import { Spoken } from '../components/spoken.tsx';
import { messages } from '../messages/messages.ts';
import { checkAgain } from '../store/new-batch.ts';
import { useReplica } from '../store/replica.ts';
import { useUi } from '../store/ui.ts';
import { Neo4jSection } from './neo4j-section.tsx';
import { ShortcutsTable } from '../command-palette/shortcuts.tsx';
import { AgainNote } from './again-note.tsx';
import { AppearanceSection } from './appearance-section.tsx';
import { DataSection } from './data-section.tsx';
import { LogSection } from './log-section.tsx';
import { SchemaSection } from './schema-section.tsx';
import { SectionLinks } from './section-links.tsx';
import { SettingField } from './setting-field.tsx';
import { problemOf, SETTING_GROUPS, valueOf, type SettingName } from './setting-fields.ts';

/** Where the HTTP API answers, once it does. */
const HttpAddress = ({ setting }: { setting: Settings['http_api'] }) => {
  const [info, setInfo] = useState<BridgeOutput<'shell.info'>>();
  useEffect(() => {
    void bridge.call('shell.info', {}).then((answer) => answer.ok && setInfo(answer.value));
  }, [setting]);
  if (setting === 'off' || info?.http_url === undefined) return null;
  return <p>{messages.settings.answersAt(info.http_url, info.http_key_file ?? '')}</p>;
};

const About = () => {
  const [info, setInfo] = useState<BridgeOutput<'shell.info'>>();
  useEffect(() => {
    void bridge.call('shell.info', {}).then((answer) => answer.ok && setInfo(answer.value));
  }, []);
  if (info === undefined) return null;
  return (
    <section className="card settings-group" aria-label={messages.settings.about}>
      <h2>{messages.settings.about}</h2>
      <p>{messages.settings.versions(info.version, info.electron, info.chromium, info.node)}</p>
    </section>
  );
};

const isOfChunks = (name: SettingName): boolean => name === 'chunk_size' || name === 'chunk_overlap';

/** Every setting, validated where it is typed. */
export const SettingsScreen = () => {
  const engine = useReplica((state) => state.engine);
  const showDone = useUi((state) => state.showDone);
  const [read, setRead] = useState<BridgeOutput<'settings.read'>>();
  const [typed, setTyped] = useState<Readonly<Partial<Record<SettingName, string>>>>({});
  const section = useUi(({ screen }) => (screen.name === 'settings' ? screen.section : undefined));
  const isRead = read !== undefined;
  useEffect(() => {
    // Who came to test a connection begins with its address.
    if (isRead && section === 'neo4j') document.querySelector<HTMLInputElement>('.settings input')?.focus();
  }, [isRead, section]);
  useEffect(() => {
    if (engine !== 'running') return;
    void bridge.call('settings.read', {}).then((answer) => answer.ok && setRead(answer.value));
  }, [engine]);
  if (read === undefined) return null;
  const { settings, from_environment: fixed } = read;
  const names = SETTING_GROUPS.flatMap((one): readonly SettingName[] => one.names);
  const textOf = (name: SettingName): string => typed[name] ?? String(settings[name]);
  const changed = names.filter((name) => textOf(name) !== String(settings[name]));
  const isValid = names.every((name) => fixed.includes(name) || problemOf(name, textOf, settings) === undefined);
  const save = async () => {
    const changes = Object.fromEntries(changed.map((name) => [name, valueOf(name, textOf(name), settings)]));
    const written = await callOrShow('settings.write', { changes });
    if (written === undefined) return false;
    setRead({ settings: written.settings, from_environment: fixed });
    setTyped({});
    checkAgain();
    showDone(written.needs_restart ? messages.settings.savedForNextStart : messages.settings.saved);
    return true;
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
      <SectionLinks />
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
            {group === 'neo4j' && <Neo4jSection isChanged={changed.length > 0} isValid={isValid} onSave={save} />}
            {group === 'chunking' && changed.some(isOfChunks) && isValid && <AgainNote textOf={textOf} />}
            {group === 'http' && (
              <Spoken>
                <HttpAddress setting={settings.http_api} />
              </Spoken>
            )}
          </section>
        ))}
        <SchemaSection />
        <DataSection />
        <AppearanceSection />
        <section className="card settings-group" aria-label={messages.app.shortcuts}>
          <h2>{messages.app.shortcuts}</h2>
          <ShortcutsTable />
        </section>
        <About />
        <LogSection />
      </div>
    </div>
  );
};
