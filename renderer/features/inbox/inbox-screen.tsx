/** Inbox: what was received, as a tree of studies that grows while objects arrive. Space looks, Enter opens, Delete can be taken back. */
import { FilterX, Inbox } from 'lucide-react';
import { useDeferredValue, useEffect, useMemo, useState, type DragEvent, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { proposeSend, refusal } from '../../commands/send.ts';
import type { Gantry } from '../../gantry.ts';
import { sendVerb } from '../../parts/use-node-drop.ts';
import { bytesText, countText, pluralText } from '../../format/quantity.ts';
import { ActionButton, ActionItems } from '../../parts/action-button.tsx';
import { ScreenFrame } from '../../parts/screen-frame.tsx';
import { showAddress } from '../../shell/actions.ts';
import { NOTHING, select } from '../../stores/selection.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FilterField } from '../../ui/filter-field.tsx';
import { Grid } from '../../ui/grid/grid.tsx';
import { emptySelection, selectOnly, type GridSelection } from '../../ui/grid/selection.ts';
import { useAsked, useGantry, useInFront, useSettings } from '../../use-gantry.ts';
import { FILTER_FIELD, rowActions } from './actions.ts';
import { inboxColumns, inboxSentence } from './inbox-columns.tsx';
import { InboxDetails } from './inbox-details.tsx';
import { LargePreview } from './preview/large-preview.tsx';
import { filterStudies, inboxRows, selectionOf, type InboxRow, type InboxSelection } from './rows.ts';
import { inboxWorkspace, type InboxWorkspace, type Subject } from './workspace.ts';
import styles from './inbox.module.css';

const keyOf = (row: InboxRow): string => row.key;
const levelOf = (row: InboxRow): number => row.depth;

export const InboxScreen = (): ReactElement => {
  const gantry = useGantry();
  const workspace = inboxWorkspace(gantry);
  const { library } = workspace;
  const { rows: studies, loaded } = useStore(gantry.studies);
  const below = useStore(library.store);
  const names = useSettings()?.appearance.names ?? 'both';
  const [text, setText] = useState('');
  const [selection, setSelection] = useState<GridSelection>(emptySelection);
  useAskedStudy(setSelection, setText);

  const shown = useDeferredValue(useMemo(() => filterStudies(studies, text), [studies, text]));
  const rows = useMemo(() => inboxRows(shown, below), [shown, below]);
  const columns = useMemo(() => inboxColumns(names), [names]);
  const selected = useMemo(() => rows.filter(({ key }) => selection.keys.has(key)), [rows, selection.keys]);
  const chosen = useMemo(() => selectionOf(selected), [selected]);
  const subject = useMemo(() => subjectOf(selected), [selected]);
  useSelected(workspace, { chosen, subject });

  const toggle = (row: InboxRow, expanded: boolean): void => {
    library.toggle(row.key, expanded);
    if (!expanded) return;
    if (row.kind === 'study') library.need(row.study.studyUid);
    if (row.kind === 'series') library.need(row.study.studyUid, row.series.seriesUid);
  };
  const expanded = (row: InboxRow): boolean | null => (row.kind === 'study' || row.kind === 'series' ? row.open : null);
  const bytes = studies.reduce((sum, study) => sum + study.bytes, 0);
  const images = studies.reduce((sum, study) => sum + study.instanceCount, 0);

  return (
    <ScreenFrame
      title="Inbox"
      filters={
        <FilterField
          id={FILTER_FIELD}
          label="Filter the inbox"
          value={text}
          placeholder="name, ID, accession, description, sender"
          onChange={setText}
          onLeave={() => document.querySelector<HTMLElement>('[data-inbox] [role="row"][tabindex="0"]')?.focus()}
        />
      }
      footer={
        <>
          <span>
            {shown.length === studies.length
              ? pluralText(studies.length, 'study', 'studies')
              : `${countText(shown.length)} of ${pluralText(studies.length, 'study', 'studies')}`}{' '}
            · {pluralText(images, 'image', 'images')} · {bytesText(bytes)}
          </span>
          <span>{chosen.targets.length > 0 ? `selected: ${chosen.label}, ${bytesText(chosen.bytes)}` : ''}</span>
        </>
      }
    >
      <div className={styles.table} data-inbox="">
        <Grid
          id="inbox"
          label="Received studies"
          rows={rows}
          columns={columns}
          rowKey={keyOf}
          rowLabel={(row) => inboxSentence(row, names)}
          selection={selection}
          onSelection={setSelection}
          firstSort={{ column: 'arrived', descending: true }}
          tree={{ level: levelOf, expanded, onToggle: toggle }}
          onOpen={(row) => {
            const open = expanded(row);
            if (open !== null) toggle(row, !open);
          }}
          onInspect={() => gantry.layout.setState({ inspectorOpen: true })}
          menu={() => <ActionItems actions={rowActions} />}
          rowProps={(row) => (row.kind === 'note' ? {} : dragProps(row, { selected, chosen }, gantry))}
          empty={loaded ? <Empty filtered={studies.length > 0} onClear={() => setText('')} /> : null}
        />
      </div>
      <InboxDetails workspace={workspace} subject={subject} selection={chosen} />
      <LargePreview workspace={workspace} />
    </ScreenFrame>
  );
};

const subjectOf = ([first]: readonly InboxRow[]): Subject | null => {
  switch (first?.kind) {
    case 'study':
      return { kind: 'study', study: first.study };
    case 'series':
      return { kind: 'series', study: first.study, series: first.series };
    case 'instance':
      return { kind: 'instance', study: first.study, series: first.series, instance: first.instance };
    case 'note':
    case undefined:
      return null;
  }
};

interface Chosen {
  readonly chosen: InboxSelection;
  readonly subject: Subject | null;
}

/** The selection in front is what actions are about. */
const useSelected = ({ view }: InboxWorkspace, { chosen, subject }: Chosen): void => {
  const gantry = useGantry();
  const inFront = useInFront();
  useEffect(() => {
    view.setState({ subject });
    if (!inFront) return;
    const { targets, instances, patients, label } = chosen;
    select(gantry.selection, targets.length === 0 ? NOTHING : { kind: 'inbox', targets, instances, patients, label });
  }, [gantry, view, chosen, subject, inFront]);
};

/** Another place asked for one study: it is selected, and no filter hides it. */
const useAskedStudy = (setSelection: (selection: GridSelection) => void, setText: (text: string) => void): void => {
  const place = useAsked('inbox');
  const [followed, setFollowed] = useState<typeof place>(null);
  if (place === null || place === followed) return;
  setFollowed(place);
  if (place.studyUid === undefined) return;
  setText('');
  setSelection(selectOnly(place.studyUid));
};

interface Dragging {
  readonly selected: readonly InboxRow[];
  readonly chosen: InboxSelection;
}

/** A row drags the selection that it is part of, otherwise itself. */
const dragProps = (row: InboxRow, { selected, chosen }: Dragging, gantry: Gantry) => ({
  draggable: true,
  onDragStart: (event: DragEvent) => {
    const { targets, label, patients } = selected.includes(row) ? chosen : selectionOf([row]);
    event.dataTransfer.effectAllowed = 'copy';
    event.dataTransfer.setData('text/plain', label);
    gantry.shell.setState({
      dragged: {
        verb: (node) => sendVerb(label, node),
        refusal: (node) => (node.kind === 'this-computer' ? 'It is in the inbox already' : refusal(node)),
        drop: (node) => proposeSend(gantry, { node, targets, what: label, patients }),
      },
    });
  },
  onDragEnd: () => gantry.shell.setState({ dragged: null }),
});

const Empty = ({ filtered, onClear }: { readonly filtered: boolean; readonly onClear: () => void }): ReactElement =>
  filtered ? (
    <EmptyState icon={FilterX} title="Nothing here matches the filter" actions={<Button onClick={onClear}>Clear the filter</Button>} />
  ) : (
    <NothingReceived />
  );

/** What the other side needs to know to send here, in large type. */
const NothingReceived = (): ReactElement => {
  const { status: store } = useGantry();
  const listener = useStore(store, ({ status }) => status?.listener ?? null);
  const address = listener?.addresses[0] ?? listener?.host ?? '';
  return (
    <EmptyState
      icon={Inbox}
      title="Nothing has been received yet"
      actions={
        <ActionButton
          action={showAddress}
          tone="primary"
          label={listener?.scope === 'network' ? 'Show address card' : 'Open to the network…'}
        />
      }
    >
      {listener?.state === 'listening' && (
        <dl className={styles.address}>
          <dt>AE title</dt>
          <dd className="mono">{listener.title}</dd>
          <dt>Address</dt>
          <dd className="mono">{address}</dd>
          <dt>Port</dt>
          <dd className="mono">{listener.port}</dd>
        </dl>
      )}
      <p>
        The other side needs these three things.
        {listener?.scope === 'this-computer' && ' Now only programs on this computer can send here.'}
      </p>
    </EmptyState>
  );
};
