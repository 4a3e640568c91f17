import { useEffect, useState } from 'react';
import type { BridgeOutput } from '../../src-main/contract/bridge.ts';
import { bridge, callOrShow } from '../bridge/bridge.ts';
import { formatDateTime } from '../messages/format.ts';
import { messages } from '../messages/messages.ts';

/** The newest entries of the log, and where it is. */
export const LogSection = () => {
  const [log, setLog] = useState<BridgeOutput<'shell.log'>>();
  const read = async (): Promise<void> => {
    const answer = await bridge.call('shell.log', {});
    if (answer.ok) setLog(answer.value);
  };
  useEffect(() => void read(), []);
  if (log === undefined) return null;
  const { title, none, refresh, levels, columns } = messages.log;
  const levelOf = (level: string): string => levels[level === 'error' || level === 'warn' ? level : 'info'];
  return (
    <section className="card settings-group wide" aria-label={title}>
      <h2>{title}</h2>
      <p className="muted small">{log.folder}</p>
      {log.entries.length === 0 ? (
        <p>{none}</p>
      ) : (
        <div className="log" tabIndex={0} role="region" aria-label={title}>
          <table aria-label={title}>
            <thead>
              <tr>
                <th scope="col" className="time">
                  {columns.time}
                </th>
                <th scope="col" className="level">
                  {columns.level}
                </th>
                <th scope="col">{columns.message}</th>
              </tr>
            </thead>
            <tbody>
              {log.entries.map(({ time, level, message, details }, at) => (
                <tr key={`${time} ${at}`}>
                  <td>{formatDateTime(time)}</td>
                  <td className={level === 'error' ? 'bad-text' : ''}>{levelOf(level)}</td>
                  <td>
                    {message} <span className="muted">{details}</span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <div className="buttons">
        <button type="button" className="button" onClick={() => void read()}>
          {refresh}
        </button>
        <button type="button" className="button" onClick={() => void callOrShow('shell.show_log', {})}>
          {messages.batch.showLog}
        </button>
      </div>
    </section>
  );
};
