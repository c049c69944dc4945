/** One association in the inspector: why it ended, facts, what was negotiated, and its messages in order. */
import { useEffect, useState, type ReactElement } from 'react';
import type { LogContext, LogDetail, LogRow } from '../../../core/contract.ts';
import { stampText } from '../../format/date-time.ts';
import { bytesText, countText, durationText } from '../../format/quantity.ts';
import { ActionButton } from '../../parts/action-button.tsx';
import { Facts, type Fact } from '../../parts/facts.tsx';
import { Failure } from '../../parts/failure.tsx';
import { Inspect } from '../../parts/screen-frame.tsx';
import { StatusMark, type Mark } from '../../ui/status-mark.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { useGantry, useNodes } from '../../use-gantry.ts';
import { copyReport, saveReport } from './actions.ts';
import { endWords } from './log-columns.tsx';
import { MessageList } from './message-list.tsx';
import styles from './log.module.css';

export const AssociationDetails = ({ rows }: { readonly rows: readonly LogRow[] }): ReactElement | null => {
  const [row] = rows;
  if (row === undefined) return null;
  if (rows.length > 1) {
    return (
      <Inspect title={`${countText(rows.length)} associations`}>
        <Buttons />
      </Inspect>
    );
  }
  return (
    <Inspect title={<Heading row={row} />}>
      <Details key={row.id} row={row} />
    </Inspect>
  );
};

const Heading = ({ row }: { readonly row: LogRow }): ReactElement => (
  <span dir="ltr">{row.callingTitle + row.calledTitle === '' ? row.peer : `${row.callingTitle} → ${row.calledTitle}`}</span>
);

const Buttons = (): ReactElement => (
  <div className={styles.buttons}>
    <ActionButton action={copyReport} hideShortcut />
    <ActionButton action={saveReport} tone="quiet" />
  </div>
);

const REFRESH_MS = 400;

/** null while it is read for the first time; 'gone' when the log no longer has it. */
const useDetail = (row: LogRow): LogDetail | 'gone' | null => {
  const { api } = useGantry();
  const [detail, setDetail] = useState<LogDetail | 'gone' | null>(null);
  const { id, messages, end } = row;
  useEffect(() => {
    const stop = new AbortController();
    const load = (): void => {
      api.call('log.detail', { id }, stop.signal).then(
        (found) => setDetail(found ?? 'gone'),
        () => {
          if (!stop.signal.aborted) setDetail('gone');
        },
      );
    };
    const timer = setTimeout(load, end === 'open' ? REFRESH_MS : 0);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [api, id, messages, end]);
  return detail;
};

const Details = ({ row }: { readonly row: LogRow }): ReactElement => {
  const [tab, setTab] = useState<'messages' | 'contexts'>('messages');
  const detail = useDetail(row);
  const ending = endWords(row);
  const nodes = useNodes();
  const theirTitle = row.direction === 'out' ? row.calledTitle : row.callingTitle;
  const node = nodes.find(({ kind, title }) => kind === 'remote' && title === theirTitle);
  return (
    <>
      <div className={styles.lead}>
        <StatusMark mark={ending.mark} withWord />
        <span className="secondary">{ending.detail}</span>
      </div>
      {detail !== null && detail !== 'gone' && detail.explanation !== null && (
        <Failure failure={detail.explanation} subject={node === undefined ? {} : { nodeId: node.id }} />
      )}
      <Buttons />
      <Facts facts={factsOf(row, detail)} />
      {detail === 'gone' ? (
        <p className="faint">The log no longer has the details of this association.</p>
      ) : (
        detail !== null && (
          <Tabs
            label="Association"
            tabs={[
              { id: 'messages', label: 'Messages', count: detail.messages.length + detail.leftOut },
              { id: 'contexts', label: 'Contexts', count: detail.contexts.length },
            ]}
            value={tab}
            onChange={setTab}
          >
            {tab === 'messages' ? (
              <MessageList messages={detail.messages} leftOut={detail.leftOut} />
            ) : (
              <ContextList contexts={detail.contexts} />
            )}
          </Tabs>
        )
      )}
    </>
  );
};

const factsOf = (row: LogRow, detail: LogDetail | 'gone' | null): readonly Fact[] => [
  { name: 'Time', value: stampText(row.at, true) },
  { name: 'Peer', value: row.peer },
  { name: 'Direction', value: row.direction === 'in' ? 'in: they called us' : 'out: we called them' },
  { name: 'Duration', value: row.durationMs === null ? 'still open' : durationText(row.durationMs) },
  { name: 'Bytes', value: `${bytesText(row.bytesIn)} in, ${bytesText(row.bytesOut)} out` },
  ...(detail === null || detail === 'gone' ? [] : detail.facts),
];

/** PS3.8 Table 9-18; anything else means that no answer came. */
const contextMark = ({ result, resultText }: LogContext): Mark => {
  if (result === 0) return { shape: 'full', tone: 'ok', word: 'accepted' };
  return result >= 1 && result <= 4
    ? { shape: 'cross', tone: 'error', word: resultText }
    : { shape: 'empty', tone: 'idle', word: resultText };
};

const ContextList = ({ contexts }: { readonly contexts: readonly LogContext[] }): ReactElement =>
  contexts.length === 0 ? (
    <p className={styles.quiet}>No presentation context was negotiated.</p>
  ) : (
    <ul className={styles.list} aria-label="Presentation contexts">
      {contexts.map((context) => (
        <li key={context.id} className={styles.context}>
          <StatusMark mark={contextMark(context)} />
          <div className={styles.contextText}>
            <div className={styles.contextHead}>
              <bdi title={context.abstractSyntax}>{context.abstractSyntaxName || context.abstractSyntax}</bdi>
              <span className="mono faint">{context.id}</span>
            </div>
            <div className="faint">{[context.resultText, context.role].filter((part) => part !== '').join(' · ')}</div>
            <div className="secondary">{context.transferSyntaxes.join(', ')}</div>
          </div>
        </li>
      ))}
    </ul>
  );
