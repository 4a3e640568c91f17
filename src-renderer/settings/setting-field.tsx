import { useId } from 'react';
import type { Settings } from '../../src-main/contract/settings.ts';
import { messages } from '../messages/messages.ts';
import { problemOf, type SettingName } from './setting-fields.ts';

interface SettingFieldProps {
  readonly name: SettingName;
  /** What is typed in every field, or in force where nothing is. */
  readonly textOf: (name: SettingName) => string;
  readonly settings: Settings;
  readonly isFixed: boolean;
  readonly onChange: (text: string) => void;
}

/** A setting, with what it means or what is wrong with what is typed. */
export const SettingField = ({ name, textOf, settings, isFixed, onChange }: SettingFieldProps) => {
  const hintId = useId();
  const text = textOf(name);
  const problem = problemOf(name, textOf, settings);
  const isSwitch = settings[name] === 'on' || settings[name] === 'off';
  const common = { disabled: isFixed, 'aria-invalid': problem !== undefined, 'aria-describedby': hintId };
  return (
    <div className="setting">
      <label className={isSwitch ? 'switch' : ''}>
        {messages.settings.names[name]}
        {name === 'ignore_patterns' ? (
          <textarea
            {...common}
            className="field"
            rows={4}
            spellCheck={false}
            value={text}
            onChange={({ target }) => onChange(target.value)}
          />
        ) : (
          <input
            {...common}
            {...(isSwitch ? { type: 'checkbox', checked: text === 'on' } : { className: 'field' })}
            value={text}
            onChange={({ target }) => onChange(isSwitch ? (target.checked ? 'on' : 'off') : target.value)}
          />
        )}
      </label>
      <p id={hintId} className={problem === undefined ? 'muted' : 'bad-text'}>
        {problem ?? (isFixed ? messages.settings.fromEnvironment : messages.settings.hints[name])}
      </p>
    </div>
  );
};
