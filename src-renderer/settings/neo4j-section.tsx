import { useEffect, useState } from 'react';
import type { BridgeOutput } from '../../src-main/contract/bridge.ts';
import type { Failure } from '../../src-main/contract/failure.ts';
import { bridge } from '../bridge/bridge.ts';
import { Tag } from '../components/tag.tsx';
import { Spoken } from '../components/spoken.tsx';
import { failureWords } from '../messages/failure-words.ts';
import { messages } from '../messages/messages.ts';
import { TargetReport } from './target-report.tsx';

type Tested = { readonly report: BridgeOutput<'target.test'> } | { readonly failure: Failure };

interface Neo4jSectionProps {
  /** Settings are typed that are not saved yet: a test saves them first, since it tests what is in force. */
  readonly isChanged: boolean;
  readonly isValid: boolean;
  /** Saves them; tells whether they were taken. */
  readonly onSave: () => Promise<boolean>;
}

/** The password of the Neo4j user, which never comes back, and a test of the connection in words. */
export const Neo4jSection = ({ isChanged, isValid, onSave }: Neo4jSectionProps) => {
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
  const isUnsaved = isChanged || password !== '';
  const test = async () => {
    setTested(undefined);
    if (isChanged && !(await onSave())) return;
    if (password !== '') await save();
    setTesting(true);
    const answer = await bridge.call('target.test', {});
    setTesting(false);
    if (!answer.ok) {
      setTested({ failure: answer.failure });
      return;
    }
    setTested({ report: answer.value });
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
        <button type="button" className="button" disabled={isTesting || !isValid} onClick={() => void test()}>
          {isUnsaved ? messages.settings.saveAndTest : messages.settings.test}
        </button>
      </div>
      <Spoken>
        {isTesting && <p className="muted">{messages.settings.testing}</p>}
        {tested !== undefined && 'report' in tested && <TargetReport report={tested.report} />}
        {tested !== undefined && 'failure' in tested && (
          <>
            <p>
              <Tag tone="bad">{messages.settings.notConnected}</Tag>
            </p>
            <p className="bad-text">
              {failureWords(tested.failure).message} {failureWords(tested.failure).hint}
            </p>
          </>
        )}
      </Spoken>
    </form>
  );
};
