// "Anonymise copy…": the profile's options beside the first object before and after. The copies land in the inbox; originals stay as they are.
import { useDeferredValue, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { DeidentifyOptions, DeidentifyPreview } from '../../core/contract.ts';
import { cautionWords, rememberedOptions, rememberOptions, startDeidentify, strictest } from '../commands/copies.ts';
import { pluralText } from '../format/quantity.ts';
import { ChangeTable } from '../parts/change-table.tsx';
import type { Selection } from '../stores/selection.ts';
import { Button } from '../ui/button.tsx';
import { Check, Segments, type Option } from '../ui/choice.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field } from '../ui/field.tsx';
import { useGantry } from '../use-gantry.ts';
import { MappingNote } from './mapping-note.tsx';
import { keepEnter } from './keep-enter.ts';
import styles from './copy-dialogs.module.css';

type InboxSelection = Extract<Selection, { kind: 'inbox' }>;

export function DeidentifyDialog() {
  const gantry = useGantry();
  const copying = useStore(gantry.shell, (s) => s.copying);
  const close = () => gantry.shell.setState({ copying: null });
  const selection = copying?.form === 'deidentify' ? copying.selection : null;
  return (
    <Dialog title="Anonymise copy" wide open={selection !== null} onClose={close}>
      {selection && <Form selection={selection} onClose={close} />}
    </Dialog>
  );
}

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

function Form({ selection, onClose }: { readonly selection: InboxSelection; readonly onClose: () => void }) {
  const gantry = useGantry();
  const [options, setOptions] = useState(rememberedOptions);
  const preview = usePreview(selection, useDeferredValue(options));
  const change = (patch: Partial<DeidentifyOptions>) => setOptions((known) => ({ ...known, ...patch }));
  const one = selection.patients <= 1;
  const { anyWrong, mark } = useWrongFields();
  const stopped = preview.kind === 'failed' ? preview.why : anyWrong ? 'Mend what is marked first.' : undefined;
  const begin = () => {
    if (stopped !== undefined) return;
    rememberOptions(options);
    startDeidentify(gantry, { targets: [...selection.targets], options }, { what: selection.label });
    onClose();
  };
  const shown = preview.kind === 'read' ? preview.preview : null;
  return (
    <form
      className={styles.form}
      onKeyDown={keepEnter}
      onSubmit={(event) => {
        event.preventDefault();
        begin();
      }}
    >
      <p className="secondary">
        <bdi>{selection.label}</bdi> by the Basic Application Level Confidentiality Profile (PS3.15 Annex E, 2026c). The copies land in the
        inbox; the originals are not changed.
      </p>
      <div className={styles.columns}>
        <div className={styles.options}>
          <Segments label="Dates and times" value={options.dates} options={dateOptions} onChange={(dates) => change({ dates })} />
          {options.dates === 'shift' && (
            <Field
              label="By days"
              value={options.days === null ? '' : String(options.days)}
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
          {one ? (
            <Identity options={options} change={change} mark={mark} shown={shown} />
          ) : (
            <Prefix options={options} change={change} mark={mark} />
          )}
          <MappingNote kept={shown?.mapping} />
        </div>
        <div className={styles.preview}>
          <h3>First object, before and after</h3>
          <ChangeTable rows={shown?.rows ?? []} empty={preview.kind === 'failed' ? preview.why : 'Reading…'} />
          {shown?.cut && <p className={styles.hint}>Only the first {shown.rows.length} changes are listed.</p>}
        </div>
      </div>
      {shown && shown.cautions.length > 0 && (
        <ul className={styles.cautions} aria-label="Look at this">
          {shown.cautions.map((caution) => (
            <li key={caution}>{cautionWords[caution]}</li>
          ))}
        </ul>
      )}
      <div className={styles.buttons}>
        <Button tone="quiet" onClick={() => setOptions(strictest)}>
          Strictest
        </Button>
        <span className={styles.space} />
        <Button onClick={onClose}>Cancel</Button>
        <Button tone="primary" type="submit" disabled={stopped}>
          Make {pluralText(selection.instances, 'copy', 'copies')}
        </Button>
      </div>
    </form>
  );
}

type Mark = (field: string) => (wrong: boolean) => void;

/** What is typed wrongly is not among the options, so the copies must wait for it. */
function useWrongFields(): { readonly anyWrong: boolean; readonly mark: Mark } {
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

type Previewing =
  | { readonly kind: 'reading' }
  | { readonly kind: 'read'; readonly preview: DeidentifyPreview }
  | { readonly kind: 'failed'; readonly why: string };

/** The last one stays while the next is read, so that nothing jumps. */
function usePreview({ targets }: InboxSelection, options: DeidentifyOptions): Previewing {
  const { api } = useGantry();
  const [previewing, setPreviewing] = useState<Previewing>({ kind: 'reading' });
  useEffect(() => {
    const stop = new AbortController();
    api.call('copies.previewDeidentified', { targets: [...targets], options }, stop.signal).then(
      (preview) => setPreviewing({ kind: 'read', preview }),
      (error: unknown) => {
        if (!stop.signal.aborted) setPreviewing({ kind: 'failed', why: error instanceof Error ? error.message : String(error) });
      },
    );
    return () => stop.abort();
  }, [api, targets, options]);
  return previewing;
}
