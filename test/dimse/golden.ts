/** Command sets as bytes, a comment an element: PS3.7 §9.3 and §10.3, and what DCMTK 3.6.7 sends. Never from the code under test. */
import { concat, fromHex } from '../../core/lib/bytes.ts';
import type { CommandSet } from '../../core/dimse/types.ts';

export interface GoldenCommand {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly value: CommandSet;
}

/** One element of group 0000, its value in hexadecimal. */
export function element(number: number, value = ''): Uint8Array {
  const bytes = fromHex(value);
  const header = new DataView(new ArrayBuffer(8));
  header.setUint16(2, number, true);
  header.setUint32(4, bytes.length, true);
  return concat([new Uint8Array(header.buffer), bytes]);
}

const command = (...lines: readonly string[]): Uint8Array => fromHex(lines.map((line) => line.replace(/\/\/.*$/, '')).join(''));

export const goldenCommands: readonly GoldenCommand[] = [
  {
    name: 'C-ECHO-RQ of echoscu',
    bytes: command(
      '0000 0000 04000000 38000000                              // group length 56',
      '0000 0200 12000000 312e322e3834302e31303030382e312e3100  // affected SOP class UID, NUL padded',
      '0000 0001 02000000 3000                                  // command field',
      '0000 1001 02000000 0100                                  // message id 1',
      '0000 0008 02000000 0101                                  // no data set',
    ),
    value: { commandField: 0x0030, hasDataSet: false, messageId: 1, affectedSopClassUid: '1.2.840.10008.1.1' },
  },
  {
    name: 'C-ECHO-RSP of storescp',
    bytes: command(
      '0000 0000 04000000 42000000                              // group length 66',
      '0000 0200 12000000 312e322e3834302e31303030382e312e3100  // affected SOP class UID',
      '0000 0001 02000000 3080                                  // command field',
      '0000 2001 02000000 0100                                  // message id being responded to 1',
      '0000 0008 02000000 0101                                  // no data set',
      '0000 0009 02000000 0000                                  // status success',
    ),
    value: { commandField: 0x8030, hasDataSet: false, messageIdBeingRespondedTo: 1, affectedSopClassUid: '1.2.840.10008.1.1', status: 0 },
  },
  {
    name: 'C-STORE-RQ of a C-MOVE sub-operation',
    bytes: command(
      '0000 0000 04000000 60000000                              // group length 96',
      '0000 0200 04000000 312e3200                              // affected SOP class UID 1.2',
      '0000 0001 02000000 0100                                  // command field',
      '0000 1001 02000000 ffff                                  // message id 65535',
      '0000 0007 02000000 0200                                  // priority low',
      '0000 0008 02000000 0100                                  // a data set follows',
      '0000 0010 0a000000 312e322e332e342e3500                  // affected SOP instance UID 1.2.3.4.5',
      '0000 3010 08000000 4d4f56455f534355                      // move originator application entity title MOVE_SCU',
      '0000 3110 02000000 0c00                                  // move originator message id 12',
    ),
    value: {
      commandField: 0x0001,
      hasDataSet: true,
      messageId: 65_535,
      priority: 2,
      affectedSopClassUid: '1.2',
      affectedSopInstanceUid: '1.2.3.4.5',
      moveOriginatorTitle: 'MOVE_SCU',
      moveOriginatorMessageId: 12,
    },
  },
  {
    name: 'C-MOVE-RQ',
    bytes: command(
      '0000 0000 04000000 58000000                              // group length 88',
      '0000 0200 1c000000 312e322e3834302e31303030382e352e312e342e312e322e322e3200 // study root move',
      '0000 0001 02000000 2100                                  // command field',
      '0000 1001 02000000 0300                                  // message id 3',
      '0000 0006 04000000 41424320                              // move destination ABC, space padded',
      '0000 0007 02000000 0100                                  // priority high',
      '0000 0008 02000000 0100                                  // a data set follows',
    ),
    value: {
      commandField: 0x0021,
      hasDataSet: true,
      messageId: 3,
      priority: 1,
      affectedSopClassUid: '1.2.840.10008.5.1.4.1.2.2.2',
      moveDestination: 'ABC',
    },
  },
  {
    name: 'C-GET-RSP pending with its counters',
    bytes: command(
      '0000 0000 04000000 50000000                              // group length 80',
      '0000 0001 02000000 1080                                  // command field',
      '0000 2001 02000000 0200                                  // message id being responded to 2',
      '0000 0008 02000000 0101                                  // no data set',
      '0000 0009 02000000 00ff                                  // status pending',
      '0000 2010 02000000 0400                                  // remaining 4',
      '0000 2110 02000000 0300                                  // completed 3',
      '0000 2210 02000000 0200                                  // failed 2',
      '0000 2310 02000000 0100                                  // warning 1',
    ),
    value: {
      commandField: 0x8010,
      hasDataSet: false,
      messageIdBeingRespondedTo: 2,
      status: 0xff00,
      remaining: 4,
      completed: 3,
      failed: 2,
      warning: 1,
    },
  },
  {
    name: 'C-FIND-RSP failed, with everything that explains it',
    bytes: command(
      '0000 0000 04000000 54000000                              // group length 84',
      '0000 0001 02000000 2080                                  // command field',
      '0000 2001 02000000 0700                                  // message id being responded to 7',
      '0000 0008 02000000 0101                                  // no data set',
      '0000 0009 02000000 00a9                                  // status A900H',
      '0000 0109 08000000 0800 5200 2000 0d00                   // offending elements (0008,0052) (0020,000D)',
      '0000 0209 0a000000 6e6f206c6576656c2120                  // error comment, space padded',
      '0000 0309 02000000 2a00                                  // error id 42',
    ),
    value: {
      commandField: 0x8020,
      hasDataSet: false,
      messageIdBeingRespondedTo: 7,
      status: 0xa900,
      offendingElements: [0x0008_0052, 0x0020_000d],
      errorComment: 'no level!',
      errorId: 42,
    },
  },
  {
    name: 'N-ACTION-RQ',
    bytes: command(
      '0000 0000 04000000 54000000                              // group length 84',
      '0000 0300 14000000 312e322e3834302e31303030382e312e32302e31 // requested SOP class UID storage commitment',
      '0000 0001 02000000 3001                                  // command field',
      '0000 1001 02000000 0100                                  // message id 1',
      '0000 0008 02000000 0100                                  // a data set follows',
      '0000 0110 08000000 312e322e332e3400                      // requested SOP instance UID 1.2.3.4',
      '0000 0810 02000000 0100                                  // action type 1',
    ),
    value: {
      commandField: 0x0130,
      hasDataSet: true,
      messageId: 1,
      requestedSopClassUid: '1.2.840.10008.1.20.1',
      requestedSopInstanceUid: '1.2.3.4',
      actionTypeId: 1,
    },
  },
  {
    name: 'N-GET-RQ with a list of attributes',
    bytes: command(
      '0000 0000 04000000 46000000                              // group length 70',
      '0000 0300 04000000 312e3200                              // requested SOP class UID 1.2',
      '0000 0001 02000000 1001                                  // command field',
      '0000 1001 02000000 0400                                  // message id 4',
      '0000 0008 02000000 0101                                  // no data set',
      '0000 0110 04000000 312e3300                              // requested SOP instance UID 1.3',
      '0000 0510 08000000 1000 1000 1000 2000                   // (0010,0010) (0010,0020)',
    ),
    value: {
      commandField: 0x0110,
      hasDataSet: false,
      messageId: 4,
      requestedSopClassUid: '1.2',
      requestedSopInstanceUid: '1.3',
      attributeIdentifierList: [0x0010_0010, 0x0010_0020],
    },
  },
  {
    name: 'N-EVENT-REPORT-RQ',
    bytes: command(
      '0000 0000 04000000 48000000                              // group length 72',
      '0000 0200 0c000000 312e322e332e342e352e3600              // affected SOP class UID 1.2.3.4.5.6',
      '0000 0001 02000000 0001                                  // command field',
      '0000 1001 02000000 0200                                  // message id 2',
      '0000 0008 02000000 0100                                  // a data set follows',
      '0000 0010 04000000 312e3300                              // affected SOP instance UID 1.3',
      '0000 0210 02000000 0200                                  // event type 2',
    ),
    value: {
      commandField: 0x0100,
      hasDataSet: true,
      messageId: 2,
      affectedSopClassUid: '1.2.3.4.5.6',
      affectedSopInstanceUid: '1.3',
      eventTypeId: 2,
    },
  },
  {
    name: 'C-CANCEL-RQ',
    bytes: command(
      '0000 0000 04000000 1e000000                              // group length 30',
      '0000 0001 02000000 ff0f                                  // command field',
      '0000 2001 02000000 0300                                  // message id being responded to 3',
      '0000 0008 02000000 0101                                  // no data set',
    ),
    value: { commandField: 0x0fff, hasDataSet: false, messageIdBeingRespondedTo: 3 },
  },
];
