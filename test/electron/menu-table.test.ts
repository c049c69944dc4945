// The native menu names actions of the window: each of them must be one that the window has.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { MENUS } from '../../electron/menu-table.ts';

const renderer = fileURLToPath(new URL('../../renderer', import.meta.url));

/** Every identifier that the window's sources give to an action or, behind `go.`, to a screen. */
function identifiers(): ReadonlySet<string> {
  const files = readdirSync(renderer, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
  return new Set(
    files.flatMap((file) => {
      const found = [...readFileSync(path.join(renderer, file), 'utf8').matchAll(/\bid: '([a-zA-Z.]+)'/g)];
      return found.map(([, id = '']) => (id.includes('.') ? id : `go.${id}`));
    }),
  );
}

it('names only actions that the window has', () => {
  const known = identifiers();
  const named = MENUS.flatMap(({ items }) => items.flatMap((entry) => (entry !== 'separator' && 'action' in entry ? [entry.action] : [])));
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((action) => !known.has(action))).toEqual([]);
});
