/** The line itself: Enter asks, Esc stops or goes back, and a faint `*` shows that the last word may go on. */
import { Search, Square } from 'lucide-react';
import type { KeyboardEvent, ReactElement, RefObject } from 'react';
import { Button } from '../../ui/button.tsx';
import styles from './search.module.css';

interface SearchFieldProps {
  readonly input: RefObject<HTMLInputElement | null>;
  readonly text: string;
  /** Whether the engine will add a wild card after the last word. */
  readonly ghost: boolean;
  readonly asking: boolean;
  readonly describedBy: string;
  readonly onType: (text: string) => void;
  readonly onAsk: () => void;
  readonly onStop: () => void;
  /** Down arrow: into the results. */
  readonly onLeave: () => void;
}

export const SearchField = ({ input, text, ghost, asking, describedBy, ...on }: SearchFieldProps): ReactElement => {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    // The key that leads here, pressed by someone who is here already; no condition begins with it.
    if (event.key === '/' && text === '') event.preventDefault();
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      on.onLeave();
    }
    if (event.key === 'Escape' && (asking || text !== '')) {
      event.preventDefault();
      event.stopPropagation();
      if (asking) on.onStop();
      else on.onType('');
    }
  };
  return (
    <form
      role="search"
      className={styles.line}
      onSubmit={(event) => {
        event.preventDefault();
        on.onAsk();
      }}
    >
      <div className={styles.field}>
        <Search size={16} strokeWidth={1.6} aria-hidden="true" />
        <div className={styles.typed}>
          <input
            ref={input}
            aria-label="Search"
            aria-describedby={describedBy}
            className={styles.input}
            value={text}
            placeholder="Patient name, or pid:  acc:  mod:ct  date:7 days  on:node"
            spellCheck={false}
            autoComplete="off"
            dir="auto"
            onChange={(event) => on.onType(event.target.value)}
            onKeyDown={onKeyDown}
          />
          {ghost && (
            <span className={styles.ghost} aria-hidden="true">
              <span>{text}</span>*
            </span>
          )}
        </div>
      </div>
      {asking ? (
        <Button icon={Square} shortcut="Esc" onClick={on.onStop}>
          Stop
        </Button>
      ) : (
        <Button type="submit" shortcut="⏎">
          Search
        </Button>
      )}
    </form>
  );
};
