// The bell's list: what the window said since it started, newest first.
import { useStore } from 'zustand';
import { stampText } from '../format/date-time.ts';
import { Dialog } from '../ui/dialog.tsx';
import { toneIcons } from '../ui/toasts.tsx';
import { useGantry } from '../use-gantry.ts';
import styles from './messages.module.css';

export function Messages() {
  const gantry = useGantry();
  const open = useStore(gantry.shell, (s) => s.messagesOpen);
  const said = useStore(gantry.feedback, (s) => s.said);
  return (
    <Dialog title="Messages" open={open} onClose={() => gantry.shell.setState({ messagesOpen: false })}>
      {said.length === 0 && <p className="faint">Nothing has been said since Gantry was started.</p>}
      <ul className={styles.list} aria-label="Messages so far">
        {said.map(({ id, tone, text, detail, at }) => {
          const Icon = toneIcons[tone];
          return (
            <li key={id} className={styles.message} data-tone={tone}>
              <Icon size={15} strokeWidth={1.8} aria-label={toneWords[tone]} role="img" className={styles.icon} />
              <div className={styles.words}>
                {text}
                {detail !== '' && <div className="secondary">{detail}</div>}
              </div>
              <time className="faint">{stampText(new Date(at).toISOString(), true)}</time>
            </li>
          );
        })}
      </ul>
    </Dialog>
  );
}

const toneWords = { done: 'done', note: 'note', problem: 'problem' } as const;
