import { useEffect, useState } from 'react';
import type { BridgeOutput } from '../../src-main/contract/bridge.ts';
import type { Failure } from '../../src-main/contract/failure.ts';
import { bridge } from '../bridge/bridge.ts';
import { messages } from '../messages/messages.ts';

type Tested = { readonly sentences: readonly string[] } | { readonly failure: Failure };

/** The password of the Neo4j user, which never comes back, and a test of the connection in words. */
export const Neo4jSection = () => {
  const [info, setInfo] = useState<BridgeOutput<'shell.info'>>();
  const [password, setPassword] = useState('');
  const [tested, setTested] = useState<Tested>();
  const [isTesting, setTesting] = useState(false);
  const readInfo = async () => {
    const answer = await bridge.call('shell.info', {});
    if (answer.ok) setInfo(answer.value);
  };
  useEffect(() => void readInfo(), []);
  const save = async () => {
    await bridge.call('shell.set_password', { password });
    setPassword('');
    await readInfo();
  };
  const test = async () => {
    setTesting(true);
    const answer = await bridge.call('target.test', {});
    setTesting(false);
    if (!answer.ok) {
      setTested({ failure: answer.failure });
      return;
    }
    const { version, edition, database, latency_ms, may_write, conflicts } = answer.value;
    setTested({
      sentences: [
        messages.settings.works(version, edition, database, latency_ms),
        ...(may_write ? [] : [messages.settings.mayNotWrite]),
        ...conflicts.map(({ message }) => message),
      ],
    });
  };
  return (
    <form
      className="setting"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <label>
        {messages.settings.password}
        <input
          className="field"
          type="password"
          autoComplete="off"
          value={password}
          onChange={({ target }) => setPassword(target.value)}
        />
      </label>
      <p className="muted">
        {info?.has_neo4j_password === true ? messages.settings.passwordSet : messages.settings.passwordNotSet}
        {info?.has_keyring === false && ` ${messages.settings.noKeyring}`}
      </p>
      <div className="buttons">
        <button type="submit" className="button">
          {messages.settings.savePassword}
        </button>
        <button type="button" className="button" disabled={isTesting} onClick={() => void test()}>
          {messages.settings.test}
        </button>
      </div>
      <div role="status">
        {tested !== undefined &&
          'sentences' in tested &&
          tested.sentences.map((sentence) => <p key={sentence}>{sentence}</p>)}
        {tested !== undefined && 'failure' in tested && (
          <p className="bad-text">
            {tested.failure.message} {tested.failure.hint}
          </p>
        )}
      </div>
    </form>
  );
};
