import type { ReactNode } from 'react';
import { messages } from '../messages/messages.ts';
import { Dialog } from './dialog.tsx';

interface FormDialogProps {
  readonly title: string;
  /** What the button that ends it does. */
  readonly action: string;
  /** Whether what it does cannot be taken back. */
  readonly isDangerous?: boolean;
  readonly onAction: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A dialog with fields: Enter or the button does it, Escape or Cancel does not. */
export const FormDialog = ({ title, action, isDangerous = false, onAction, onClose, children }: FormDialogProps) => (
  <Dialog title={title} onClose={onClose}>
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onAction();
      }}
    >
      {children}
      <div className="buttons">
        <button type="button" className="button" onClick={onClose}>
          {messages.app.cancel}
        </button>
        <button type="submit" className={`button ${isDangerous ? 'danger' : 'primary'}`}>
          {action}
        </button>
      </div>
    </form>
  </Dialog>
);
