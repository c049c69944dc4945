/** What is started as `gantry`. */
import path from 'node:path';
import type * as program from '../main.ts';
import { createChunks } from './chunks.ts';

const { main } = createChunks().load(path.join(import.meta.dirname, 'main.cjs')) as typeof program;
void main();
