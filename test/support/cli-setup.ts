// Before the tests of the command line: it is built from the sources as they are.
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from '../../build/steps/freshness.mjs';

export const setup = (): Promise<void> => ensureBuilt(fileURLToPath(new URL('../..', import.meta.url)), 'cli');
