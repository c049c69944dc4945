/** F1 and F7: names, connections, listening, files and clocks. Keys are the operating system's codes or ours. */
import type { Cause, CauseTable } from '../types.ts';

const noAnswer: Cause = {
  headline: '{host} does not answer.',
  why: 'The address is wrong, the computer is off or in another network, or a firewall swallows the call.',
  confidence: 'possible',
  advice: 'Check the address; ask the network team to open TCP {port} from this computer to {host}.',
  remedies: ['verify', 'edit-host'],
  who: 'network',
};

const tooManyOpen: Cause = {
  headline: 'Too many connections are open to call {node}.',
  why: 'This computer allows no further open files or connections to Gantry.',
  confidence: 'certain',
  advice: 'Let running transfers end, lower the connections at once of the nodes, or start Gantry again.',
  remedies: ['retry'],
  who: 'app',
};

/** While a line is being opened, or before the peer said its first byte. */
export const opening: CauseTable = {
  ENOTFOUND: {
    headline: 'Nobody knows the name {host}.',
    why: 'The name service has no entry for it: a spelling mistake, or the VPN is not connected.',
    confidence: 'likely',
    advice: 'Check the spelling, use the IP address, or connect the VPN.',
    remedies: ['edit-host', 'verify'],
    who: 'you',
  },
  EAI_AGAIN: {
    headline: 'The name service does not answer for {host}.',
    why: 'The network or the VPN of this computer is down, or its name server is.',
    confidence: 'likely',
    advice: 'Check network and VPN and try again, or use the IP address.',
    remedies: ['verify', 'edit-host'],
    who: 'network',
  },
  ECONNREFUSED: {
    headline: 'Nothing listens on {host} port {port}.',
    why: 'The computer answered at once: a wrong port, a stopped DICOM service, or a firewall that says no.',
    confidence: 'certain',
    advice: 'Check the port, and ask whether the DICOM service runs.',
    remedies: ['try-ports', 'edit-port', 'verify'],
    who: 'peer',
  },
  ETIMEDOUT: noAnswer,
  EHOSTUNREACH: {
    headline: 'There is no way to {host}.',
    why: 'No route leads there: VPN or cable, or on macOS the Local Network permission is off.',
    confidence: 'likely',
    advice: 'Check VPN and cable. On macOS: Privacy & Security › Local Network › switch Gantry on.',
    remedies: ['verify', 'edit-host'],
    who: 'network',
  },
  ECONNRESET: {
    headline: '{node} closed the door abruptly.',
    why: 'A filter that knows only listed callers, a port that expects encryption, or a proxy in between.',
    confidence: 'possible',
    advice: 'Ask whether the address of this computer is allowed there, and whether the port is the one without encryption.',
    remedies: ['copy-request', 'encrypt', 'edit-port', 'verify'],
    who: 'peer',
  },
  closed: {
    headline: '{node} hung up without a word.',
    why: 'Ports that expect encryption do this when they are called without it; so do filters that know only listed callers.',
    confidence: 'likely',
    advice: 'Turn encryption on or use the port without it, and ask whether this computer is allowed to call.',
    remedies: ['encrypt', 'edit-port', 'copy-request', 'verify'],
    who: 'you',
  },
  EMFILE: tooManyOpen,
  EACCES: {
    headline: 'This computer does not let Gantry call {host}.',
    why: 'A firewall or policy on this computer forbids the connection.',
    confidence: 'likely',
    advice: 'Allow Gantry in the firewall of this computer.',
    remedies: ['verify'],
    who: 'you',
  },
  EADDRNOTAVAIL: {
    headline: '{host} is no address that can be called from here.',
    why: 'The address belongs to no network of this computer, or all local ports are in use.',
    confidence: 'likely',
    advice: 'Check the address and the network of this computer.',
    remedies: ['edit-host', 'verify'],
    who: 'you',
  },
  unknown: {
    headline: '{node} could not be reached.',
    why: 'The system gave a reason that Gantry does not know; it stands in the grey line.',
    confidence: 'possible',
    advice: 'Try again; if it stays, send the report of this association to somebody who knows the network.',
    remedies: ['verify'],
    who: 'network',
  },
};

/** The line broke while the association was up. */
export const broken: CauseTable = {
  ECONNRESET: {
    headline: 'The line to {node} broke after {objects}.',
    why: 'The network, a firewall or the other program ended the connection in the middle.',
    confidence: 'likely',
    advice: 'A transfer resumes by itself. If it always breaks at the same object, look at that object.',
    remedies: ['retry'],
    who: 'network',
  },
  ETIMEDOUT: {
    headline: 'The line to {node} went dead.',
    why: 'Nothing came back any more: network trouble, sleep, or a firewall that forgot the connection.',
    confidence: 'likely',
    advice: 'A transfer resumes by itself.',
    remedies: ['retry'],
    who: 'network',
  },
};

