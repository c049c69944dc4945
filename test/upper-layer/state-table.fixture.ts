/**
 * PS3.8 Table 9-10 and Tables 9-6 to 9-9, transcribed by hand from the standard. Not derived from the code in any way: the code is
 * checked against this text.
 */

/** Event, then Sta1 … Sta13. A dot is an empty cell. */
export const TABLE_9_10 = `
 1  AE-1 .    .    .    .    .    .    .    .    .     .    .    .
 2  .    .    .    AE-2 .    .    .    .    .    .     .    .    .
 3  .    AA-1 AA-8 .    AE-3 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8 AA-8 AA-6
 4  .    AA-1 AA-8 .    AE-4 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8 AA-8 AA-6
 5  AE-5 .    .    .    .    .    .    .    .    .     .    .    .
 6  .    AE-6 AA-8 .    AA-8 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8 AA-8 AA-7
 7  .    .    AE-7 .    .    .    .    .    .    .     .    .    .
 8  .    .    AE-8 .    .    .    .    .    .    .     .    .    .
 9  .    .    .    .    .    DT-1 .    AR-7 .    .     .    .    .
10  .    AA-1 AA-8 .    AA-8 DT-2 AR-6 AA-8 AA-8 AA-8  AA-8 AA-8 AA-6
11  .    .    .    .    .    AR-1 .    .    .    .     .    .    .
12  .    AA-1 AA-8 .    AA-8 AR-2 AR-8 AA-8 AA-8 AA-8  AA-8 AA-8 AA-6
13  .    AA-1 AA-8 .    AA-8 AA-8 AR-3 AA-8 AA-8 AR-10 AR-3 AA-8 AA-6
14  .    .    .    .    .    .    .    AR-4 AR-9 .     .    AR-4 .
15  .    .    AA-1 AA-2 AA-1 AA-1 AA-1 AA-1 AA-1 AA-1  AA-1 AA-1 .
16  .    AA-2 AA-3 .    AA-3 AA-3 AA-3 AA-3 AA-3 AA-3  AA-3 AA-3 AA-2
17  .    AA-5 AA-4 AA-4 AA-4 AA-4 AA-4 AA-4 AA-4 AA-4  AA-4 AA-4 AR-5
18  .    AA-2 .    .    .    .    .    .    .    .     .    .    AA-2
19  .    AA-1 AA-8 .    AA-8 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8 AA-8 AA-7
`;

/** Action, what it does in the standard's words, next state (requestor/acceptor where they differ), and the effects that mean it. */
export const TABLES_9_6_TO_9_9 = `
AE-1  | Issue TRANSPORT CONNECT request primitive                           | 4    | connect
AE-2  | Send A-ASSOCIATE-RQ-PDU                                             | 5    | send-associate-rq
AE-3  | Issue A-ASSOCIATE confirmation (accept) primitive                   | 6    | confirm-accept
AE-4  | Issue A-ASSOCIATE confirmation (reject), close transport            | 1    | confirm-reject close
AE-5  | Issue Transport connection response; start ARTIM timer              | 2    | start-artim
AE-6  | Stop ARTIM; if acceptable issue A-ASSOCIATE indication              | 3    | stop-artim indicate-associate
AE-7  | Send A-ASSOCIATE-AC PDU                                             | 6    | send-associate-ac
AE-8  | Send A-ASSOCIATE-RJ PDU and start ARTIM timer                       | 13   | send-associate-rj start-artim
DT-1  | Send P-DATA-TF PDU                                                  | 6    | send-data
DT-2  | Send P-DATA indication primitive                                    | 6    | indicate-data
AR-1  | Send A-RELEASE-RQ PDU                                               | 7    | send-release-rq
AR-2  | Issue A-RELEASE indication primitive                                | 8    | indicate-release
AR-3  | Issue A-RELEASE confirmation primitive, close transport             | 1    | confirm-release close
AR-4  | Issue A-RELEASE-RP PDU and start ARTIM timer                        | 13   | send-release-rp start-artim
AR-5  | Stop ARTIM timer                                                    | 1    | stop-artim
AR-6  | Issue P-DATA indication                                             | 7    | indicate-data
AR-7  | Issue P-DATA-TF PDU                                                 | 8    | send-data
AR-8  | Issue A-RELEASE indication (release collision)                      | 9/10 | indicate-collision
AR-9  | Send A-RELEASE-RP PDU                                               | 11   | send-release-rp
AR-10 | Issue A-RELEASE confirmation primitive                              | 12   | confirm-release
AA-1  | Send A-ABORT PDU (service-user source), start or restart ARTIM      | 13   | send-abort-user restart-artim
AA-2  | Stop ARTIM timer if running, close transport connection             | 1    | stop-artim close
AA-3  | Issue A-ABORT or A-P-ABORT indication, close transport connection   | 1    | indicate-abort close
AA-4  | Issue A-P-ABORT indication primitive                                | 1    | indicate-provider-abort
AA-5  | Stop ARTIM timer                                                    | 1    | stop-artim
AA-6  | Ignore PDU                                                          | 13   |
AA-7  | Send A-ABORT PDU                                                    | 13   | send-abort-provider
AA-8  | Send A-ABORT PDU (provider source), issue A-P-ABORT, start ARTIM    | 13   | send-abort-provider indicate-provider-abort start-artim
`;
