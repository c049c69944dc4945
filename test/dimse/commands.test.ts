import { describe, expect, it } from 'vitest';
import { commandName, isKnownCommand, isResponse, keywordOf, missingElements } from '../../core/dimse/commands.ts';
import { encodeCommand } from '../../core/dimse/encode.ts';
import { CommandField, type CommandSet } from '../../core/dimse/types.ts';
import { goldenCommands } from './golden.ts';

/** Mandatory elements by PS3.7 §9.3 and §10.3: transcribed from the tables, by keyword. */
const mandatory: Readonly<Record<string, readonly string[]>> = {
  'C-STORE-RQ': ['AffectedSOPClassUID', 'MessageID', 'Priority', 'CommandDataSetType', 'AffectedSOPInstanceUID'],
  'C-FIND-RQ': ['AffectedSOPClassUID', 'MessageID', 'Priority', 'CommandDataSetType'],
  'C-GET-RQ': ['AffectedSOPClassUID', 'MessageID', 'Priority', 'CommandDataSetType'],
  'C-MOVE-RQ': ['AffectedSOPClassUID', 'MessageID', 'Priority', 'CommandDataSetType', 'MoveDestination'],
  'C-ECHO-RQ': ['AffectedSOPClassUID', 'MessageID'],
  'C-CANCEL-RQ': ['MessageIDBeingRespondedTo'],
  'N-EVENT-REPORT-RQ': ['AffectedSOPClassUID', 'MessageID', 'AffectedSOPInstanceUID', 'EventTypeID'],
  'N-GET-RQ': ['RequestedSOPClassUID', 'MessageID', 'RequestedSOPInstanceUID'],
  'N-SET-RQ': ['RequestedSOPClassUID', 'MessageID', 'RequestedSOPInstanceUID', 'CommandDataSetType'],
  'N-ACTION-RQ': ['RequestedSOPClassUID', 'MessageID', 'RequestedSOPInstanceUID', 'ActionTypeID'],
  'N-CREATE-RQ': ['AffectedSOPClassUID', 'MessageID'],
  'N-DELETE-RQ': ['RequestedSOPClassUID', 'MessageID', 'RequestedSOPInstanceUID'],
};

const fields = Object.values(CommandField);
const keywords = (command: CommandSet) => missingElements(command).map(keywordOf);

describe.each(fields)('command field %i', (commandField) => {
  it('has a name and its mandatory elements', () => {
    const expected = mandatory[commandName(commandField)] ?? [];
    expect(expected.length).toBeGreaterThan(0);
    expect([...keywords({ commandField, hasDataSet: false })].sort()).toEqual([...expected].sort());
  });

  it('as a response needs the message id that it answers, and a status', () => {
    expect(keywords({ commandField: commandField | 0x8000, hasDataSet: false })).toEqual(['MessageIDBeingRespondedTo', 'Status']);
  });

  it('cannot be sent without them', () => {
    expect(() => encodeCommand({ commandField, hasDataSet: false })).toThrow(/lacks/);
  });
});

describe('missingElements', () => {
  it.each(goldenCommands)('finds nothing missing in $name', ({ value }) => {
    expect(missingElements(value)).toEqual([]);
  });

  it('counts an empty value as missing and gives tags', () => {
    expect(missingElements({ commandField: 0x0030, hasDataSet: false, messageId: 0, affectedSopClassUid: '' })).toEqual([0x0000_0002]);
  });

  it('wants at least a message id of an unknown request', () => {
    expect(keywords({ commandField: 0x0777, hasDataSet: false })).toEqual(['MessageID']);
  });
});

describe('names', () => {
  it.each([
    [0x0001, 'C-STORE-RQ', true, false],
    [0x8001, 'C-STORE-RSP', true, true],
    [0x0fff, 'C-CANCEL-RQ', true, false],
    [0x8fff, 'command 8FFFH', false, true],
    [0x8150, 'N-DELETE-RSP', true, true],
    [0x0002, 'command 0002H', false, false],
    [0x0000, 'command 0000H', false, false],
  ])('%i is %s', (...[field, name, known, response]) => {
    expect([commandName(field), isKnownCommand(field), isResponse(field)]).toEqual([name, known, response]);
  });

  it('of elements are the dictionary’s keywords, or the tag', () => {
    expect(keywordOf(0x0000_0110)).toBe('MessageID');
    expect(keywordOf(0x0008_0016)).toBe('(0008,0016)');
  });
});
