import { BatchScreen } from '../batch/batch-screen.tsx';
import { BatchesScreen } from '../batches/batches-screen.tsx';
import { CommandPalette } from '../command-palette/command-palette.tsx';
import { Shortcuts } from '../command-palette/shortcuts.tsx';
import { Neo4jDialog } from '../neo4j/neo4j-dialog.tsx';
import { NewBatchScreen } from '../new-batch/new-batch-screen.tsx';
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
      {dialog === 'neo4j' && <Neo4jDialog />}
    </div>
  );
};
