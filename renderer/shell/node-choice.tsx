// Choosing a node by typing: a name or a title, arrows, Enter.
import { useId, useState, type KeyboardEvent } from 'react';
import type { NodeView } from '../../core/contract.ts';
import { nodeMark } from '../parts/node-mark.ts';
import { StatusMark } from '../ui/status-mark.tsx';
import { useNodes } from '../use-gantry.ts';
import styles from './command-field.module.css';
import send from './send-to.module.css';

interface NodeChoiceProps {
  /** Why a node cannot be chosen, or null. */
  readonly why: (node: NodeView) => string | null;
  /** Said beside the address. */
  readonly note?: (node: NodeView) => string;
  readonly onChoose: (node: NodeView) => void;
}

export function NodeChoice({ why, note, onChoose }: NodeChoiceProps) {
  const list = useId();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const nodes = useNodes().filter(
    ({ kind, name, title }) => kind === 'remote' && `${name} ${title}`.toLowerCase().includes(text.trim().toLowerCase()),
  );
  const active = Math.min(at, nodes.length - 1);
  const choose = (index: number) => {
    const node = nodes[index];
    if (node && why(node) === null) onChoose(node);
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
                <>
                  {note?.(node)}{' '}
                  <span className="mono">
                    {node.title}@{node.host}:{node.port}
                  </span>
                </>
              )}
            </span>
          </li>
        ))}
        {nodes.length === 0 && <li className={styles.none}>{text === '' ? 'There is no other node yet.' : 'No node is called that.'}</li>}
      </ul>
    </div>
  );
}
