// The conformance statement says what the engine's tables say.
import { readFile } from 'node:fs/promises';
import { format } from 'prettier';
import { expect, test } from 'vitest';
import { conformanceStatement } from '../../core/conformance.ts';

test('core/CONFORMANCE.md is what `node build/generate-conformance.mjs` writes now', async () => {
  const written = await readFile(new URL('../../core/CONFORMANCE.md', import.meta.url), 'utf8');
  expect(written).toBe(await format(conformanceStatement(), { parser: 'markdown', printWidth: 140 }));
});
