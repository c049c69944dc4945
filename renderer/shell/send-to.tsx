// "Send to…": type a node's name, Enter. Opened from the inbox's selection.
import { useId, useState, type KeyboardEvent } from 'react';
import { useStore } from 'zustand';
import type { NodeView } from '../../core/contract.ts';
import { refusal } from '../commands/send.ts';
import { pullLabel, selectedOf } from '../features/search/actions.ts';
import { planMove } from '../features/search/move.ts';
import { nodeMark } from '../parts/node-mark.ts';
import { Dialog } from '../ui/dialog.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { useGantry, useNodes } from '../use-gantry.ts';
import { sendSelection } from './actions.ts';
import styles from './command-field.module.css';
import send from './send-to.module.css';

export function SendTo() {
  const gantry = useGantry();
  const sending = useStore(gantry.shell, (s) => s.sending);
  const close = () => gantry.shell.setState({ sending: null });
  const what = sending?.kind === 'inbox' ? sending.label : sending?.kind === 'matches' ? pullLabel(selectedOf(gantry)) : '';
  return (
    <Dialog title={`Send ${what} to…`} open={sending !== null} onClose={close}>
      <NodeChoice />
      {sending?.kind === 'matches' && (
        <p className="faint">The node that has it sends it there itself (C-MOVE): it must know the other by its title.</p>
      )}
    </Dialog>
  );
}

function NodeChoice() {
  const gantry = useGantry();
  const list = useId();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const nodes = useNodes().filter(
    ({ kind, name, title }) => kind === 'remote' && `${name} ${title}`.toLowerCase().includes(text.trim().toLowerCase()),
  );
  const isMove = useStore(gantry.shell, (s) => s.sending?.kind === 'matches');
  const why = (node: NodeView): string | null => (isMove ? planMove(gantry, selectedOf(gantry), node).refused : refusal(node));
  const active = Math.min(at, nodes.length - 1);
  const choose = (index: number) => {
    const node = nodes[index];
    if (node && why(node) === null) sendSelection(gantry, node.id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt(Math.min(nodes.length - 1, active + 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(0, active - 1));
    else if (event.key === 'Enter') choose(active);
    else return;
    event.preventDefault();
  };
  return (
    <div className={send.choice}>
      <input
        className={send.input}
        role="combobox"
        aria-label="Node"
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={nodes[active] ? `${list}-${active}` : undefined}
        autoFocus
        spellCheck={false}
        placeholder="Name or AE title of a node"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <ul id={list} role="listbox" aria-label="Nodes" className={styles.list}>
        {nodes.map((node, index) => (
          <li
            key={node.id}
            id={`${list}-${index}`}
            role="option"
            aria-selected={index === active}
            aria-disabled={why(node) !== null}
            className={styles.row}
            onMouseMove={() => setAt(index)}
            onClick={() => choose(index)}
          >
            <span className={styles.icon}>
              <StatusMark mark={nodeMark(node)} />
            </span>
            <bdi className={styles.title}>{node.name}</bdi>
            <span className={styles.detail}>
              {why(node) ?? (
                <span className="mono">
                  {node.title}@{node.host}:{node.port}
                </span>
              )}
            </span>
          </li>
        ))}
        {nodes.length === 0 && <li className={styles.none}>{text === '' ? 'There is no other node yet.' : 'No node is called that.'}</li>}
      </ul>
    </div>
  );
}
