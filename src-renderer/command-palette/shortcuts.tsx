import { Dialog } from '../components/dialog.tsx';
import { messages } from '../messages/messages.ts';
import { useUi } from '../store/ui.ts';
import { COMMANDS_OF_APP } from './commands.ts';

/** Every command that has a shortcut. */
export const ShortcutsTable = () => (
  <table aria-label={messages.app.shortcuts}>
    <tbody>
      {COMMANDS_OF_APP.filter(({ keys }) => keys !== '').map(({ name, keys }) => (
        <tr key={name}>
          <th scope="row">{name}</th>
          <td>
            <kbd>{keys}</kbd>
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);

export const Shortcuts = () => {
  const openDialog = useUi((state) => state.openDialog);
  const close = () => openDialog(undefined);
  return (
    <Dialog title={messages.app.shortcuts} onClose={close}>
      <ShortcutsTable />
      <div className="buttons">
        <button type="button" className="button" onClick={close}>
          {messages.app.close}
        </button>
      </div>
    </Dialog>
  );
};
