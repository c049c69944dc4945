import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProtocolError, UsageError } from '../../core/errors.ts';
import { concat, fromHex, toHex } from '../../core/lib/bytes.ts';
import { decodeCommand } from '../../core/dimse/decode.ts';
import { encodeCommand } from '../../core/dimse/encode.ts';
import type { CommandSet } from '../../core/dimse/types.ts';
import { commandSet } from './arbitrary.ts';
import { element, goldenCommands } from './golden.ts';

describe.each(goldenCommands)('$name', ({ bytes, value }) => {
  it('is read', () => {
    expect(decodeCommand(bytes)).toEqual(value);
  });

  it('is written', () => {
    expect(toHex(encodeCommand(value))).toBe(toHex(bytes));
  });

  it('cut anywhere is unreadable or loses whole elements from its end', () => {
    const known = Object.keys(value);
    for (let length = 0; length < bytes.length; length += 1) {
      try {
        expect(known).toEqual(expect.arrayContaining(Object.keys(decodeCommand(bytes.subarray(0, length)))));
      } catch (error) {
        expect(error).toMatchObject({ name: 'ProtocolError', code: 'unreadable-command', abort: { source: 2, reason: 6 } });
      }
    }
  });
});

describe('any command', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(commandSet, (command) => {
        expect(decodeCommand(encodeCommand(command))).toEqual(command);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps its bytes through decode and encode', () => {
    fc.assert(
      fc.property(commandSet, (command) => {
        const bytes = encodeCommand(command);
        expect(encodeCommand(decodeCommand(bytes))).toEqual(bytes);
      }),
      { numRuns: 300 },
    );
  });

  it('of whatever bytes is a value or a protocol error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), (bytes) => {
        try {
          expect(decodeCommand(bytes).commandField).toBeGreaterThanOrEqual(0);
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('decodeCommand is lenient', () => {
  const field = element(0x0100, '3000');

  it.each<readonly [string, readonly Uint8Array[], Partial<CommandSet>]>([
    ['without group length', [field], {}],
    ['with a wrong group length', [element(0, 'ffffff7f'), field], {}],
    ['with retired elements', [element(0x0001, '00000000'), field, element(0x5010, '41424344')], {}],
    ['with elements of another group', [field, fromHex('0800 1601 04000000 312e3200')], {}],
    ['with elements in any order', [element(0x0110, '0500'), field], { messageId: 5 }],
    ['with empty values', [field, element(0x0110), element(0x0002), element(0x0901)], {}],
    ['with a number of one byte', [field, element(0x0110, '05')], {}],
    ['with a number of four bytes', [field, element(0x0110, '05000000')], { messageId: 5 }],
    ['with a UID without padding', [field, element(0x0002, '312e322e33')], { affectedSopClassUid: '1.2.3' }],
    ['with a UID padded by spaces', [field, element(0x0002, '312e3220')], { affectedSopClassUid: '1.2' }],
    ['with a UID that is none', [field, element(0x1000, '2e2e2f2e2e2f78')], { affectedSopInstanceUid: '../../x' }],
    ['with padded titles', [field, element(0x0600, '20414220202000')], { moveDestination: 'AB' }],
    ['with a padded comment', [field, element(0x0902, '6f68202000')], { errorComment: 'oh' }],
    ['with a tag list cut off', [field, element(0x0901, '08001600 1000')], { offendingElements: [0x0008_0016] }],
    [
      'with message id 0 and 65535',
      [field, element(0x0110, '0000'), element(0x0120, 'ffff')],
      { messageId: 0, messageIdBeingRespondedTo: 65_535 },
    ],
    ['with any data set type but 0101H', [field, element(0x0800, '0000')], { hasDataSet: true }],
    ['with data set type 0101H', [field, element(0x0800, '0101')], { hasDataSet: false }],
  ])('%s', (_, parts, expected) => {
    expect(decodeCommand(concat(parts))).toEqual({ commandField: 0x0030, hasDataSet: false, ...expected });
  });
});

describe('decodeCommand refuses', () => {
  it.each([
    ['nothing', ''],
    ['no command field', '0000 1001 02000000 0100'],
    ['a command field without a value', '0000 0001 00000000'],
    ['half a header', '0000 0001 02000000 3000 0000'],
    ['a value longer than what is left', '0000 0001 02000000 3000 0000 1001 04000000 0100'],
    ['an undefined length', '0000 0001 02000000 3000 0000 1001 ffffffff 0100'],
    ['explicit VR', '0000 0001 5553 0200 3000'],
    ['big endian', '0000 0100 00000002 0030'],
  ])('%s', (_, hex) => {
    expect(() => decodeCommand(fromHex(hex))).toThrow(expect.objectContaining({ name: 'ProtocolError', code: 'unreadable-command' }));
  });
});

describe('encodeCommand', () => {
  const echo = { commandField: 0x0030, hasDataSet: false, messageId: 1, affectedSopClassUid: '1.2.840.10008.1.1' };
  const answer = { commandField: 0x8001, hasDataSet: false, messageIdBeingRespondedTo: 7, status: 0 };
  const move = {
    commandField: 0x0021,
    hasDataSet: true,
    messageId: 1,
    priority: 0,
    affectedSopClassUid: '1.2.840.10008.5.1.4.1.2.2.2',
    moveDestination: 'HERE',
  };

  it.each<readonly [string, string, CommandSet]>([
    ['a request without message id', 'invalid-argument', { commandField: 0x0030, hasDataSet: false, affectedSopClassUid: '1.2' }],
    ['a response without status', 'invalid-argument', { commandField: 0x8030, hasDataSet: false, messageIdBeingRespondedTo: 1 }],
    ['a number of 17 bits', 'invalid-argument', { ...echo, messageId: 65_536 }],
    ['a negative number', 'invalid-argument', { ...answer, status: -1 }],
    ['a broken number', 'invalid-argument', { ...answer, remaining: 1.5 }],
    ['a class that is no UID', 'invalid-uid', { ...echo, affectedSopClassUid: 'Verification' }],
    ['a destination that is no title', 'invalid-ae-title', { ...move, moveDestination: 'A\\B' }],
  ])('refuses %s', (_, code, command) => {
    expect(() => encodeCommand(command)).toThrow(expect.objectContaining({ name: 'UsageError', code }));
  });

  it('keeps the identifier of an object with leading zeros', () => {
    const store = { ...echo, commandField: 0x0001, hasDataSet: true, priority: 0, affectedSopInstanceUid: '1.2.003' };
    expect(decodeCommand(encodeCommand(store)).affectedSopInstanceUid).toBe('1.2.003');
  });

  it('leaves out of a response what is no UID, and says the rest', () => {
    const read = decodeCommand(encodeCommand({ ...answer, affectedSopClassUid: '1.2', affectedSopInstanceUid: '../../x' }));
    expect(read).toEqual({ ...answer, affectedSopClassUid: '1.2' });
  });

  it('cuts and cleans an error comment instead of failing on it', () => {
    const comment = `a\\b \u00e4\n${'x'.repeat(100)}`;
    expect(decodeCommand(encodeCommand({ ...answer, errorComment: comment })).errorComment).toBe(`a/b ??${'x'.repeat(58)}`);
  });

  it('trims titles and pads them to even length', () => {
    expect(toHex(encodeCommand({ ...move, moveDestination: ' ABC ' }))).toContain('000000060400000041424320');
  });

  it('takes lists of tags of any length', () => {
    const attributeIdentifierList = Array.from({ length: 5000 }, (_, index) => 0x0010_0000 + index);
    const get = {
      commandField: 0x0110,
      hasDataSet: false,
      messageId: 9,
      requestedSopClassUid: '1.2',
      requestedSopInstanceUid: '1.3',
      attributeIdentifierList,
    };
    expect(decodeCommand(encodeCommand(get))).toEqual(get);
  });

  it('throws UsageError and nothing else', () => {
    expect(() => encodeCommand({ commandField: 0x0030, hasDataSet: false })).toThrow(UsageError);
  });
});
