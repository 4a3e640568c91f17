import { BatchScreen } from '../batch/batch-screen.tsx';
import { BatchesScreen } from '../batches/batches-screen.tsx';
import { CommandPalette } from '../command-palette/command-palette.tsx';
import { Shortcuts } from '../command-palette/shortcuts.tsx';
import { LibraryScreen } from '../library/library-screen.tsx';
import { ReaderScreen } from '../library/reader-screen.tsx';
import { NewBatchScreen } from '../new-batch/new-batch-screen.tsx';
import { SettingsScreen } from '../settings/settings-screen.tsx';
import { useUi } from '../store/ui.ts';
import { LiveRegion } from './live-region.tsx';
import { Notices } from './notices.tsx';
import { Sidebar } from './sidebar.tsx';

const CurrentScreen = () => {
  const screen = useUi((state) => state.screen);
  switch (screen.name) {
    case 'new_batch':
      return <NewBatchScreen />;
    case 'batches':
      return <BatchesScreen />;
    case 'library':
      return <LibraryScreen />;
    case 'settings':
      return <SettingsScreen />;
    case 'document':
      return <ReaderScreen key={screen.id} id={screen.id} chunk={screen.chunk} />;
    case 'batch':
      return <BatchScreen key={screen.id} id={screen.id} />;
  }
};

export const App = () => {
  const dialog = useUi((state) => state.dialog);
  return (
    <div className="frame">
      <Sidebar />
      <main>
        <Notices />
        <CurrentScreen />
      </main>
      <LiveRegion />
      {dialog === 'palette' && <CommandPalette />}
      {dialog === 'shortcuts' && <Shortcuts />}
    </div>
  );
};
