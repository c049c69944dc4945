/** The objects of a transfer: the first ones at once, more on request, and again whenever their answers have moved on. */
import { useEffect, useState, type ReactElement } from 'react';
import type { TransferObject, TransferView } from '../../../core/contract.ts';
import type { Api } from '../../api.ts';
import { bytesText, countText } from '../../format/quantity.ts';
import { statusText } from '../../format/status-code.ts';
import { uidText } from '../../format/uid.ts';
import { Button } from '../../ui/button.tsx';
import { StatusMark, type Mark } from '../../ui/status-mark.tsx';
import { useGantry } from '../../use-gantry.ts';
import styles from './transfers.module.css';

const PAGE = 200;
/** Most that one call gives. */
const LARGEST_CALL = 1_000;
const REFRESH_MS = 500;

const markOf = (state: TransferObject['state']): Mark => {
  switch (state) {
    case 'waiting':
      return { shape: 'empty', tone: 'idle', word: 'waiting' };
    case 'running':
      return { shape: 'busy', tone: 'running', word: 'on its way' };
    case 'done':
      return { shape: 'full', tone: 'ok', word: 'stored' };
    case 'warning':
      return { shape: 'triangle', tone: 'warn', word: 'stored with a warning' };
    case 'failed':
      return { shape: 'cross', tone: 'error', word: 'refused' };
    case 'set-aside':
      return { shape: 'half', tone: 'warn', word: 'set aside' };
    case 'cancelled':
      return { shape: 'empty', tone: 'idle', word: 'cancelled' };
  }
};

interface ObjectListProps {
  readonly transfer: TransferView;
  readonly only: 'all' | 'problems';
}

interface Loaded {
  readonly total: number;
  readonly rows: readonly TransferObject[];
}

interface Wish {
  readonly id: string;
  readonly only: ObjectListProps['only'];
  readonly count: number;
}

const loadObjects = async (api: Api, { id, only, count }: Wish, signal: AbortSignal): Promise<Loaded> => {
  const rows: TransferObject[] = [];
  for (;;) {
    const limit = Math.min(LARGEST_CALL, count - rows.length);
    const page = await api.call('transfers.objects', { id, offset: rows.length, limit, only }, signal);
    rows.push(...page.rows);
    if (page.rows.length === 0 || rows.length >= Math.min(count, page.total)) return { total: page.total, rows };
  }
};

export const ObjectList = ({ transfer, only }: ObjectListProps): ReactElement => {
  const { api } = useGantry();
  const [count, setCount] = useState(PAGE);
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [failed, setFailed] = useState('');
  const { id, completed, failed: refused, warning, arrived, state } = transfer;
  useEffect(() => {
    const stop = new AbortController();
    const load = (): void => {
      loadObjects(api, { id, only, count }, stop.signal).then(
        (objects) => {
          setLoaded(objects);
          setFailed('');
        },
        (error: unknown) => {
          if (!stop.signal.aborted) setFailed(error instanceof Error ? error.message : String(error));
        },
      );
    };
    const timer = setTimeout(load, loadDelay(state));
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
    // What counts answers makes the list old.
  }, [api, id, count, only, state, completed, refused, warning, arrived]);

  if (failed !== '') return <p className={styles.quiet}>{failed}</p>;
  if (loaded === null) return <p className={styles.quiet}>Reading…</p>;
  if (loaded.rows.length === 0) return <p className={styles.quiet}>{only === 'problems' ? 'No problems.' : emptyText(transfer)}</p>;
  return (
    <ul className={styles.objects} aria-label={only === 'problems' ? 'Objects with problems' : 'Objects'}>
      {loaded.rows.map((object) => (
        <ObjectRow key={object.index} object={object} />
      ))}
      {loaded.total > loaded.rows.length && (
        <li className={styles.more}>
          <Button onClick={() => setCount(count * 2)}>
            {countText(loaded.rows.length)} of {countText(loaded.total)}: show more
          </Button>
        </li>
      )}
    </ul>
  );
};

const loadDelay = (state: TransferView['state']): number => (state === 'running' ? REFRESH_MS : 0);

const emptyText = ({ state }: TransferView): string => (state === 'preparing' ? 'Headers are being read.' : 'No objects are known yet.');

const ObjectRow = ({ object }: { readonly object: TransferObject }): ReactElement => (
  <li className={styles.object}>
    <StatusMark mark={markOf(object.state)} />
    <div className={styles.objectText}>
      <div className={styles.objectHead}>
        <bdi className="cut" title={object.name}>
          {object.sopClassName || object.name}
        </bdi>
        {object.status !== null && <code className="mono">{statusText(object.status)}</code>}
        <span className="faint">{object.bytes > 0 ? bytesText(object.bytes) : ''}</span>
      </div>
      <div className={styles.objectTail}>
        <span className="mono cut" title={object.sopInstanceUid || object.name}>
          {object.sopInstanceUid === '' ? object.name : uidText(object.sopInstanceUid, 22)}
        </span>
        <span className="cut" title={object.transferSyntaxName}>
          {object.transferSyntaxName}
        </span>
      </div>
      {(object.words !== '' || object.comment !== '') && object.state !== 'done' && (
        <p className={styles.words}>
          {[object.words, object.comment === '' ? '' : `“${object.comment}”`].filter((part) => part !== '').join(' ')}
        </p>
      )}
    </div>
  </li>
);
