/** Instead of rows: what could be asked, what is being asked, why there is nothing, and the next step. */
import { CircleAlert, FilterX, Network, Search, SearchX } from 'lucide-react';
import type { ReactElement } from 'react';
import type { NodeProgress } from '../../../core/contract.ts';
import { Failure } from '../../parts/failure.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { chipKey, type Chip } from './chip.ts';
import { askedName, chipLabel } from './chip-label.ts';
import { dateRangeLabel } from '../../format/date-range.ts';
import type { SearchState } from './session.ts';
import styles from './search.module.css';

interface EmptyProps {
  readonly state: SearchState;
  /** How many nodes there are to ask. */
  readonly nodes: number;
  readonly where: string;
  readonly onAddNode: () => void;
  readonly onChips: (remove: readonly Chip[], add: readonly Chip[]) => void;
  readonly onShowAll: () => void;
  readonly onTry: (text: string) => void;
  readonly onAgain: () => void;
}

export const ResultsEmpty = (props: EmptyProps): ReactElement | null => {
  const { state, nodes } = props;
  if (state.matches.length > 0) {
    return (
      <EmptyState
        icon={FilterX}
        title="Nothing here matches what you typed"
        actions={<Button onClick={props.onShowAll}>Show all {state.matches.length}</Button>}
      >
        Press Enter to ask the nodes for it instead.
      </EmptyState>
    );
  }
  if (state.phase === 'asking') return null;
  if (nodes === 0 && (state.asked?.query.nodes ?? []).length === 0) return <NoNodes onAddNode={props.onAddNode} />;
  if (state.phase === 'never') return <NeverAsked onTry={props.onTry} />;
  const answers = [...state.progress.values()];
  const failures = answers.filter(({ state: is }) => is === 'failed');
  if (answers.length > 0 && failures.length === answers.length) return <AllFailed failures={failures} onAgain={props.onAgain} />;
  if (answers.some(({ state: is }) => is === 'cancelled')) return <Stopped onAgain={props.onAgain} />;
  return <NothingFound {...props} />;
};

const NoNodes = ({ onAddNode }: Pick<EmptyProps, 'onAddNode'>): ReactElement => (
  <EmptyState
    icon={Network}
    title="No systems to ask yet"
    actions={
      <Button tone="primary" onClick={onAddNode}>
        Add a node
      </Button>
    }
  >
    Paste an address such as <code className="mono">PACS1@10.1.2.3:104</code> into the command field, or add a node.
  </EmptyState>
);

const examples = ['yamada', 'date:today mod:ct', 'pid:12345', 'acc:A77'];

const NeverAsked = ({ onTry }: Pick<EmptyProps, 'onTry'>): ReactElement => (
  <EmptyState
    icon={Search}
    title="Find studies on your nodes"
    actions={examples.map((example) => (
      <Button key={example} tone="quiet" onClick={() => onTry(example)}>
        <code className="mono">{example}</code>
      </Button>
    ))}
  >
    Type a name and press Enter. Prefixes narrow it down, the chips do the same.
  </EmptyState>
);

const AllFailed = ({ failures, onAgain }: { readonly failures: readonly NodeProgress[]; readonly onAgain: () => void }): ReactElement => (
  <div className={styles.failures}>
    {failures.map(({ nodeId, failure }) =>
      failure === null ? null : <Failure key={nodeId} failure={failure} subject={{ nodeId, again: onAgain }} />,
    )}
    {failures.every(({ failure }) => failure === null) && (
      <EmptyState icon={CircleAlert} title="No node could be asked" actions={<Button onClick={onAgain}>Try again</Button>} />
    )}
  </div>
);

const Stopped = ({ onAgain }: Pick<EmptyProps, 'onAgain'>): ReactElement => (
  <EmptyState icon={Search} title="Stopped before anything was found" actions={<Button onClick={onAgain}>Search again</Button>} />
);

/** Conditions that say who is looked for; of several the first is the subject, the others stand beside it. */
const subjects: readonly Chip['kind'][] = ['name', 'patientId', 'accession', 'studyUid'];

const subjectOf = (chips: readonly Chip[]): Chip | undefined =>
  subjects.map((kind) => chips.find((chip) => chip.kind === kind)).find((chip) => chip !== undefined);

/** What is easily left standing from the search before: any condition but the subject and those with a button of their own. */
const besides = (chips: readonly Chip[]): readonly Chip[] => {
  const subject = subjectOf(chips);
  return chips.filter((chip) => chip !== subject && !['date', 'modalities', 'nodes'].includes(chip.kind));
};

const conditionText = (chip: Chip): string => {
  const { field, value } = chipLabel(chip, []);
  return `${field} ${value}`;
};

const who = (subject: Chip | undefined): string => {
  switch (subject?.kind) {
    case 'name':
      return `Nobody named ${askedName(subject.value)}`;
    case 'patientId':
      return `Nobody with the ID ${subject.value}`;
    case 'accession':
      return `No study with accession ${subject.value}`;
    case 'studyUid':
      return 'No study with that UID';
    default:
      return 'No study';
  }
};

/** 'Nobody named YAMADA* with ID 12, CT, in the last 7 days on 3 nodes'. */
const sentence = (chips: readonly Chip[], where: string): string => {
  const date = chips.find((chip) => chip.kind === 'date');
  const modality = chips.find((chip) => chip.kind === 'modalities');
  const conditions = [...besides(chips).map(conditionText), ...(modality ? [modality.values.join(' or ')] : [])];
  const label = date === undefined ? '' : dateRangeLabel(date.range);
  const when =
    label === '' ? '' : label.startsWith('last') ? ` in the ${label}` : date?.range.kind === 'between' ? `, ${label},` : ` ${label}`;
  return `${who(subjectOf(chips))}${conditions.length > 0 ? ` with ${conditions.join(', ')}` : ''}${when} on ${where}`;
};

const LEADING_LETTERS = 3;

const NothingFound = ({ state, where, onChips }: EmptyProps): ReactElement => {
  const chips = state.asked?.chips ?? [];
  const name = chips.find((chip) => chip.kind === 'name');
  const date = chips.find((chip) => chip.kind === 'date');
  const modality = chips.find((chip) => chip.kind === 'modalities');
  const [family = ''] = name?.value.split(/[\s,^]/u) ?? [];
  // Some archives tell small letters from capitals.
  const capitalised = (name?.value ?? '').replace(/(?<=^|[\s,^])\p{Ll}/gu, (letter) => letter.toUpperCase());
  const short = Array.from(family).slice(0, LEADING_LETTERS).join('');
  return (
    <EmptyState
      icon={SearchX}
      title={sentence(chips, where)}
      actions={
        <>
          {besides(chips).map((chip) => (
            <Button key={chipKey(chip)} onClick={() => onChips([chip], [])}>
              Without {conditionText(chip)}
            </Button>
          ))}
          {date && <Button onClick={() => onChips([date], [])}>All dates</Button>}
          {modality && <Button onClick={() => onChips([modality], [])}>All modalities</Button>}
          {name && capitalised !== name.value && (
            <Button onClick={() => onChips([], [{ kind: 'name', value: capitalised }])}>As {capitalised}</Button>
          )}
          {name && short !== '' && short.length < name.value.length && (
            <Button onClick={() => onChips([], [{ kind: 'name', value: short }])}>Only the first {LEADING_LETTERS} letters</Button>
          )}
          {name && <Button onClick={() => onChips([name], [{ kind: 'patientId', value: name.value }])}>Search by ID</Button>}
        </>
      }
    />
  );
};
