/** The face of this room. */
export { type AssemblyLimits, createMessageAssembler, type MessageAssembler } from './assembler.ts';
export { commandName, isKnownCommand, isResponse, keywordOf, missingElements, RESPONSE } from './commands.ts';
export { decodeCommand } from './decode.ts';
export { describeCommand } from './describe.ts';
export { encodeCommand, encodePassingCommand } from './encode.ts';
export { fragmentCommand, type Fragmentation } from './fragment.ts';
export { createMessageIds, type MessageIds } from './message-ids.ts';
export { Status, statusClass, statusOf } from './status.ts';
export { CommandField } from './types.ts';
export type * from './types.ts';
