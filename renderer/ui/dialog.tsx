// A sheet over the window for the few things that are neither screen nor inspector. Esc and a click beside it close it.
import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { useRef, type ReactNode } from 'react';
import styles from './dialog.module.css';

interface DialogProps {
  readonly title: string;
  readonly open: boolean;
  readonly onClose: () => void;
  /** For what needs room: a table, two columns. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}

export function Dialog({ title, open, onClose, wide = false, children }: DialogProps) {
  const popup = useRef<HTMLDivElement>(null);
  // The first thing to fill in or to press, rather than the button that closes.
  const first = () => popup.current?.querySelector<HTMLElement>('input, select, textarea, form button') ?? true;
  return (
    <Base.Root open={open} onOpenChange={(now) => !now && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Popup ref={popup} className={styles.popup} data-wide={wide || undefined} data-modal="" initialFocus={first}>
          <div className={styles.head}>
            <Base.Title render={<h2 />}>{title}</Base.Title>
            <Base.Close className={styles.close} aria-label="Close">
              <X size={16} aria-hidden="true" />
            </Base.Close>
          </div>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
