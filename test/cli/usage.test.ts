// Wrong command lines: words that say what to write instead, nothing sent, status 2.
import { expect, test } from 'vitest';
import { gantry } from '../support/cli.ts';
import { faultyPeer } from '../support/faulty-peer.ts';

const PEER = 'PACS1@127.0.0.1:1';

test.each([
  [[], 'gantry COMMAND'],
  [['ecoh', PEER], 'no command "ecoh"'],
  [['toString', PEER], 'no command "toString"'],
  [['echo'], 'An address is missing: write AE@host:port'],
  [['echo', 'PACS1'], '"PACS1" is no address: write AE@host:port'],
  [['echo', 'PACS1@127.0.0.1:70000'], 'is no address'],
  [['echo', 'ÄPACS@127.0.0.1:104'], 'The AE title "ÄPACS" contains “Ä”'],
  [['echo', 'A2345678901234567@127.0.0.1:104'], 'is longer than 16 characters'],
  [['echo', PEER, 'OTHER'], '"OTHER" is one word too many'],
  [['echo', PEER, '--fast'], "Unknown option '--fast'"],
  [['echo', PEER, '--as'], "'--as <value>' argument missing"],
  [['echo', PEER, '--as', 'A'.repeat(17)], 'longer than 16 characters'],
  [['echo', PEER, '--as', 'back\\slash'], 'contains a backslash'],
  [['echo', PEER, '--timeout', 'soon'], '--timeout takes seconds, from 0.001 to 86400, not "soon"'],
  [['echo', PEER, '--max-pdu', '6'], '--max-pdu takes a whole number from 7'],
  [['echo', PEER, '--ca', 'x.pem'], 'go with --tls'],
  [['echo', PEER, '--tls', '--ca', '/nowhere/ca.pem'], '--ca: /nowhere/ca.pem cannot be read'],
  [['find', PEER, '--level', 'FRAME'], '--level takes STUDY, PATIENT, SERIES, IMAGE, not "FRAME"'],
  [['find', PEER, '-k', 'PatientNam=A'], 'PatientNam is neither a keyword nor a tag'],
  [['find', PEER, '-k', '0010 0010'], 'neither a keyword such as PatientName nor a tag'],
  [['find', PEER, '-k', 'PatientName.PatientID=1'], '(0010,0010) PN'],
  [['find', PEER, '-k', 'PatientName', '-k', '0010,0010'], '(0010,0010) is given twice'],
  [['get', PEER, '-k', 'StudyInstanceUID=1.2'], 'get needs --folder DIR'],
  [['move', PEER, '-k', 'StudyInstanceUID=1.2'], 'move needs --to TITLE'],
  [['move', PEER, '--to', 'B', '--listen', '0'], '--listen PORT and --folder DIR go together'],
  [['store', PEER], 'store needs the files or folders'],
  [['commit', PEER], 'commit needs the files or folders'],
  [['listen'], 'listen needs --folder DIR'],
  [['listen', '--folder', 'x', '--tls'], 'needs --cert FILE and --key FILE'],
  [['listen', '--folder', 'x', '--destination', 'B'], '"B" is no address'],
  [['proxy', 'http', PEER], 'LISTEN-PORT takes a whole number'],
])('gantry %j', async (args, words) => {
  const { code, stdout, stderr } = await gantry(...args);
  expect(stderr).toContain(words);
  expect(stderr).not.toMatch(/\n {4}at /);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
});

test('with --json the complaint is a JSON line', async () => {
  const { code, lines } = await gantry('find', PEER, '--json', '-k', 'Nothing=1');
  expect(code).toBe(2);
  expect(lines).toEqual([{ kind: 'usage', code: 'invalid-argument', message: '-k: Nothing is neither a keyword nor a tag.' }]);
});

test.each([
  [['ecoh', PEER, '--json'], 'There is no command "ecoh": see gantry --help.'],
  [['--json'], 'There is no command "--json"'],
])('so is the complaint about %j', async (args, message) => {
  const { code, lines } = await gantry(...args);
  expect(code).toBe(2);
  expect(lines).toMatchObject([{ kind: 'usage', message: expect.stringContaining(message) as string }]);
});

test('nobody is called for a wrong key', async () => {
  await using peer = await faultyPeer((socket) => socket.destroy());
  await gantry('find', `PACS1@127.0.0.1:${peer.port}`, '-k', 'Nothing=1');
  expect(peer.calls).toBe(0);
});

test.each([['--help'], ['help'], ['-h']])('%s is the help page', async (word) => {
  const { code, stdout } = await gantry(word);
  expect(code).toBe(0);
  for (const command of ['echo', 'verify', 'store', 'find', 'worklist', 'get', 'move', 'commit', 'listen', 'proxy'])
    expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
});
