// Finished acts in a corner, read out politely; a problem stays until it is closed.
import { CircleAlert, CircleCheck, Info, X } from 'lucide-react';
import { useEffect } from 'react';
import styles from './toasts.module.css';

export interface ToastView {
  readonly id: number;
  readonly tone: 'done' | 'note' | 'problem';
  readonly text: string;
  readonly detail: string;
  readonly action: { readonly label: string; readonly run: () => void } | null;
}

const SHOWN_MS = 4_000;
/** Long enough to decide. */
const SHOWN_TO_ACT_MS = 12_000;

export const toneIcons = { done: CircleCheck, note: Info, problem: CircleAlert } as const;

interface ToastsProps {
  readonly toasts: readonly ToastView[];
  readonly onDismiss: (id: number) => void;
}

export function Toasts({ toasts, onDismiss }: ToastsProps) {
  return (
    <div className={styles.stack} role="status" aria-live="polite" aria-label="Messages">
      {toasts.map((toast) => (
        <Toast key={toast.id} toast={toast} onDismiss={onDismiss} />
      ))}
    </div>
  );
}

function Toast({ toast, onDismiss }: { readonly toast: ToastView; readonly onDismiss: (id: number) => void }) {
  const { id, tone, action } = toast;
  const shown = action === null ? SHOWN_MS : SHOWN_TO_ACT_MS;
  useEffect(() => {
    if (tone === 'problem') return undefined;
    const timer = setTimeout(() => onDismiss(id), shown);
    return () => clearTimeout(timer);
  }, [id, tone, shown, onDismiss]);
  const Icon = toneIcons[tone];
  return (
    <div className={styles.toast} data-tone={tone}>
      <Icon size={16} strokeWidth={1.8} aria-hidden="true" className={styles.icon} />
      <div className={styles.words}>
        <div>{toast.text}</div>
        {toast.detail !== '' && <div className={styles.detail}>{toast.detail}</div>}
        {action !== null && (
          <button
            type="button"
            className={styles.action}
            onClick={() => {
              action.run();
              onDismiss(id);
            }}
          >
            {action.label}
          </button>
        )}
      </div>
      <button type="button" className={styles.close} aria-label="Close message" onClick={() => onDismiss(id)}>
        <X size={14} aria-hidden="true" />
      </button>
    </div>
  );
}
