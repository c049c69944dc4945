/** The selected element's value: whole as text, or its bytes as they lie in the file, a page at a time. */
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useEffect, useState, type ReactElement } from 'react';
import type { TagBytes, TagRow } from '../../../core/contract.ts';
import { IconButton } from '../../ui/button.tsx';
import { Segments } from '../../ui/choice.tsx';
import { useGantry } from '../../use-gantry.ts';
import { hexLines } from './hex-lines.ts';
import styles from './inbox.module.css';

type Form = 'text' | 'hex';

interface TagValueProps {
  readonly instanceId: number;
  readonly row: TagRow;
}

export const TagValue = ({ instanceId, row }: TagValueProps): ReactElement => {
  const [form, setForm] = useState<Form>('text');
  const element = row.kind === 'element';
  return (
    <div className={styles.whole}>
      <div className={styles.wholeHead}>
        <span className="cut">{row.keyword || row.name || row.tag}</span>
        <span className="mono faint cut" title={row.path}>
          {row.path}
        </span>
        <span className="faint" title="Bytes of the value, and where the element begins in the file">
          {row.length.toLocaleString()} B at {row.offset.toLocaleString()}
        </span>
      </div>
      <Segments
        label="Value as"
        hideLabel
        value={form}
        options={[
          { value: 'text', label: 'Text' },
          { value: 'hex', label: 'Hex' },
        ]}
        onChange={setForm}
      />
      {form === 'hex' || !element ? <Bytes key={row.path} instanceId={instanceId} row={row} /> : <Text instanceId={instanceId} row={row} />}
    </div>
  );
};

/** Copying takes the whole; this is for reading. */
const SHOWN_CHARACTERS = 20_000;

const Text = ({ instanceId, row }: TagValueProps): ReactElement => {
  const { api } = useGantry();
  const [value, setValue] = useState(row.value);
  useEffect(() => {
    if (!row.cut) return undefined;
    const stop = new AbortController();
    api.call('tags.value', { instanceId, path: row.path }, stop.signal).then(setValue, () => undefined);
    return () => stop.abort();
  }, [api, instanceId, row]);
  return (
    <div
      className={styles.wholeValue}
      data-selectable=""
      tabIndex={0}
      role="textbox"
      aria-readonly="true"
      aria-multiline="true"
      aria-label={`Value of ${row.name || row.tag}`}
    >
      <bdi>{value.slice(0, SHOWN_CHARACTERS)}</bdi>
      {value.length > SHOWN_CHARACTERS && ' …'}
    </div>
  );
};

const PAGE = 256;

const Bytes = ({ instanceId, row }: TagValueProps): ReactElement => {
  const { api } = useGantry();
  const [from, setFrom] = useState(0);
  const [page, setPage] = useState<TagBytes | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    api.call('tags.bytes', { instanceId, path: row.path, from, length: PAGE }, stop.signal).then(setPage, () => undefined);
    return () => stop.abort();
  }, [api, instanceId, row.path, from]);
  const last = Math.max(0, Math.floor((row.length - 1) / PAGE) * PAGE);
  return (
    <>
      <pre
        className={`${styles.wholeValue ?? ''} ${styles.hex ?? ''}`}
        data-selectable=""
        tabIndex={0}
        aria-label={`Bytes of ${row.name || row.tag}`}
      >
        {page === null ? '' : hexLines(page.bytes, page.offset + from).join('\n')}
      </pre>
      {last > 0 && (
        <div className={styles.pages}>
          <IconButton
            label="Bytes before"
            icon={ChevronLeft}
            disabled={from === 0 ? 'These are the first.' : undefined}
            onClick={() => setFrom(Math.max(0, from - PAGE))}
          />
          <label>
            from byte{' '}
            <input
              className={styles.from}
              inputMode="numeric"
              value={from}
              aria-label="First byte shown"
              onChange={({ target }) => setFrom(Math.min(last, Math.max(0, Math.floor(Number(target.value) || 0))))}
            />
          </label>
          <IconButton
            label="Bytes after"
            icon={ChevronRight}
            disabled={from >= last ? 'These are the last.' : undefined}
            onClick={() => setFrom(Math.min(last, from + PAGE))}
          />
        </div>
      )}
    </>
  );
};
