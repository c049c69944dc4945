/** Inbox: what was received, as a tree of studies that grows while objects arrive. Space looks, Enter opens, Delete can be taken back. */
import { memo, useCallback, useDeferredValue, useEffect, useMemo, useRef, useState, type DragEvent, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { proposeSend, refusal } from '../../commands/send.ts';
import { sendVerb } from '../../parts/use-node-drop.ts';
import { currentLocale } from '../../format/locale.ts';
import { bytesText } from '../../format/quantity.ts';
import { RebuildNote } from '../../parts/rebuild-note.tsx';
import { ScreenFrame } from '../../parts/screen-frame.tsx';
import { NOTHING, select } from '../../stores/selection.ts';
import { Grid, type RowAttributes } from '../../ui/grid/grid.tsx';
import { emptySelection, selectOnly, type GridSelection } from '../../ui/grid/selection.ts';
import { useAsked, useGantry, useInFront, useSeen, useSettings } from '../../use-gantry.ts';
import type { StudyRow } from '../../../core/contract.ts';
import { RowMenu } from './row-menu.tsx';
import { parseFilterLine } from './filter-line.ts';
import { createGrouper, type Group } from './groups.ts';
import { inboxSentence, type Words } from './inbox-cells.tsx';
import { BinButton, Filter, Tools, Totals } from './inbox-bars.tsx';
import { inboxColumns } from './inbox-columns.tsx';
import { DragOut } from './drag-out.tsx';
import { InboxDetails } from './inbox-details.tsx';
import { InboxEmpty } from './inbox-empty.tsx';
import type { Library } from './library.ts';
import { CompareDialog } from './compare-dialog.tsx';
import { LargePreview } from './preview/large-preview.tsx';
import type { Dragged } from '../../stores/shell.ts';
import { createRowDrag } from './row-drag.ts';
import { createRowMaker, studyKey, type InboxRow } from './rows.ts';
import { selectionOf, subjectOf, type InboxSelection } from './selected.ts';
import { inboxWorkspace, type InboxWorkspace, type Subject } from './workspace.ts';
import styles from './inbox.module.css';

const NONE: readonly InboxRow[] = [];
const keyOf = (row: InboxRow): string => row.key;
const levelOf = (row: InboxRow): number => row.depth;
const latestFirst = { column: 'arrived', descending: true } as const;
const rowMenu = (): ReactElement => <RowMenu />;

export const InboxScreen = (): ReactElement => {
  const gantry = useGantry();
  const workspace = inboxWorkspace(gantry);
  const { library, view } = workspace;
  const { rows: studies, loaded } = useSeen(gantry.studies);
  const below = useStore(library.store);
  const grouping = useStore(view, (state) => state.grouping);
  const words = useWords();
  const [text, setText] = useState('');
  const [selection, setSelection] = useState<GridSelection>(emptySelection);
  const found = useFound(workspace, text);

  const shown = useDeferredValue(
    useMemo(() => (found ? studies.filter(({ studyUid }) => found.has(studyUid)) : studies), [studies, found]),
  );
  const [{ group, rowsOf }] = useState(() => ({ group: createGrouper(), rowsOf: createRowMaker() }));
  const groups = useMemo(() => (grouping === 'study' ? null : group(grouping, shown)), [group, grouping, shown]);
  const rows = useMemo(() => rowsOf({ groups, studies: shown }, below), [rowsOf, groups, shown, below]);
  const columns = useMemo(() => inboxColumns(words, () => gantry.custody.getState().byKey), [words, gantry]);
  const selected = useMemo(
    () => (selection.keys.size === 0 ? NONE : rows.filter(({ key }) => selection.keys.has(key))),
    [rows, selection.keys],
  );
  const chosen = useMemo(() => selectionOf(selected), [selected]);
  const subject = useMemo(() => subjectOf(selected), [selected]);
  useSelected(workspace, { chosen, subject });
  useAskedStudy(library, { studies, shown, groups, setSelection, setText });

  const sentence = useCallback((row: InboxRow) => inboxSentence(row, words), [words]);
  const propsOf = useDragProps(selected, chosen);

  const toggle = useCallback(
    (row: InboxRow, expanded: boolean): void => {
      library.toggle(row.key, expanded);
      if (!expanded) return;
      if (row.kind === 'study') library.need(row.study.studyUid);
      if (row.kind === 'series') library.need(row.study.studyUid, row.series.seriesUid);
    },
    [library],
  );
  const tree = useMemo(() => ({ level: levelOf, expanded: expandedOf, onToggle: toggle }), [toggle]);
  const onOpen = useCallback(
    (row: InboxRow): void => {
      const open = expandedOf(row);
      if (open !== null) toggle(row, !open);
    },
    [toggle],
  );
  const onInspect = useCallback((): void => gantry.layout.setState({ inspectorOpen: true }), [gantry]);
  const hasStudies = studies.length > 0;
  const empty = useMemo(() => (loaded ? <InboxEmpty filtered={hasStudies} onClear={() => setText('')} /> : null), [loaded, hasStudies]);

  return (
    <ScreenFrame
      title="Inbox"
      note={<RebuildNote />}
      filters={<Filter text={text} onText={setText} />}
      tools={<Tools workspace={workspace} />}
      footer={
        <>
          <Totals shown={shown} all={studies} groups={groups} />
          <BinButton />
          <span className={styles.chosen}>
            {chosen.targets.length > 0 ? `selected: ${chosen.label}, ${bytesText(chosen.bytes)}` : ''}
            <DragOut selection={chosen} />
          </span>
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
          rowLabel={sentence}
          selection={selection}
          onSelection={setSelection}
          firstSort={latestFirst}
          tree={tree}
          onOpen={onOpen}
          onInspect={onInspect}
          menu={rowMenu}
          rowProps={propsOf}
          empty={empty}
        />
      </div>
      <Details workspace={workspace} subject={subject} selection={chosen} />
      <Preview workspace={workspace} />
      <Comparison workspace={workspace} />
    </ScreenFrame>
  );
};

// Drawn for what they show, not for each object that arrives.
const Details = memo(InboxDetails);
const Preview = memo(LargePreview);
const Comparison = memo(CompareDialog);

const expandedOf = (row: InboxRow): boolean | null => ('open' in row ? row.open : null);

/** Names as the person has them, senders by their names in the address book. */
const useWords = (): Words => {
  const gantry = useGantry();
  const names = useSettings()?.appearance.names ?? 'both';
  const nodes = useStore(gantry.nodes, (state) => state.rows);
  return useMemo(() => {
    const senderName = (title: string, address: string): string => {
      const titled = nodes.filter((node) => node.title === title);
      return (titled.find(({ host }) => host === address) ?? titled[0])?.name ?? (title || address || 'unknown sender');
    };
    return { names, senderName };
  }, [names, nodes]);
};

/** What the filter finds; null when there is none. */
const useFound = ({ matches }: InboxWorkspace, text: string): ReadonlySet<string> | null => {
  const filter = useMemo(() => parseFilterLine(text, { today: new Date(), locale: currentLocale() }), [text]);
  useEffect(() => matches.ask(filter), [matches, filter]);
  const found = useStore(matches.store, ({ studies }) => studies);
  return filter === null ? null : found;
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
    const { targets, instances, patients, studyUids, otherArrivals, label } = chosen;
    if (targets.length === 0) select(gantry.selection, NOTHING);
    else select(gantry.selection, { kind: 'inbox', targets, instances, patients, studyUids, otherArrivals, label });
  }, [gantry, view, chosen, subject, inFront]);
};

