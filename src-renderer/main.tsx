import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import 'uplot/dist/uPlot.min.css';
import './app/app.css';
import './components/components.css';
import './app/sidebar.css';
import './new-batch/new-batch.css';
import './batch/batch.css';
import './batches/batches.css';
import './library/library.css';
import './settings/settings.css';
import './settings/schema.css';
import './new-batch/welcome.css';
import './app/adapt.css';
import { App } from './app/app.tsx';
import { language } from './messages/language.ts';
import { followPreflight } from './store/new-batch.ts';
import { readPreferences } from './store/preferences.ts';
import { followMenu } from './store/menu-commands.ts';
import { followEngine } from './store/replica.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root');
document.documentElement.lang = language;
followEngine();
followMenu();
followPreflight();
void readPreferences();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
