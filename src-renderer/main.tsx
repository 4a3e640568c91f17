import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import 'uplot/dist/uPlot.min.css';
import './app/app.css';
import { App } from './app/app.tsx';
import { followPreflight } from './store/new-batch.ts';
import { followMenu } from './store/menu-commands.ts';
import { followEngine } from './store/replica.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root');
followEngine();
followMenu();
followPreflight();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
