import { useState } from 'react';
import { Dialog } from '../components/dialog.tsx';
import { messages } from '../messages/messages.ts';
import { useUi } from '../store/ui.ts';
import { COMMANDS_OF_APP, type PaletteCommand } from './commands.ts';

export const CommandPalette = () => {
  const openDialog = useUi((state) => state.openDialog);
  const [words, setWords] = useState('');
  const found = COMMANDS_OF_APP.filter(({ name }) => name.toLowerCase().includes(words.trim().toLowerCase()));
  const run = (command: PaletteCommand | undefined) => {
    if (command === undefined) return;
    openDialog(undefined);
    command.run();
  };
  return (
    <Dialog title={messages.app.commands} onClose={() => openDialog(undefined)}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          run(found[0]);
        }}
      >
        <input
          className="field"
          aria-label={messages.app.findCommand}
          placeholder={messages.app.findCommand}
          value={words}
          onChange={({ target }) => setWords(target.value)}
        />
      </form>
      {found.length === 0 && <p className="muted">{messages.app.noCommand}</p>}
      <ul className="commands">
        {found.map((command) => (
          <li key={command.name}>
            <button type="button" onClick={() => run(command)}>
              {command.name}
              <kbd aria-hidden="true">{command.keys}</kbd>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
};
