/** Transfers: four lists by what they need, and the selected one with its objects beside it. */
import { ArrowLeftRight, CircleCheck, Hourglass, ListChecks } from 'lucide-react';
import { useEffect, useMemo, useState, type ReactElement } from 'react';
import type { TransferView } from '../../../core/contract.ts';
import { ActionButton, ActionItems } from '../../parts/action-button.tsx';
import { ScreenFrame } from '../../parts/screen-frame.tsx';
import { pluralText, rateText } from '../../format/quantity.ts';
import { NOTHING, select } from '../../stores/selection.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Grid } from '../../ui/grid/grid.tsx';
import { emptySelection, selectOnly, type GridSelection } from '../../ui/grid/selection.ts';
import { Tabs, type Tab } from '../../ui/tabs.tsx';
import { useAsked, useGantry, useInFront, useSeen } from '../../use-gantry.ts';
import { clearEnded, rowActions } from './actions.ts';
import { countByLane, laneOf, LANES, type Lane } from './lane.ts';
import { transferColumns, transferSentence } from './transfer-columns.tsx';
import { TransferDetails } from './transfer-details.tsx';
import { useTransferDrop } from './use-transfer-drop.ts';
import { useSecond } from './use-second.ts';

const keyOf = ({ id }: TransferView): string => id;

export const TransfersScreen = (): ReactElement => {
  const gantry = useGantry();
  const { rows: transfers, loaded, byKey } = useSeen(gantry.transfers);
  const counts = countByLane(transfers);
  const [lane, setLane] = useFilledLane(counts);
  const [selection, setSelection] = useState<GridSelection>(emptySelection);
  const inFront = useInFront();
  const now = useSecond(counts.running + counts.waiting > 0 && inFront);
  const columns = useMemo(() => transferColumns(() => now), [now]);
  const rows = useMemo(() => transfers.filter((transfer) => laneOf(transfer) === lane).reverse(), [transfers, lane]);
  const selected = [...selection.keys].flatMap((id) => byKey.get(id) ?? []);
  const drop = useTransferDrop();
  useShown(setLane, setSelection);

  const ids = selected.map(({ id }) => id).join('\n');
  useEffect(() => {
    if (inFront) select(gantry.selection, ids === '' ? NOTHING : { kind: 'transfers', ids: ids.split('\n') });
  }, [gantry, ids, inFront]);

  const tabs = LANES.map(({ lane: id, label }): Tab<Lane> => ({
    id,
    label,
    count: counts[id],
    ...(id === 'needs-you' ? { tone: 'error' as const } : {}),
  }));
  const speed = transfers.reduce((sum, { state, bytesPerSecond }) => sum + (state === 'running' ? bytesPerSecond : 0), 0);
  return (
    <ScreenFrame
      title="Transfers"
      note={speed > 0 ? rateText(speed) : undefined}
      tools={<ActionButton action={clearEnded} tone="quiet" />}
      footer={<span>{pluralText(transfers.length, 'transfer', 'transfers')}</span>}
    >
      <Tabs label="Transfers by what they need" tabs={tabs} value={lane} onChange={setLane}>
        <Grid
          id="transfers"
          label={`Transfers: ${LANES.find(({ lane: id }) => id === lane)?.label ?? ''}`}
          rows={rows}
          columns={columns}
          rowKey={keyOf}
          rowLabel={transferSentence}
          selection={selection}
          onSelection={setSelection}
          rowProps={drop}
          onOpen={() => gantry.layout.setState({ inspectorOpen: true })}
          onInspect={() => gantry.layout.setState({ inspectorOpen: true })}
          menu={() => <ActionItems actions={rowActions} />}
          empty={loaded ? <Empty lane={lane} counts={counts} /> : null}
        />
      </Tabs>
      <TransferDetails transfers={selected} now={now} />
    </ScreenFrame>
  );
};

const filledLane = (counts: Readonly<Record<Lane, number>>): Lane | undefined => LANES.find(({ lane }) => counts[lane] > 0)?.lane;

/** Who comes to the screen finds what there is, not an empty list beside a full one; while one is there the list stays the chosen one. */
const useFilledLane = (counts: Readonly<Record<Lane, number>>): [Lane, (lane: Lane) => void] => {
  const [lane, setLane] = useState<Lane>(() => filledLane(counts) ?? 'running');
  const inFront = useInFront();
  const [wasInFront, setWasInFront] = useState(inFront);
  if (inFront !== wasInFront) {
    setWasInFront(inFront);
    if (inFront && counts[lane] === 0) setLane(filledLane(counts) ?? lane);
  }
  return [lane, setLane];
};

/** Another place asked for one transfer: its list comes to the front and it is selected, wherever it went meanwhile. */
const useShown = (setLane: (lane: Lane) => void, setSelection: (selection: GridSelection) => void): void => {
  const gantry = useGantry();
  const place = useAsked('transfers');
  useEffect(() => {
    const transfer = place?.transferId === undefined ? undefined : gantry.transfers.getState().byKey.get(place.transferId);
    if (transfer === undefined) return;
    setLane(laneOf(transfer));
    setSelection(selectOnly(transfer.id));
  }, [gantry, place, setLane, setSelection]);
};

interface EmptyProps {
  readonly lane: Lane;
  readonly counts: Readonly<Record<Lane, number>>;
}

const Empty = ({ lane, counts }: EmptyProps): ReactElement => {
  switch (lane) {
    case 'running':
      return (
        <EmptyState icon={ArrowLeftRight} title="Nothing is moving">
          Drop files on a node to send them, or pull a study from Search.{' '}
          {counts.waiting > 0 && `${pluralText(counts.waiting, 'transfer waits', 'transfers wait')}.`}
        </EmptyState>
      );
    case 'waiting':
      return (
        <EmptyState icon={Hourglass} title="Nothing is waiting">
          Transfers that are paused, or that try again later, stand here.
        </EmptyState>
      );
    case 'needs-you':
      return (
        <EmptyState icon={CircleCheck} title="Nothing needs you">
          A transfer that failed, or of which some objects were refused, would be here with its reason.
        </EmptyState>
      );
    case 'done':
      return (
        <EmptyState icon={ListChecks} title="Nothing is done yet">
          Transfers of which every object was answered with success end up here.
        </EmptyState>
      );
  }
};
