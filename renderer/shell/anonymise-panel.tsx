// The options of anonymising at a send that is about to go, beside its first object before and after.
import { useMemo } from 'react';
import type { DeidentifyOptions } from '../../core/contract.ts';
import { cautionWords } from '../commands/copies.ts';
import { ChangeTable } from '../parts/change-table.tsx';
import { DeidentifyOptionsFields, useWrongFields } from './deidentify-options.tsx';
import { useDeidentifyPreview } from './use-deidentify-preview.ts';
import copies from './copy-dialogs.module.css';
import styles from './send-bar.module.css';

interface AnonymisePanelProps {
  readonly proposal: string;
  readonly options: DeidentifyOptions;
  readonly onePatient: boolean;
  readonly onChange: (options: DeidentifyOptions) => void;
}

export function AnonymisePanel({ proposal, options, onePatient, onChange }: AnonymisePanelProps) {
  const source = useMemo(() => ({ proposal }), [proposal]);
  const preview = useDeidentifyPreview(source, options);
  const { mark } = useWrongFields();
  const shown = preview.kind === 'read' ? preview.preview : null;
  return (
    <div className={styles.anonymise}>
      <div className={copies.options}>
        <DeidentifyOptionsFields options={options} onChange={onChange} onePatient={onePatient} shown={shown} mark={mark} />
      </div>
      <div className={copies.preview}>
        <h3>First object, before and after</h3>
        <ChangeTable rows={shown?.rows ?? []} empty={preview.kind === 'failed' ? preview.why : 'Reading…'} />
        {shown?.cautions.map((caution) => (
          <p key={caution} className={copies.hint}>
            {cautionWords[caution]}
          </p>
        ))}
      </div>
    </div>
  );
}
