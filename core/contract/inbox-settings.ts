/** Settings of the inbox: where it keeps what comes, how surely, whom it lets in, and what it takes. */
import { z } from 'zod';
import { cleanUpRule } from './housekeeping.ts';
import { aeTitle } from './nodes.ts';

/** `CT1`, `10.1.2.3` or `CT1@10.1.2.3`. */
const callerEntry = z
  .string()
  .trim()
  .min(1)
  .max(80, 'a caller is an AE title, an IP address, or both as TITLE@address')
  .regex(/^[\x20-\x5b\x5d-\x7e]+$/, 'a caller is an AE title, an IP address, or both as TITLE@address');

export const inboxSettings = z
  .object({
    folder: z.string().max(4_096),
    /** Success is answered when the system's cache has the object, or when file and folder are forced to the disk. */
    durability: z.enum(['os', 'fsync']),
    /** Gigabytes (10^9 bytes) below which a warning is given. */
    warnBelow: z.number().min(1).max(10_000),
    /** Calls are turned away for the time being: A-ASSOCIATE-RJ 2/3/1. */
    paused: z.boolean(),
    /** `known`: nodes of the address book, and who is in `callers`; `listed`: only these. */
    accept: z.enum(['everyone', 'known', 'listed']),
    callers: z.array(callerEntry).max(500),
    /** `strict`: the called title must be ours, or one of `otherTitles`. */
    calledTitle: z.enum(['any', 'strict']),
    otherTitles: z.array(aeTitle).max(50),
    /** `standard`: storage SOP classes of PS3.6 only, no private ones. */
    storageClasses: z.enum(['everything', 'standard']),
    /** `standard`: transfer syntaxes of PS3.6 only; `uncompressed`: little endian implicit and explicit, and big endian. */
    transferSyntaxes: z.enum(['everything', 'standard', 'uncompressed']),
    /** C-FIND, C-GET and C-MOVE from the network are answered; from this computer they always are. */
    answerNetwork: z.boolean(),
    /** What is moved to the bin by itself, and when; with both limits off nothing is. */
    cleanUp: cleanUpRule,
    /** Seconds without an object after which a study may be complete. */
    quietAfter: z.number().int().min(5).max(3_600),
  })
  .strict();
export type InboxSettings = z.infer<typeof inboxSettings>;
