/** From where, how and where to: for the pull that is not the usual one. */
import { useState, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { attempt } from '../../commands/action.ts';
import { pluralText } from '../../format/quantity.ts';
import { Button } from '../../ui/button.tsx';
import { Segments, Select, type Option } from '../../ui/choice.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useGantry, useNodes } from '../../use-gantry.ts';
import { startPulls, type PullWish } from './actions.ts';
import { pullsOf } from './pull.ts';
import { bestSource, type Match } from './results.ts';
import type { SearchWorkspace } from './workspace.ts';
import styles from './search.module.css';

const HERE = 'here';

const methods: readonly Option<PullWish['via']>[] = [
  { value: 'auto', label: 'As the node is set' },
  { value: 'get', label: 'C-GET' },
  { value: 'move', label: 'C-MOVE' },
];

const methodHints: Readonly<Record<PullWish['via'], string>> = {
  auto: 'What works with this node, or what its settings say.',
  get: 'The images come back on the connection that Gantry opens. No way back through the firewall is needed.',
  move: 'The node opens a connection of its own to the destination, which it must know by its title.',
};

export const PullDialog = ({ workspace }: { readonly workspace: SearchWorkspace }): ReactElement => {
  const { choosing, selected } = useStore(workspace.view);
  const close = (): void => workspace.view.setState({ choosing: false });
  return (
    <Dialog title={`Pull ${pluralText(selected.length, 'item', 'items')}`} open={choosing && selected.length > 0} onClose={close}>
      <PullForm matches={selected} onClose={close} />
    </Dialog>
  );
};

const PullForm = ({ matches, onClose }: { readonly matches: readonly Match[]; readonly onClose: () => void }): ReactElement => {
  const gantry = useGantry();
  const nodes = useNodes();
  const having = nodes.filter(({ id }) => matches.some(({ answers }) => answers.has(id)));
  const [first] = matches;
  const [source, setSource] = useState(
    (first &&
      bestSource(
        first,
        having.map(({ id }) => id),
      )) ??
      '',
  );
  const [via, setVia] = useState<PullWish['via']>('auto');
  const [destination, setDestination] = useState(HERE);
  const pulls = pullsOf(
    matches,
    having.map(({ id }) => id),
    source,
  );
  const count = pulls.reduce((sum, { items }) => sum + items.length, 0);
  const start = (): void => {
    onClose();
    void attempt(gantry, () => startPulls(gantry, pulls, { via, destinationId: destination === HERE ? null : destination }));
  };
  return (
    <form
      className={styles.pull}
      onSubmit={(event) => {
        event.preventDefault();
        if (count > 0) start();
      }}
    >
      <Select
        label="From"
        value={source}
        options={having.map(({ id, name }) => ({ value: id, label: `${name}: ${sourceNote(matches, id)}` }))}
        onChange={setSource}
        hint={count < matches.length ? `${pluralText(matches.length - count, 'item is', 'items are')} not there.` : undefined}
      />
      <Segments label="Method" value={via} options={methods} onChange={setVia} hint={methodHints[via]} />
      <Select
        label="To"
        value={destination}
        options={[
          { value: HERE, label: 'This computer (inbox)' },
          ...nodes
            .filter(({ id, kind }) => kind === 'remote' && id !== source)
            .map(({ id, name, title }) => ({ value: id, label: `${name} (${title})` })),
        ]}
        onChange={setDestination}
        hint={destination === HERE ? undefined : 'The node moves it there itself (C-MOVE); nothing passes through this computer.'}
      />
      <div className={styles.buttons}>
        <Button type="submit" tone="primary" disabled={count === 0 ? 'Nothing of it is on this node.' : undefined}>
          Pull
        </Button>
        <Button tone="quiet" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
};

const sourceNote = (matches: readonly Match[], nodeId: string): string => {
  const answers = matches.flatMap(({ answers: all }) => all.get(nodeId) ?? []);
  const counts = answers.map(({ instanceCount }) => instanceCount);
  const known = counts.every((count) => count !== null) ? counts.reduce((sum, count) => sum + count, 0) : null;
  if (known !== null && known > 0) return pluralText(known, 'image', 'images');
  return answers.length === matches.length ? 'has it' : `has ${String(answers.length)} of ${String(matches.length)}`;
};
