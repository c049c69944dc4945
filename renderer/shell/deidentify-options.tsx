// The options of the Basic Profile as switches: in the dialog that makes copies, and at a send that is about to go.
import { useState } from 'react';
import type { DeidentifyOptions, DeidentifyPreview } from '../../core/contract.ts';
import { Check, Segments, type Option } from '../ui/choice.tsx';
import { Field } from '../ui/field.tsx';
import { MappingNote } from './mapping-note.tsx';
import styles from './copy-dialogs.module.css';

const dateOptions: readonly Option<DeidentifyOptions['dates']>[] = [
  { value: 'remove', label: 'Remove' },
  { value: 'shift', label: 'Shift' },
  { value: 'keep', label: 'Keep' },
];

type Switch = Exclude<
  { [N in keyof DeidentifyOptions]: DeidentifyOptions[N] extends boolean ? N : never }[keyof DeidentifyOptions],
  undefined
>;

const switches: readonly (readonly [Switch, string, string])[] = [
  ['keepPatientCharacteristics', 'Keep sex, age, size and weight', 'Allergies and the like are cleaned.'],
  ['keepDevice', 'Keep the device', 'Station, serial numbers, calibration.'],
  ['keepInstitution', 'Keep the institution', 'Name, address, department.'],
  ['keepUids', 'Keep UIDs', 'The copies then stand as second versions beside the originals.'],
  [
    'keepSafePrivate',
    'Keep safe private elements',
    'Scale factors, diffusion, pitch and the like of large vendors, and what an object declares safe.',
  ],
  [
    'cleanDescriptors',
    'Clean descriptions instead of removing them',
    'Names, numbers, dates and addresses are taken out. Read what is left.',
  ],
  ['cleanStructuredContent', 'Clean reports instead of emptying them', 'Codes and measurements stay; texts are cleaned in the same way.'],
  ['cleanGraphics', 'Keep overlays and drawings', 'Their texts are cleaned; drawings only your eyes can judge.'],
];

interface DeidentifyOptionsProps {
  readonly options: DeidentifyOptions;
  readonly onChange: (options: DeidentifyOptions) => void;
  /** All is of one patient, who may be given an identity of one's choice. */
  readonly onePatient: boolean;
  /** Of the first object; null until it was read. */
  readonly shown: DeidentifyPreview | null;
  readonly mark: Mark;
}

export function DeidentifyOptionsFields({ options, onChange, onePatient, shown, mark }: DeidentifyOptionsProps) {
  const change = (patch: Partial<DeidentifyOptions>) => onChange({ ...options, ...patch });
  const days = options.days === null ? '' : String(options.days);
  return (
    <>
      <Segments label="Dates and times" value={options.dates} options={dateOptions} onChange={(dates) => change({ dates })} />
      {options.dates === 'shift' && (
        <Field
          label="By days"
          value={days}
          placeholder={shown && options.days === null ? `each patient’s own: ${String(shown.days)}` : 'each patient’s own'}
          inputMode="numeric"
          check={(text) => (text === '' || /^-?\d{1,5}$/u.test(text) ? null : 'A whole number of days, or nothing')}
          onProblem={mark('days')}
          onSave={(text) => change({ days: text === '' ? null : Number(text) })}
          hint="Empty: a number of whole weeks that is the same for all of a patient."
        />
      )}
      <ul className={styles.switches}>
        {switches.map(([name, label, hint]) => (
          <li key={name}>
            <Check label={label} checked={options[name]} onChange={(on) => change({ [name]: on })} />
            <span className={styles.hint}>{hint}</span>
          </li>
        ))}
      </ul>
      {onePatient ? (
        <Identity options={options} change={change} mark={mark} shown={shown} />
      ) : (
        <Prefix options={options} change={change} mark={mark} />
      )}
      <MappingNote kept={shown?.mapping} />
    </>
  );
}

export type Mark = (field: string) => (wrong: boolean) => void;

/** What is typed wrongly is not among the options, so the copies must wait for it. */
export function useWrongFields(): { readonly anyWrong: boolean; readonly mark: Mark } {
  const [wrong, setWrong] = useState<readonly string[]>([]);
  const mark: Mark = (field) => (isWrong) => setWrong((known) => (isWrong ? [...known, field] : known.filter((name) => name !== field)));
  return { anyWrong: wrong.length > 0, mark };
}

interface IdentityProps {
  readonly options: DeidentifyOptions;
  readonly change: (patch: Partial<DeidentifyOptions>) => void;
  readonly mark: Mark;
  readonly shown?: DeidentifyPreview | null;
}

const plain = (text: string): string | null =>
  /^[\x20-\x5b\x5d-\x7e]{0,64}$/u.test(text) ? null : 'At most 64 plain letters, digits and signs';

/** One patient may be given an identity of one's choice. */
function Identity({ options, change, mark, shown }: IdentityProps) {
  return (
    <>
      <Field
        label="New patient ID"
        value={options.patientId}
        placeholder={shown?.patientId}
        check={plain}
        onProblem={mark('patientId')}
        onSave={(patientId) => change({ patientId })}
      />
      <Field
        label="New patient name"
        value={options.patientName}
        placeholder={shown?.patientName}
        check={plain}
        onProblem={mark('patientName')}
        onSave={(patientName) => change({ patientName })}
      />
    </>
  );
}

function Prefix({ options, change, mark }: IdentityProps) {
  return (
    <Field
      label="New patient IDs begin with"
      value={options.prefix}
      check={(text) => (/^[A-Za-z0-9_-]{1,16}$/u.test(text) ? null : 'One to 16 letters, digits, - or _')}
      onProblem={mark('prefix')}
      onSave={(prefix) => change({ prefix })}
    />
  );
}
