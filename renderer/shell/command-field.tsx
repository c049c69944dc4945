// The command field: one line that understands an address, a UID, a search and a command, and says what it understood before Enter.
import { Command as CommandIcon, CornerDownLeft, Hash, Plus, Search, type LucideIcon } from 'lucide-react';
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { useStore } from 'zustand';
import type { ParsedAddress } from '../../core/contract.ts';
import { attempt, currentContext, perform, type Action } from '../commands/action.ts';
import { interpret, mayBeAddress, type Interpretation } from '../commands/interpret.ts';
import { written } from '../commands/shortcut.ts';
import { currentLocale } from '../format/locale.ts';
import type { Gantry, Platform } from '../gantry.ts';
import { nodeMark } from '../parts/node-mark.ts';
import { go } from '../stores/places.ts';
import { StatusMark } from '../ui/status-mark.tsx';
import { useGantry, useNodes } from '../use-gantry.ts';
import styles from './command-field.module.css';

interface CommandFieldProps {
  readonly actions: readonly Action[];
}

export function CommandField({ actions }: CommandFieldProps) {
  const gantry = useGantry();
  const open = useStore(gantry.shell, (s) => s.commandOpen);
  const start = useStore(gantry.shell, (s) => s.commandText);
  return open ? (
    <OpenField key={start} actions={actions} start={start} />
  ) : (
    <button type="button" className={styles.closed} onClick={() => gantry.shell.setState({ commandOpen: true, commandText: '' })}>
      <Search size={14} aria-hidden="true" />
      <span className="cut">Search patients, paste an address, type a command</span>
      <kbd className={styles.keys}>{written('Mod+K', gantry.platform)}</kbd>
    </button>
  );
}

function OpenField({ actions, start }: CommandFieldProps & { readonly start: string }) {
  const gantry = useGantry();
  const nodes = useNodes();
  const list = useId();
  const [text, setText] = useState(start);
  const [at, setAt] = useState(0);
  const address = useAddress(gantry, text);
  const frame = useRef<HTMLDivElement>(null);
  const before = useRef(document.activeElement);

  const rows = interpret(text, {
    address,
    nodes,
    actions,
    act: currentContext(gantry),
    line: { nodes, today: new Date(), locale: currentLocale() },
  });
  const active = Math.min(at, rows.length - 1);

  const close = (restore: boolean) => {
    gantry.shell.setState({ commandOpen: false });
    if (restore && before.current instanceof HTMLElement && before.current.isConnected) before.current.focus();
  };
  const choose = (row: Interpretation | undefined) => {
    if (!row || !canBeChosen(row)) return;
    close(row.kind === 'command');
    void follow(row, gantry);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + 8,
      PageUp: active - 8,
    };
    const to = steps[event.key];
    if (to !== undefined) setAt(Math.max(0, Math.min(rows.length - 1, to)));
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) choose(rows[active]);
    else if (event.key === 'Escape') close(true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  useEffect(() => {
    frame.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  return (
    <div
      ref={frame}
      className={styles.frame}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) close(false);
      }}
    >
      <div className={styles.line}>
        <Search size={14} aria-hidden="true" />
        <input
          className={styles.input}
          role="combobox"
          aria-label="Search, add or run"
          aria-expanded="true"
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={rows[active] ? `${list}-${active}` : undefined}
          autoFocus
          spellCheck={false}
          autoComplete="off"
          placeholder="yamada   ·   PACS1@10.1.2.3:104   ·   acc:A77   ·   > command"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <ul id={list} role="listbox" aria-label="What it means" className={styles.list}>
        {rows.map((row, index) => (
          <li
            key={keyOf(row)}
            id={`${list}-${index}`}
            role="option"
            aria-selected={index === active}
            aria-disabled={!canBeChosen(row)}
            className={styles.row}
            onMouseMove={() => setAt(index)}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => choose(row)}
          >
            <Row row={row} platform={gantry.platform} />
            {index === active && canBeChosen(row) && <CornerDownLeft size={14} aria-hidden="true" className={styles.enter} />}
          </li>
        ))}
        {rows.length === 0 && <li className={styles.none}>No command is called that.</li>}
      </ul>
    </div>
  );
}

