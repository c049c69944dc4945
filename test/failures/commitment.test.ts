// Storage commitment that no status refused: nobody offers it, no report came, it cannot come, or we could not ask (F13).
import { describe, expect, it } from 'vitest';
import { explainCommitment, type CommitmentTrouble } from '../../core/failures/explain-commitment.ts';

const about = {
  nodeName: 'Archive',
  host: '10.1.2.9',
  port: 104,
  calledTitle: 'ARCHIVE',
  callingTitle: 'GANTRY',
  inbox: { title: 'GANTRY', port: 11112, addresses: ['10.1.2.30'], scope: 'network' },
} as const;

describe('what is said of commitment', () => {
  it.each<[CommitmentTrouble, string, string, readonly string[]]>([
    ['not-offered', 'Archive does not offer storage commitment.', 'peer', []],
    ['overdue', 'Archive has not reported on the commitment.', 'peer', ['retry', 'show-address', 'copy-request']],
    ['unreachable', 'Archive cannot report to this computer.', 'you', ['open-network', 'retry']],
    ['not-sent', 'The request to Archive could not be made.', 'app', ['retry']],
  ])('%s', (trouble, headline, who, remedies) => {
    const found = explainCommitment(trouble, about, 'no context');
    expect(found).toMatchObject({ headline, who });
    expect(found.remedies.map(({ kind }) => kind)).toEqual(remedies);
    expect(found.headline.split(' ').length).toBeLessThanOrEqual(12);
  });

  it('names where the report should have come', () => {
    expect(explainCommitment('overdue', about).why).toContain('10.1.2.30 port 11112');
    expect(explainCommitment('not-sent', about, 'the reason').why).toBe('the reason');
  });
});
