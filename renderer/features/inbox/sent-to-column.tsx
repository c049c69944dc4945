/** The column that says who else has a study; a group is as safe as the worst kept of its studies. */
import type { StudyCustody } from '../../../core/contract.ts';
import type { ByKey } from '../../stores/keyed-rows.ts';
import type { Column } from '../../ui/grid/column.ts';
import { custodyRank } from './custody-words.ts';
import type { InboxRow } from './rows.ts';
import { SentToCell } from './sent-to-cell.tsx';

export const sentToColumn = (custody: () => ByKey<StudyCustody>): Column<InboxRow> => {
  const rank = (row: InboxRow): number => {
    const studies = row.kind === 'study' ? [row.study] : row.kind === 'group' ? row.group.studies : [];
    const known = custody();
    return studies.reduce((worst, { studyUid }) => Math.max(worst, custodyRank(known.get(studyUid))), 0);
  };
  return {
    id: 'sent-to',
    label: 'Sent to',
    width: 82,
    grow: true,
    compare: (a, b) => rank(a) - rank(b),
    comparesMore: true,
    cell: (row) => row.kind === 'study' && <SentToCell studyUid={row.study.studyUid} />,
  };
};
