// The walls of the house are held by lint: what DESIGN forbids is reported, what it allows is not.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ESLint, Linter } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';
import { wallBetween, walls } from '../../build/walls.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

function report(file: string, code: string): string[] {
  const linter = new Linter({ cwd: root });
  const config = {
    files: ['**/*.{ts,tsx}'],
    languageOptions: { parser: tseslint.parser as Linter.Parser },
    plugins: { gantry: { rules: { walls } } },
    rules: { 'gantry/walls': 'error' as const },
  };
  return linter.verify(code, [config], path.join(root, file)).map((message) => message.message);
}

const forbidden: ReadonlyArray<readonly [file: string, source: string]> = [
  ['core/lib/bytes.ts', 'node:fs'],
  ['core/pdu/decode.ts', 'node:buffer'],
  ['core/pdu/decode.ts', '../dimse/status.ts'],
  ['core/dimse/status.ts', '../association/types.ts'],
  ['core/association/transport.ts', 'node:fs/promises'],
  ['core/association/transport.ts', '../services/echo.ts'],
  ['core/services/store.ts', 'node:fs'],
  ['core/inbox/writer.ts', 'electron'],
  ['core/inbox/writer.ts', '../transfers/queue.ts'],
  ['core/contract.ts', './engine.ts'],
  ['core/engine.ts', '../electron/main.ts'],
  ['core/engine.ts', 'react'],
  ['electron/main.ts', '../renderer/api.ts'],
  ['electron/main.ts', '../core/inbox/writer.ts'],
  ['renderer/api.ts', 'electron'],
  ['renderer/api.ts', 'node:path'],
  ['renderer/api.ts', '../core/engine.ts'],
  ['renderer/features/search/screen.tsx', '../inbox/table.tsx'],
  ['renderer/ui/button.tsx', '../stores/nodes.ts'],
];

const allowed: ReadonlyArray<readonly [file: string, source: string]> = [
  ['core/pdu/decode.ts', '../lib/bytes.ts'],
  ['core/dimse/assemble.ts', '../pdu/types.ts'],
  ['core/association/transport.ts', 'node:net'],
  ['core/storage/database.ts', 'libsql'],
  ['core/nodes/ladder.ts', '../failures/explain-failure.ts'],
  ['core/inbox/writer.ts', './layout.ts'],
  ['core/engine.ts', './transfers/queue.ts'],
  ['electron/main.ts', '../core/engine.ts'],
  ['renderer/features/search/screen.tsx', './row.tsx'],
  ['renderer/features/search/screen.tsx', '../../ui/button.tsx'],
];

describe('walls between the rooms', () => {
  it.each(forbidden)('%s may not import %s', (file, source) => {
    const once = [expect.stringMatching(/may (not import|import only types)/)];
    expect(report(file, `import { x } from '${source}'; x();`)).toEqual(once);
    expect(report(file, `export * from '${source}';`)).toEqual(once);
    expect(report(file, `void import('${source}');`)).toEqual(once);
  });

  it.each(allowed)('%s may import %s', (file, source) => {
    expect(report(file, `import { x } from '${source}'; x();`)).toEqual([]);
  });

  it('lets types pass where only types may', () => {
    const wanted = { file: 'renderer/api.ts', source: '../core/contract.ts' };
    expect(wallBetween({ ...wanted, typeOnly: true })).toBeNull();
    expect(wallBetween({ ...wanted, typeOnly: false })).toMatch(/only types/);
  });

  it.each(['core/pdu/x.ts', 'electron/x.ts', 'renderer/x.tsx'])('is switched on for %s', async (file) => {
    const eslint = new ESLint({ cwd: root, overrideConfigFile: path.join(root, 'build/eslint.config.mjs') });
    const config = (await eslint.calculateConfigForFile(path.join(root, file))) as Linter.Config;
    expect(config.rules?.['gantry/walls']).toEqual([2]);
  });
});
