import { describe, expect, it } from 'vitest';
import { describeCommand } from '../../core/dimse/describe.ts';
import type { CommandSet } from '../../core/dimse/types.ts';
import { goldenCommands } from './golden.ts';

const lines: Readonly<Record<string, string>> = {
  'C-ECHO-RQ of echoscu': 'C-ECHO-RQ 1: Verification SOP Class',
  'C-ECHO-RSP of storescp': 'C-ECHO-RSP 1: Verification SOP Class, 0000H success',
  'C-STORE-RQ of a C-MOVE sub-operation': 'C-STORE-RQ 65535: 1.2, instance 1.2.3.4.5, for MOVE_SCU, of its message 12, data set follows',
  'C-MOVE-RQ': 'C-MOVE-RQ 3: Study Root Query/Retrieve Information Model - MOVE, to ABC, data set follows',
  'C-GET-RSP pending with its counters': 'C-GET-RSP 2: FF00H pending, 4 remaining, 3 completed, 2 failed, 1 warning',
  'C-FIND-RSP failed, with everything that explains it': 'C-FIND-RSP 7: A900H failure, because of (0008,0052) (0020,000d), error 42',
  'N-ACTION-RQ': 'N-ACTION-RQ 1: Storage Commitment Push Model SOP Class, instance 1.2.3.4, action 1, data set follows',
  'N-GET-RQ with a list of attributes': 'N-GET-RQ 4: 1.2, instance 1.3',
  'N-EVENT-REPORT-RQ': 'N-EVENT-REPORT-RQ 2: 1.2.3.4.5.6, instance 1.3, event 2, data set follows',
  'C-CANCEL-RQ': 'C-CANCEL-RQ 3',
};

describe('one line a command', () => {
  it.each(goldenCommands)('$name', ({ name, value }) => {
    expect(describeCommand(value)).toBe(lines[name]);
  });

  it.each<readonly [string, CommandSet]>([
    ['command 0777H', { commandField: 0x0777, hasDataSet: false }],
    [
      'C-STORE-RQ 1: ·[31m, instance ../../x',
      { commandField: 1, hasDataSet: false, messageId: 1, affectedSopClassUid: '\x1b[31m', affectedSopInstanceUid: '../../x' },
    ],
  ])('%s', (line, command) => {
    expect(describeCommand(command)).toBe(line);
  });

  it('never repeats an error comment', () => {
    const refusal = {
      commandField: 0x8001,
      hasDataSet: false,
      messageIdBeingRespondedTo: 1,
      status: 0xa900,
      errorComment: 'SMITH^JOHN has no study',
    };
    expect(describeCommand(refusal)).toBe('C-STORE-RSP 1: A900H failure');
  });
});
