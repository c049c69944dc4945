// The rail: the screens, then the nodes, which are drop targets from everywhere.
import { useMemo, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import type { NodeView } from '../../core/contract.ts';
import { addNode, nodeMenu } from '../features/nodes/actions.ts';
import { nodeNames } from '../format/node-name.ts';
import { countText } from '../format/quantity.ts';
import { ActionIcon, ActionItems } from '../parts/action-button.tsx';
import { waitsForYou } from '../parts/knock-words.ts';
import { lastRoundTrip, nodeMark } from '../parts/node-mark.ts';
import type { DropHandlers } from '../parts/use-drop.ts';
import { useNodeDrop } from '../parts/use-node-drop.ts';
import { useScreenDrop } from '../parts/use-screen-drop.ts';
import type { ScreenDefinition } from '../screen-definition.ts';
import { go } from '../stores/places.ts';
import { subscribeAll } from '../stores/subscribe-all.ts';
import { ContextMenu } from '../ui/menu.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import { useGantry, useNodes, usePlace } from '../use-gantry.ts';
import styles from './rail.module.css';

interface RailProps {
  readonly screens: readonly ScreenDefinition[];
  /** Icons only. */
  readonly narrow: boolean;
}

export function Rail({ screens, narrow }: RailProps) {
  const drop = useScreenDrop();
  return (
    <nav className={styles.rail} data-narrow={narrow} data-pane="rail" aria-label="Screens and nodes">
      <ul className={styles.screens}>
        {screens
          .filter(({ id }) => id !== 'nodes')
          .map((screen) => (
            <li key={screen.id}>
              <ScreenEntry screen={screen} narrow={narrow} drop={drop(screen.id)} />
            </li>
          ))}
      </ul>
      <NodeList narrow={narrow} />
    </nav>
  );
}

interface ScreenEntryProps {
  readonly screen: ScreenDefinition;
  readonly narrow: boolean;
  readonly drop: DropHandlers;
}

function ScreenEntry({ screen, narrow, drop }: ScreenEntryProps) {
  const gantry = useGantry();
  const place = usePlace();
  const { id, label, icon: Icon } = screen;
  const entry = (
    <button
      type="button"
      className={styles.entry}
      aria-current={place.screen === id ? 'page' : undefined}
      aria-label={label}
      onClick={() => go(gantry.places, { screen: id })}
      {...drop}
    >
      <Icon size={16} strokeWidth={1.6} aria-hidden="true" className={styles.icon} />
      {!narrow && <span className="cut">{label}</span>}
      {screen.badge && <Badge of={screen.badge} narrow={narrow} />}
    </button>
  );
  return narrow ? (
    <Tooltip text={label} side="right">
      {entry}
    </Tooltip>
  ) : (
    entry
  );
}

interface BadgeProps {
  readonly of: NonNullable<ScreenDefinition['badge']>;
  readonly narrow: boolean;
}

function Badge({ of, narrow }: BadgeProps) {
  const gantry = useGantry();
  const subscribe = useMemo(() => subscribeAll([gantry.studies, gantry.transfers]), [gantry]);
  const count = useSyncExternalStore(subscribe, () => of(gantry).count);
  const problems = useSyncExternalStore(subscribe, () => of(gantry).problems);
  if (count + problems === 0) return null;
  if (narrow) return <span className={styles.dot} data-problem={problems > 0} />;
  return (
    <span className={styles.badges}>
      {count > 0 && <span className={styles.count}>{countText(count)}</span>}
      {problems > 0 && (
        <span className={styles.problems} title={`${problems} need you`}>
          ▲{problems}
        </span>
      )}
    </span>
  );
}

function NodeList({ narrow }: { readonly narrow: boolean }) {
  const gantry = useGantry();
  const nodes = useNodes();
  const nameOf = nodeNames(nodes);
  const place = usePlace();
  const drop = useNodeDrop();
  return (
    <section className={styles.nodes} aria-label="Nodes">
      <div className={styles.heading}>
        {!narrow && (
          <button
            type="button"
            className={styles.headingButton}
            aria-current={place.screen === 'nodes' && place.nodeId === undefined ? 'page' : undefined}
            onClick={() => go(gantry.places, { screen: 'nodes' })}
          >
            Nodes
          </button>
        )}
        <Knocks />
        <ActionIcon action={addNode} side={narrow ? 'right' : 'bottom'} />
      </div>
      <ul className={styles.list}>
        {nodes.map((node) => (
          <li key={node.id}>
            <NodeEntry
              node={node}
              name={nameOf(node.id)}
              narrow={narrow}
              current={place.screen === 'nodes' && place.nodeId === node.id}
              drop={drop(node)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** How many callers were refused and wait for a decision. */
function Knocks() {
  const gantry = useGantry();
  const waiting = useStore(gantry.knocks, (s) => s.rows.filter(waitsForYou).length);
  if (waiting === 0) return null;
  const words = waiting === 1 ? '1 caller was refused' : `${waiting} callers were refused`;
  return (
    <button
      type="button"
      className={styles.knocks}
      aria-label={words}
      title={words}
      onClick={() => go(gantry.places, { screen: 'nodes', tab: 'knocks' })}
    >
      ▲{waiting}
    </button>
  );
}

interface NodeEntryProps {
  readonly node: NodeView;
  /** Told apart from others of the same. */
  readonly name: string;
  readonly narrow: boolean;
  readonly current: boolean;
  readonly drop: DropHandlers;
}

function NodeEntry({ node, name, narrow, current, drop }: NodeEntryProps) {
  const gantry = useGantry();
  const mark = nodeMark(node);
  const aside = asideOf(node, mark.word);
  return (
    <ContextMenu menu={() => <ActionItems actions={nodeMenu} subject={{ kind: 'nodes', ids: [node.id] }} />}>
      <button
        type="button"
        className={styles.entry}
        aria-current={current ? 'page' : undefined}
        aria-label={`${name}, ${mark.word}`}
        title={`${node.name}\n${node.title}@${node.host}:${node.port}\n${mark.word}`}
        onClick={() => {
          gantry.layout.setState({ inspectorOpen: true });
          go(gantry.places, { screen: 'nodes', nodeId: node.id });
        }}
        {...drop}
      >
        <StatusMark mark={mark} />
        {narrow ? <span className={styles.initials}>{initials(node.name)}</span> : <bdi className={styles.name}>{name}</bdi>}
        {!narrow && <span className={styles.aside}>{aside}</span>}
      </button>
    </ContextMenu>
  );
}

/** What the eye should catch: the round trip of a node that answers, the trouble of one that does not. The shape says the rest. */
function asideOf(node: NodeView, word: string): string {
  const ms = lastRoundTrip(node);
  switch (node.state) {
    case 'ok':
      return ms === null ? '' : `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
    case 'refused':
    case 'checking':
      return word;
    case 'unreachable':
    case 'unchecked':
    case 'disabled':
      return '';
  }
}

/** Two letters that tell nodes apart where there is no room for names. */
function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const [first = '', second = ''] = words;
  const letters = words.length > 1 ? [Array.from(first)[0], Array.from(second)[0]] : Array.from(first).slice(0, 2);
  return letters.join('').toUpperCase();
}
