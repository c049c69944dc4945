// Every shortcut that is in force, from the actions themselves, and the keys that every table knows.
import { useStore } from 'zustand';
import { currentContext, labelOf, type Action } from '../commands/action.ts';
import { written } from '../commands/shortcut.ts';
import { Dialog } from '../ui/dialog.tsx';
import { VIEWER_KEYS } from '../parts/viewer-keys.ts';
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

const dragKeys = [
  { keys: 'Drag rows', does: 'Send them: drop on a node' },
  { keys: 'Alt + drag rows', does: 'Files for the file manager, from the inbox' },
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
      <KeyGroup title="In every table" keys={tableKeys} />
      <KeyGroup title="With the pointer" keys={dragKeys} />
      <KeyGroup title="In the preview" keys={VIEWER_KEYS} />
    </div>
  );
}

function KeyGroup({ title, keys }: { readonly title: string; readonly keys: typeof VIEWER_KEYS }) {
  return (
    <section className={styles.group}>
      <h3>{title}</h3>
      <dl className={styles.list}>
        {keys.map(({ keys: pressed, does }) => (
          <div key={pressed} className={styles.line}>
            <dt>{does}</dt>
            <dd>
              <kbd>{pressed}</kbd>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
