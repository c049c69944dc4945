// What goes and what does not, in groups of one kind, encoding and problem; what is doubtful is decided here.
import type { PreflightGroup, ProposalView } from '../../core/contract.ts';
import { decideGroup } from '../commands/propose.ts';
import { bytesText, countText } from '../format/quantity.ts';
import type { PendingSend } from '../stores/pending-send.ts';
import { Check, Segments, type Option } from '../ui/choice.tsx';
import { useGantry } from '../use-gantry.ts';
import styles from './send-bar.module.css';

interface PreflightTableProps {
  readonly view: ProposalView;
  readonly kind: PendingSend['kind'];
  readonly nodeName: string;
}

export function PreflightTable({ view, kind, nodeName }: PreflightTableProps) {
  return (
    <div className={styles.panel}>
      <table className={styles.table} aria-label="What goes">
        <thead>
          <tr>
            <th scope="col">Group</th>
            <th scope="col" className={styles.number}>
              Objects
            </th>
            <th scope="col">{kind === 'send' ? 'Will be sent as' : 'Will be kept as'}</th>
            <th scope="col">Problem</th>
            <th scope="col">Decision</th>
          </tr>
        </thead>
        <tbody>
          {view.groups.map((group) => (
            <tr key={group.key}>
              <td className={styles.group}>
                {group.sopClassName === '' ? <Files group={group} /> : group.sopClassName.replace(/ Storage\b/u, '')}
                {group.problem !== null && group.sopClassName !== '' && <Files group={group} faint />}
              </td>
              <td className={styles.number} title={group.bytes > 0 ? bytesText(group.bytes) : undefined}>
                {countText(group.objects)}
              </td>
              <td className={styles.as}>{sentAs(group, view)}</td>
              <td>
                <span className={styles.problem} data-open={group.open ? '' : undefined}>
                  {group.words}
                </span>
              </td>
              <td>
                <Decision group={group} id={view.id} kind={kind} nodeName={nodeName} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {view.cut && <p className="faint">There are more kinds than are listed here.</p>}
    </div>
  );
}

/** Names of the first files, as many as fit. */
function Files({ group: { names, objects }, faint = false }: { readonly group: PreflightGroup; readonly faint?: boolean }) {
  const more = objects > names.length ? ` + ${countText(objects - names.length)}` : '';
  const text = `${names.join(', ')}${more}`;
  return (
    <bdi className={faint ? styles.files : undefined} title={text}>
      {text}
    </bdi>
  );
}

/** Bytes are never changed on the way: as it is, or not at all. */
function sentAs({ decision, transferSyntaxName }: PreflightGroup, { negotiation }: ProposalView): string {
  if (decision === 'leave') return '—';
  return negotiation === 'asking' ? `${transferSyntaxName}, if it takes that` : transferSyntaxName;
}

interface DecisionProps {
  readonly group: PreflightGroup;
  readonly id: string;
  readonly kind: PendingSend['kind'];
  readonly nodeName: string;
}

const options: Readonly<Record<PendingSend['kind'], readonly Option<PreflightGroup['decision']>[]>> = {
  send: [
    { value: 'leave', label: 'Leave out' },
    { value: 'take', label: 'Send anyway' },
  ],
  import: [
    { value: 'leave', label: 'Leave out' },
    { value: 'take', label: 'Import anyway' },
  ],
};

function Decision({ group, id, kind, nodeName }: DecisionProps) {
  const gantry = useGantry();
  const { key, decidable, decision, remembered } = group;
  if (!decidable) {
    if (decision === 'take') return kind === 'send' ? 'Send' : 'Import';
    return <span className="faint">Stays out</span>;
  }
  const what = `${group.sopClassName}: ${group.words}`;
  return (
    <span className={styles.decision}>
      <Segments
        label={`Decision for ${what}`}
        hideLabel
        value={decision}
        options={options[kind]}
        onChange={(chosen) => decideGroup(gantry, { id, key }, { decision: chosen })}
      />
      <Check
        label={kind === 'send' ? `Remember for ${nodeName}` : 'Remember for imports'}
        checked={remembered}
        onChange={(chosen) => decideGroup(gantry, { id, key }, { remember: chosen })}
      />
    </span>
  );
}
