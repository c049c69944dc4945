// The real window over the engine in memory, to be looked at. The address says which world: ?world=full|empty|failing&theme=dark&scale=1.5
import { createRoot } from 'react-dom/client';
import { App } from '../../../renderer/app.tsx';
import { createGantry } from '../../../renderer/gantry.ts';
import { screens } from '../../../renderer/screens.ts';
import { go, type Place } from '../../../renderer/stores/places.ts';
import '../../../renderer/style/base.css';
import '../../../renderer/style/tokens.css';
import { createFakeEngine } from '../fake-engine.ts';
import { worldOf } from './worlds.ts';

const wanted = new URLSearchParams(window.location.search);
const root = document.getElementById('root');
const { api, host } = createFakeEngine(worldOf(wanted));
const gantry = createGantry({ api, host, platform: 'other' });
const screen = wanted.get('screen');
const nodeId = wanted.get('node');
if (screen) go(gantry.places, { screen, ...(nodeId ? { nodeId } : {}) } as Place);
Object.assign(window, { gantry });
if (root) createRoot(root).render(<App gantry={gantry} screens={screens} />);
