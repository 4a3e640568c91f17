import { useEffect, useState } from 'react';
import type { BridgeOutput } from '../../src-main/contract/bridge.ts';
import type { Failure } from '../../src-main/contract/failure.ts';
import { bridge } from '../bridge/bridge.ts';
import { Dialog } from '../components/dialog.tsx';
import { en } from '../messages/en.ts';
import { useUi } from '../store/ui.ts';

type Tested = { readonly sentences: readonly string[] } | { readonly failure: Failure };

/** The connection to Neo4j: its address, whether a password is set, and a test of it in words. */
export const Neo4jDialog = () => {
  const openDialog = useUi((state) => state.openDialog);
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
        en.neo4j.works(version, edition, database, latency_ms),
        ...(may_write ? [] : [en.neo4j.mayNotWrite]),
        ...conflicts.map(({ message }) => message),
      ],
    });
  };
  return (
    <Dialog title={en.neo4j.title} onClose={() => openDialog(undefined)}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <div>
          <div className="label">{en.neo4j.address}</div>
          <div className="value">{info === undefined || info.neo4j_uri === '' ? en.neo4j.none : info.neo4j_uri}</div>
          <p className="muted">{en.neo4j.addressHint}</p>
        </div>
        <label>
          {en.neo4j.password}
          <input
            className="field"
            type="password"
            autoComplete="off"
            value={password}
            onChange={({ target }) => setPassword(target.value)}
          />
        </label>
        <p className="muted">
          {info?.has_neo4j_password === true ? en.neo4j.passwordSet : en.neo4j.passwordNotSet}
          {info?.has_keyring === false && ` ${en.neo4j.noKeyring}`}
        </p>
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
        <div className="buttons">
          <button type="button" className="button" disabled={isTesting} onClick={() => void test()}>
            {en.neo4j.test}
          </button>
          <button type="submit" className="button">
            {en.neo4j.save}
          </button>
          <button type="button" className="button primary" onClick={() => openDialog(undefined)}>
            {en.app.close}
          </button>
        </div>
      </form>
    </Dialog>
  );
};