/** The address in the text, as the engine reads it; the last answer stays until the next one so that rows do not jump. */
function useAddress(gantry: Gantry, text: string): ParsedAddress | null {
  const [read, setRead] = useState<{ readonly text: string; readonly address: ParsedAddress | null }>({ text: '', address: null });
  useEffect(() => {
    if (!mayBeAddress(text)) return undefined;
    const asking = new AbortController();
    gantry.api.call('nodes.parse', { text: text.slice(0, 10_000) }, asking.signal).then(
      (address) => setRead({ text, address }),
      () => undefined,
    );
    return () => asking.abort();
  }, [gantry, text]);
  return mayBeAddress(text) ? read.address : null;
}

async function follow(row: Interpretation, gantry: Gantry): Promise<void> {
  switch (row.kind) {
    case 'add':
      await attempt(gantry, async () => {
        const node = await gantry.api.call('nodes.add', { node: row.address });
        gantry.layout.setState({ inspectorOpen: true });
        go(gantry.places, { screen: 'nodes', nodeId: node.id });
        gantry.ladders.verify(node.id);
      });
      break;
    case 'unfinished':
      break;
    case 'uid':
      go(gantry.places, { screen: 'search', text: row.uid });
      break;
    case 'search':
      go(gantry.places, { screen: 'search', text: row.text });
      break;
    case 'node':
      go(gantry.places, { screen: 'nodes', nodeId: row.node.id });
      break;
    case 'command':
      await perform(row.action, currentContext(gantry));
  }
}

/** What cannot be done now says why, and Enter leaves it. */
const canBeChosen = (row: Interpretation): boolean => row.kind !== 'unfinished' && (row.kind !== 'command' || row.reason === '');

const keyOf = (row: Interpretation): string => {
  if (row.kind === 'node') return `node ${row.node.id}`;
  return row.kind === 'command' ? row.action.id : row.kind;
};

function Row({ row, platform }: { readonly row: Interpretation; readonly platform: Platform }) {
  switch (row.kind) {
    case 'add': {
      const { title, host, port } = row.address;
      return (
        <Line icon={Plus} title={row.existing ? `Verify ${row.existing.name}` : 'Add and verify'}>
          <span className="mono">
            {title}@{host}:{port}
          </span>
          {row.existing && ' is in the list already'}
        </Line>
      );
    }
    case 'unfinished':
      return (
        <Line icon={Plus} title="Add and verify" faint>
          {row.needs}
        </Line>
      );
    case 'uid':
      return (
        <Line icon={Hash} title="Find by UID">
          <span className="mono">{row.uid}</span>
        </Line>
      );
    case 'search':
      return (
        <Line icon={Search} title="Search nodes">
          {row.problem === '' ? <bdi>{row.conditions.join('   ')}</bdi> : row.problem}
        </Line>
      );
    case 'node':
      return (
        <>
          <span className={styles.icon}>
            <StatusMark mark={nodeMark(row.node)} />
          </span>
          <bdi className={styles.title}>{row.node.name}</bdi>
          <span className={styles.detail}>
            <span className="mono">
              {row.node.title}@{row.node.host}:{row.node.port}
            </span>
          </span>
        </>
      );
    case 'command':
      return (
        <Line icon={row.action.icon ?? CommandIcon} title={row.label} faint={row.reason !== ''}>
          {row.reason}
          {row.reason === '' && row.action.shortcut !== undefined && (
            <kbd className={styles.keys}>{written(row.action.shortcut, platform)}</kbd>
          )}
        </Line>
      );
  }
}

interface LineProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly faint?: boolean;
  readonly children: React.ReactNode;
}

const Line = ({ icon: Icon, title, faint = false, children }: LineProps) => (
  <>
    <span className={styles.icon}>
      <Icon size={15} strokeWidth={1.6} aria-hidden="true" />
    </span>
    <span className={styles.title} data-faint={faint}>
      {title}
    </span>
    <span className={styles.detail}>{children}</span>
  </>
);