interface Asked {
  readonly studies: readonly StudyRow[];
  /** Those that the table has: it may lag behind. */
  readonly shown: readonly StudyRow[];
  readonly groups: readonly Group[] | null;
  readonly setSelection: (selection: GridSelection) => void;
  readonly setText: (text: string) => void;
}

/** Another place asked for one study: it is selected, its group is opened, and no filter hides it. */
const useAskedStudy = (library: Library, { studies, shown, groups, setSelection, setText }: Asked): void => {
  const place = useAsked('inbox');
  const [followed, setFollowed] = useState<typeof place>(null);
  const [sought, setSought] = useState<string | null>(null);
  const [opening, setOpening] = useState<{ readonly group: string } | null>(null);
  if (place !== null && place !== followed) {
    setFollowed(place);
    if (place.studyUid !== undefined) {
      setText('');
      setSought(place.studyUid);
    }
  }
  const isIt = ({ studyUid }: StudyRow): boolean => studyUid === sought;
  if (sought !== null && (shown.some(isIt) || !studies.some(isIt))) {
    const group = groups?.find((one) => one.studies.some(isIt));
    setSought(null);
    setSelection(selectOnly(studyKey(sought, group)));
    if (group) setOpening({ group: group.key });
  }
  useEffect(() => {
    if (opening) library.toggle(opening.group, true);
  }, [library, opening]);
};

/** A row drags the selection that it is part of, otherwise itself. The function stays the same while the selection changes. */
const useDragProps = (selected: readonly InboxRow[], chosen: InboxSelection): ((row: InboxRow) => RowAttributes) => {
  const gantry = useGantry();
  const now = useRef({ selected, chosen });
  useEffect(() => {
    now.current = { selected, chosen };
  }, [selected, chosen]);
  const [rowDrag] = useState(() => createRowDrag(gantry));
  return useCallback(
    (row) => {
      if (row.kind === 'note') return {};
      const onDragStart = (event: DragEvent): void => {
        const dragged = now.current.selected.includes(row) ? now.current.chosen : selectionOf([row]);
        if (event.altKey) {
          event.preventDefault();
          return rowDrag.out(dragged);
        }
        const { targets, label, studyUids } = dragged;
        const carried: Dragged = {
          verb: (node) => sendVerb(label, node),
          refusal: (node) => (node.kind === 'this-computer' ? 'It is in the inbox already' : refusal(node)),
          drop: (node) => proposeSend(gantry, { node, targets, what: label }),
          studies: { label, uids: studyUids },
        };
        event.dataTransfer.effectAllowed = 'copy';
        event.dataTransfer.setData('text/plain', label);
        gantry.shell.setState({ dragged: carried });
      };
      const onDragEnd = (event: DragEvent): void => {
        gantry.shell.setState({ dragged: null });
        const { clientX: x, clientY: y } = event;
        const isOutside = x < 0 || y < 0 || x > window.innerWidth || y > window.innerHeight;
        if (isOutside && event.dataTransfer.dropEffect === 'none')
          rowDrag.letGoOutside(now.current.selected.includes(row) ? now.current.chosen : selectionOf([row]));
      };
      return { draggable: true, onDragStart, onDragEnd };
    },
    [gantry, rowDrag],
  );
};
