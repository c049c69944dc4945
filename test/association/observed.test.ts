// What observers are told of a message: what the network log needs, and nothing of the data set.
import { expect, test } from 'vitest';
import { observed } from '../../core/association/observed.ts';

test('a request names its class and its id', () => {
  const command = { commandField: 0x0110, hasDataSet: false, messageId: 3, requestedSopClassUid: '1.2.3' };
  expect(observed('out', 1, command)).toEqual({ direction: 'out', contextId: 1, commandField: 0x0110, messageId: 3, sopClassUid: '1.2.3' });
});

test.each([
  [{ remaining: 4 }, [4, 0, 0, 0]],
  [{ completed: 3 }, [0, 3, 0, 0]],
  [{ failed: 2 }, [0, 0, 2, 0]],
  [{ warning: 1 }, [0, 0, 0, 1]],
])('a response with %o tells the counters in their order', (counters, told) => {
  const command = {
    commandField: 0x8021,
    hasDataSet: false,
    messageIdBeingRespondedTo: 7,
    status: 0xff00,
    errorComment: 'busy',
    ...counters,
  };
  const message = {
    direction: 'in',
    contextId: 5,
    commandField: 0x8021,
    messageId: 7,
    status: 0xff00,
    errorComment: 'busy',
    counters: told,
  };
  expect(observed('in', 5, command)).toEqual(message);
});

test('a message that says nothing of itself has the id 0', () => {
  expect(observed('in', 5, { commandField: 0x0fff, hasDataSet: false })).toMatchObject({ messageId: 0 });
});
