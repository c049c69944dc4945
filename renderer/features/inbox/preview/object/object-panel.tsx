/** An object that is no picture: what it is, what it says, and what can be done with it. Reads like a document; its text can be selected. */
import { useEffect, useState, type KeyboardEvent, type ReactElement } from 'react';
import type { ObjectAnswer, ObjectTable, ObjectView } from '../../../../../core/contract.ts';
import { bytesText, countText, pluralText } from '../../../../format/quantity.ts';
import { Facts } from '../../../../parts/facts.tsx';
import { Button } from '../../../../ui/button.tsx';
import { useGantry } from '../../../../use-gantry.ts';
import { PdfView } from './pdf-view.tsx';
import { References } from './references.tsx';
import { Report } from './report.tsx';
import { savePayload } from './save-payload.ts';
import { Waveforms } from './waveforms.tsx';
import styles from './object.module.css';

interface ObjectPanelProps {
  readonly instanceId: number;
  /** Why there is no picture. */
  readonly reason: string;
  readonly label: string;
  readonly autoFocus?: boolean;
  /** To the next or the previous object of the series. */
  readonly onStep: (by: 1 | -1) => void;
}

export const ObjectPanel = ({ instanceId, reason, label, autoFocus = false, onStep }: ObjectPanelProps): ReactElement => {
  const answer = useObjectView(instanceId);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== event.currentTarget) return;
    if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return;
    event.preventDefault();
    event.stopPropagation();
    onStep(event.key === 'ArrowRight' ? 1 : -1);
  };
  return (
    <div
      ref={(element) => {
        if (autoFocus) element?.focus();
      }}
      className={styles.panel}
      tabIndex={0}
      role="document"
      aria-label={label}
      data-selectable=""
      onKeyDown={onKeyDown}
    >
      {answer?.kind === 'none' && (
        <div className={styles.sheet}>
          <h3>It cannot be shown</h3>
          <p>{answer.reason}</p>
        </div>
      )}
      {answer?.kind === 'object' && <Sheet view={answer.view} instanceId={instanceId} reason={reason} />}
    </div>
  );
};

const useObjectView = (instanceId: number): ObjectAnswer | null => {
  const { api } = useGantry();
  const [known, setKnown] = useState<{ readonly of: number; readonly answer: ObjectAnswer } | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    api.call('objects.view', { instanceId }, stop.signal).then(
      (answer) => setKnown({ of: instanceId, answer }),
      (error: unknown) => {
        if (stop.signal.aborted) return;
        setKnown({ of: instanceId, answer: { kind: 'none', reason: error instanceof Error ? error.message : String(error) } });
      },
    );
    return () => stop.abort();
  }, [api, instanceId]);
  return known?.of === instanceId ? known.answer : null;
};

/** Facts of an object that is a picture as well: a dose, a segmentation. Nothing while they are not known. */
export const ObjectFacts = ({ instanceId }: { readonly instanceId: number }): ReactElement | null => {
  const answer = useObjectView(instanceId);
  if (answer?.kind !== 'object') return null;
  const { view } = answer;
  return (
    <section className={styles.facts} aria-label={view.what}>
      <h4>{view.what}</h4>
      <p className="secondary">{view.explanation}</p>
      <Facts facts={view.facts} />
      {view.tables.map((table) => (
        <Table key={table.title} table={table} />
      ))}
    </section>
  );
};

interface SheetProps {
  readonly view: ObjectView;
  readonly instanceId: number;
  readonly reason: string;
}

const Sheet = ({ view, instanceId, reason }: SheetProps): ReactElement => {
  const { content } = view;
  return (
    <article className={styles.sheet}>
      <header className={styles.head}>
        <h3>{view.what}</h3>
        <p className="faint">{view.sopClassName}</p>
        {view.what === 'Image' ? <p>{reason}</p> : content.kind !== 'report' && <p className="secondary">{view.explanation}</p>}
        <Save view={view} instanceId={instanceId} />
      </header>
      {content.kind === 'report' && <Report items={content.items} leftOut={content.leftOut} />}
      {content.kind === 'file' && content.isPdf && <PdfView instanceId={instanceId} />}
      {content.kind === 'waveform' && <Waveforms groups={content.groups} />}
      {view.facts.length > 0 && <Facts facts={view.facts} />}
      {view.tables.map((table) => (
        <Table key={table.title} table={table} />
      ))}
      {content.kind !== 'report' && view.references.length > 0 && (
        <section>
          <h4>{pluralText(view.references.length + view.referencesLeftOut, 'object it speaks of', 'objects it speaks of')}</h4>
          <References references={view.references} />
          {view.referencesLeftOut > 0 && <p className="faint">and {countText(view.referencesLeftOut)} more</p>}
        </section>
      )}
    </article>
  );
};

/** Documents and videos leave as files of their own. */
const Save = ({ view, instanceId }: { readonly view: ObjectView; readonly instanceId: number }): ReactElement | null => {
  const gantry = useGantry();
  const { content } = view;
  if (content.kind !== 'file' && content.kind !== 'video') return null;
  const words = content.kind === 'video' ? 'Save the video stream…' : `Save the ${content.extension.toUpperCase()} file…`;
  return (
    <p className={styles.save}>
      <Button onClick={() => void savePayload(gantry, instanceId, words)}>{words}</Button>
      <span className="faint">{bytesText(content.bytes)}, with what it says of the patient</span>
    </p>
  );
};

const Table = ({ table: { title, columns, rows, leftOut } }: { readonly table: ObjectTable }): ReactElement => (
  <section>
    <h4>{title}</h4>
    <div className={styles.wide}>
      <table className={styles.table}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, at) => (
                <td key={at}>
                  <bdi>{cell}</bdi>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
    {leftOut > 0 && <p className="faint">and {countText(leftOut)} more</p>}
  </section>
);
