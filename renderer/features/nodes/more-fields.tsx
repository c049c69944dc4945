// What is rarely changed: how long to wait, how many connections, which characters, notes.
import type { NodeView } from '../../../core/contract.ts';
import { Select } from '../../ui/choice.tsx';
import { Field } from '../../ui/field.tsx';
import { checkSeconds } from './checks.ts';
import type { SaveNode } from './editor.tsx';
import styles from './nodes.module.css';

const characterSets = [
  { value: '', label: 'As the node says' },
  { value: 'ISO_IR 192', label: 'UTF-8 (ISO_IR 192)' },
  { value: 'ISO_IR 100', label: 'Western European (ISO_IR 100)' },
  { value: 'ISO_IR 101', label: 'Central European (ISO_IR 101)' },
  { value: 'ISO_IR 144', label: 'Cyrillic (ISO_IR 144)' },
  { value: 'ISO_IR 126', label: 'Greek (ISO_IR 126)' },
  { value: 'ISO_IR 127', label: 'Arabic (ISO_IR 127)' },
  { value: 'ISO_IR 138', label: 'Hebrew (ISO_IR 138)' },
  { value: 'ISO_IR 148', label: 'Turkish (ISO_IR 148)' },
  { value: 'ISO_IR 166', label: 'Thai (ISO_IR 166)' },
  { value: 'ISO_IR 13', label: 'Japanese kana (ISO_IR 13)' },
  { value: '\\ISO 2022 IR 87', label: 'Japanese (ISO 2022 IR 87)' },
  { value: '\\ISO 2022 IR 149', label: 'Korean (ISO 2022 IR 149)' },
  { value: 'GB18030', label: 'Chinese (GB18030)' },
] as const;

const counts = ['1', '2', '3', '4', '5', '6', '7', '8'] as const;
type CharacterSet = (typeof characterSets)[number]['value'];
const isKnown = (text: string): text is CharacterSet => characterSets.some(({ value }) => value === text);

interface MoreFieldsProps {
  readonly node: NodeView;
  readonly save: SaveNode;
}

export function MoreFields({ node, save }: MoreFieldsProps) {
  const { timeouts } = node;
  const timeout = (key: keyof NodeView['timeouts'], label: string, term: string) => (
    <Field
      label={label}
      term={term}
      value={String(timeouts[key])}
      inputMode="numeric"
      check={checkSeconds}
      onSave={(text) => save({ timeouts: { [key]: Number(text) } }, 'Timeout')}
    />
  );
  const characterSet = node.characterSet ?? '';
  return (
    <details className={styles.more}>
      <summary>More</summary>
      <div className={styles.moreBody}>
        {timeout('connect', 'Give up connecting after', 'seconds')}
        {timeout('association', 'Give up an introduction after', 'seconds')}
        {timeout('message', 'Give up when silent for', 'seconds')}
        <Select
          label="Connections at once"
          value={counts[node.associations - 1] ?? '1'}
          options={counts.map((value) => ({ value, label: value }))}
          onChange={(count) => save({ associations: Number(count) }, 'Connections')}
        />
        <Select
          label="Characters, when it does not say"
          term="(0008,0005)"
          value={isKnown(characterSet) ? characterSet : ''}
          options={characterSets}
          onChange={(value) => save({ characterSet: value === '' ? null : value }, 'Character set')}
        />
        <Field label="Notes" value={node.notes} multiline onSave={(notes) => save({ notes }, 'Notes')} />
      </div>
    </details>
  );
}