/** F7, our own clocks. */
export const clocks: CauseTable = {
  'connect-timeout': noAnswer,
  'association-timeout': {
    headline: '{node} took the call but did not introduce itself.',
    why: 'The connection opened, then nothing came: it is busy, or another service is on port {port}.',
    confidence: 'possible',
    advice: 'Wait longer (time-outs of the node) or check the port.',
    remedies: ['verify', 'edit-port'],
    who: 'peer',
    clause: 'PS3.8 9.1.4',
  },
  'message-timeout': {
    headline: '{node} has gone silent.',
    why: "Its last sign of life is longer ago than the node's message time-out allows.",
    confidence: 'likely',
    advice: "Allow more time in the node's time-outs, or try again with less at once.",
    remedies: ['retry'],
    who: 'peer',
  },
  'retrieve-timeout': {
    headline: '{node} still says pending after the total time.',
    why: 'The retrieve runs longer than allowed in all.',
    confidence: 'certain',
    advice: 'What came is kept; resume later.',
    remedies: ['retry'],
    who: 'peer',
  },
  'idle-timeout': {
    headline: '{node} called and went silent; the line was closed.',
    why: 'Nothing was under way in either direction for the idle time.',
    confidence: 'certain',
    advice: 'What arrived is kept; the other side sends the rest when it calls again.',
    remedies: [],
    who: 'peer',
  },
  'artim-timeout': {
    headline: '{node} did not end the association in time.',
    why: 'It kept the connection open after the association was over.',
    confidence: 'certain',
    advice: 'Nothing is lost; the line was closed.',
    remedies: [],
    who: 'peer',
    clause: 'PS3.8 9.1.5',
  },
};

/** Opening our own port. */
export const listening: CauseTable = {
  EADDRINUSE: {
    headline: 'Another program uses port {port} on this computer.',
    why: 'Only one program can listen on a port: perhaps a second Gantry, another viewer or an archive.',
    confidence: 'certain',
    advice: 'Stop the other program, or choose another port and tell those who send here.',
    remedies: ['settings-me', 'retry'],
    who: 'you',
  },
  EACCES: {
    headline: 'Port {port} needs administrator rights on this computer.',
    why: 'Ports below 1024 are reserved on this system.',
    confidence: 'certain',
    advice: 'Use 11112, the registered DICOM port, or redirect port {port} to it.',
    remedies: ['settings-me'],
    who: 'you',
  },
  EADDRNOTAVAIL: {
    headline: 'This computer no longer has the address {host}.',
    why: 'The network changed since the inbox was opened on that address.',
    confidence: 'certain',
    advice: 'Choose an interface that is there now.',
    remedies: ['settings-me'],
    who: 'you',
  },
  EMFILE: tooManyOpen,
  unknown: {
    headline: 'The inbox could not open port {port}.',
    why: 'The system gave a reason that Gantry does not know; it stands in the grey line.',
    confidence: 'possible',
    advice: 'Choose another port or interface.',
    remedies: ['settings-me', 'retry'],
    who: 'you',
  },
};

/** Files and folders of this computer. */
export const files: CauseTable = {
  ENOSPC: {
    headline: 'The disk of the inbox is full.',
    why: 'There is no room left where received objects are kept; senders were told so (A700) and nothing is half-written.',
    confidence: 'certain',
    advice: 'Free space, or choose another inbox folder.',
    remedies: ['settings-inbox', 'retry'],
    who: 'you',
  },
  EROFS: {
    headline: 'The inbox folder is read-only.',
    why: 'The disk it lies on does not take changes; senders were told so (A700).',
    confidence: 'certain',
    advice: 'Choose another inbox folder.',
    remedies: ['settings-inbox', 'retry'],
    who: 'you',
  },
  EACCES: {
    headline: 'Gantry may not use that file or folder.',
    why: 'The system refused access to it.',
    confidence: 'certain',
    advice: 'Change its permissions or choose another one.',
    remedies: ['settings-inbox', 'retry'],
    who: 'you',
  },
  ENOENT: {
    headline: 'A file of this transfer is no longer there.',
    why: 'It was moved, renamed or deleted, or its disk was taken out, after it was chosen.',
    confidence: 'certain',
    advice: 'Bring it back and retry, or send the rest without it.',
    remedies: ['retry'],
    who: 'you',
  },
};
