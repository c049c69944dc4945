// Every shortcut that is in force, from the actions themselves, and the keys that every table knows.
import { useStore } from 'zustand';
import { currentContext, labelOf, type Action } from '../commands/action.ts';
import { written } from '../commands/shortcut.ts';
import { Dialog } from '../ui/dialog.tsx';
import { useGantry } from '../use-gantry.ts';
import styles from './shortcut-sheet.module.css';

const tableKeys = [
  { keys: '↑ ↓ Home End PgUp PgDn', does: 'Move' },
  { keys: 'Shift + these', does: 'Extend the selection' },
  { keys: '→ ←', does: 'Expand and collapse' },
  { keys: '⏎', does: 'Open or pull' },
  { keys: 'Letters', does: 'Go to the next row that begins with them' },
  { keys: 'Esc', does: 'Clear the selection' },
  { keys: 'F6', does: 'Go to the next pane' },
  { keys: 'Shift+F10', does: 'Menu of the row' },
] as const;

export function ShortcutSheet({ actions }: { readonly actions: readonly Action[] }) {
  const gantry = useGantry();
  const open = useStore(gantry.shell, (s) => s.shortcutsOpen);
  return (
    <Dialog title="Keyboard shortcuts" open={open} onClose={() => gantry.shell.setState({ shortcutsOpen: false })}>
      <ShortcutList actions={actions} />
    </Dialog>
  );
}

export function ShortcutList({ actions }: { readonly actions: readonly Action[] }) {
  const gantry = useGantry();
  const context = currentContext(gantry);
  const withKeys = actions.filter(({ shortcut }) => shortcut !== undefined);
  const groups = [...new Set(withKeys.map(({ group }) => group))];
  return (
    <div className={styles.sheet}>
      {groups.map((group) => (
        <section key={group} className={styles.group}>
          <h3>{group}</h3>
          <dl className={styles.list}>
            {withKeys
              .filter((action) => action.group === group)
              .map((action) => (
                <div key={action.id} className={styles.line}>
                  <dt>{labelOf(action, context)}</dt>
                  <dd>
                    <kbd>{written(action.shortcut ?? '', gantry.platform)}</kbd>
                  </dd>
                </div>
              ))}
          </dl>
        </section>
      ))}
      <section className={styles.group}>
        <h3>In every table</h3>
        <dl className={styles.list}>
          {tableKeys.map(({ keys, does }) => (
            <div key={keys} className={styles.line}>
              <dt>{does}</dt>
              <dd>
                <kbd>{keys}</kbd>
              </dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  );
}
