// Boots the page: waits for the port, builds the state, draws. The only module of the window that does something when it is loaded.
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { awaitPort, connect } from './api.ts';
import { App } from './app.tsx';
import { createGantry } from './gantry.ts';
import { screens } from './screens.ts';
import './style/tokens.css';
import './style/base.css';

const root = document.getElementById('root');
const host = window.gantryHost ?? { pathOf: () => '' };

void awaitPort(window).then((port) => {
  if (!root) return;
  const platform = navigator.platform.startsWith('Mac') ? 'mac' : 'other';
  const gantry = createGantry({ api: connect(port), host, platform });
  createRoot(root).render(
    <StrictMode>
      <App gantry={gantry} screens={screens} />
    </StrictMode>,
  );
});
