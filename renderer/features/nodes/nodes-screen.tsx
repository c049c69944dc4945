// Nodes: the address book, and who called us. The selected node is edited in the inspector; every row is a drop target.
import { Server } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { NodeView } from '../../../core/contract.ts';
import { ActionButton, ActionItems } from '../../parts/action-button.tsx';
import { AddressLine } from '../../parts/address-line.tsx';
import { Inspect, ScreenFrame } from '../../parts/screen-frame.tsx';
import { useNodeDrop } from '../../parts/use-node-drop.ts';
import { select } from '../../stores/selection.ts';
import { FilterChip } from '../../ui/chip.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Grid } from '../../ui/grid/grid.tsx';
import { emptySelection, selectOnly, type GridSelection } from '../../ui/grid/selection.ts';
import { nodeMark } from '../../parts/node-mark.ts';
import { waitsForYou } from '../../parts/knock-words.ts';
import { Tabs } from '../../ui/tabs.tsx';
import { useAsked, useGantry, useInFront, useNodes } from '../../use-gantry.ts';
import { nodeMenu, verifyAll } from './actions.ts';
import { abilityWords, nodeColumns } from './columns.tsx';
import { NodeEditor } from './editor.tsx';
import { KnocksTab } from './knocks-tab.tsx';

const keyOf = (node: NodeView) => node.id;
const labelOf = (node: NodeView) =>
  `${node.name}, ${node.title} at ${node.host} port ${node.port}, ${nodeMark(node).word}, ${abilityWords(node.abilities)}`;
const isProblem = ({ state }: NodeView) => state === 'refused' || state === 'unreachable';

export function NodesScreen() {
  const gantry = useGantry();
  const nodes = useNodes();
  const loaded = useStore(gantry.nodes, (s) => s.loaded);
  const [problemsOnly, setProblemsOnly] = useState(false);
  const waiting = useStore(gantry.knocks, (s) => s.rows.filter(waitsForYou).length);
  const { tab, setTab, selection, setSelection } = useNodePlace();
  const drop = useNodeDrop();
  const shown = problemsOnly ? nodes.filter(isProblem) : nodes;
  const problems = nodes.filter(isProblem).length;
  const [only] = selection.keys;
  const chosen = selection.keys.size === 1 && only !== undefined ? nodes.find(({ id }) => id === only) : undefined;

  return (
    <ScreenFrame
      title="Nodes"
      note={nodes.length > 1 ? `${nodes.length} systems` : undefined}
      filters={
        <>
          {tab === 'systems' && (problems > 0 || problemsOnly) && (
            <FilterChip label={`Problems ${problems}`} active={problemsOnly} onClick={() => setProblemsOnly(!problemsOnly)} />
          )}
        </>
      }
      tools={<ActionButton action={verifyAll} label="Verify all" />}
    >
      <AddressLine />
      <Tabs
        label="Systems, and who called"
        tabs={[
          { id: 'systems', label: 'Systems' },
          { id: 'knocks', label: 'Knocks', count: waiting, tone: 'error' },
        ]}
        value={tab}
        onChange={setTab}
      >
        {tab === 'knocks' ? (
          <KnocksTab />
        ) : (
          <Grid
            id="nodes"
            label="Nodes"
            rows={shown}
            columns={nodeColumns}
            rowKey={keyOf}
            rowLabel={labelOf}
            selection={selection}
            onSelection={setSelection}
            firstSort={{ column: 'name', descending: false }}
            onOpen={() => gantry.layout.setState({ inspectorOpen: true })}
            onInspect={() => gantry.layout.setState({ inspectorOpen: true })}
            menu={() => <ActionItems actions={nodeMenu} />}
            rowProps={drop}
            empty={loaded && <Empty filtered={problemsOnly} />}
          />
        )}
      </Tabs>
      {tab === 'systems' && chosen && (
        <Inspect title={<bdi>{chosen.name}</bdi>}>
          <NodeEditor key={chosen.id} node={chosen} />
        </Inspect>
      )}
    </ScreenFrame>
  );
}

function Empty({ filtered }: { readonly filtered: boolean }) {
  return filtered ? (
    <EmptyState title="No node has a problem" />
  ) : (
    <EmptyState icon={Server} title="No systems yet">
      Paste an address above, or let them call you: open the inbox to the network.
    </EmptyState>
  );
}

type NodesTab = 'systems' | 'knocks';

/** The table's selection is the window's while its tab is in front; a place that names a node selects it, one that names a tab opens it. */
function useNodePlace() {
  const gantry = useGantry();
  const inFront = useInFront();
  const asked = useAsked('nodes');
  const [tab, setTab] = useState<NodesTab>('systems');
  const [selection, setSelection] = useState<GridSelection>(emptySelection);
  const [answered, setAnswered] = useState<unknown>(null);
  if (asked && asked !== answered) {
    setAnswered(asked);
    setTab(asked.tab ?? 'systems');
    if (asked.nodeId !== undefined) setSelection(selectOnly(asked.nodeId));
  }
  useEffect(() => {
    if (inFront && tab === 'systems') select(gantry.selection, { kind: 'nodes', ids: [...selection.keys] });
  }, [gantry, inFront, tab, selection]);
  return { tab, setTab, selection, setSelection };
}
