// How nodes are asked.
import { Segments } from '../../ui/choice.tsx';
import { Field } from '../../ui/field.tsx';
import type { SectionProps } from './settings-screen.tsx';

const checkLimit = (text: string): string | null => {
  const limit = Number(text);
  return /^\d{1,6}$/.test(text.trim()) && limit >= 10 && limit <= 100_000 ? null : 'A number of rows from 10 to 100000.';
};

export function SearchSettings({ settings: { search }, change }: SectionProps) {
  return (
    <>
      <Field
        label="Rows per node"
        value={String(search.limit)}
        inputMode="numeric"
        check={checkLimit}
        hint="After so many Gantry stops asking. More can be asked for with one button."
        onSave={(text) => change({ search: { limit: Number(text) } }, 'Rows per node')}
      />
      <Segments
        label="Ask by"
        value={search.model}
        options={[
          { value: 'study', label: 'Study root' },
          { value: 'patient', label: 'Patient root' },
        ]}
        hint="Study root is what nearly every system has. Choose Patient root for one that refuses it."
        onChange={(model) => change({ search: { model } }, 'Information model')}
      />
    </>
  );
}
