/** The tables of the queue. A step that was released is never edited. */
export const migrations: readonly string[] = [
  `CREATE TABLE transfer (
     id TEXT PRIMARY KEY,
     direction TEXT NOT NULL,
     label TEXT NOT NULL,
     node_id TEXT NOT NULL,
     destination_id TEXT,
     model TEXT NOT NULL,
     wished_via TEXT NOT NULL,
     via TEXT NOT NULL,
     state TEXT NOT NULL,
     created TEXT NOT NULL,
     started TEXT,
     ended TEXT,
     attempt INTEGER NOT NULL,
     next_attempt TEXT,
     summary TEXT NOT NULL,
     failure TEXT
   );
   CREATE TABLE transfer_source (transfer_id TEXT NOT NULL, idx INTEGER NOT NULL, path TEXT NOT NULL, PRIMARY KEY (transfer_id, idx)) WITHOUT ROWID;
   CREATE TABLE transfer_object (
     transfer_id TEXT NOT NULL,
     idx INTEGER NOT NULL,
     path TEXT NOT NULL,
     data_offset INTEGER NOT NULL,
     bytes INTEGER NOT NULL,
     sop_class TEXT NOT NULL,
     sop_instance TEXT NOT NULL,
     syntax TEXT NOT NULL,
     state TEXT NOT NULL,
     status INTEGER,
     words TEXT NOT NULL,
     comment TEXT NOT NULL,
     failures INTEGER NOT NULL,
     PRIMARY KEY (transfer_id, idx)
   ) WITHOUT ROWID;
   CREATE INDEX transfer_object_state ON transfer_object (transfer_id, state, sop_class, syntax, idx);
   CREATE TABLE transfer_item (
     transfer_id TEXT NOT NULL,
     idx INTEGER NOT NULL,
     item TEXT NOT NULL,
     done INTEGER NOT NULL,
     completed INTEGER NOT NULL,
     failed INTEGER NOT NULL,
     warning INTEGER NOT NULL,
     total INTEGER,
     arrived INTEGER NOT NULL,
     PRIMARY KEY (transfer_id, idx)
   ) WITHOUT ROWID`,
  'ALTER TABLE transfer_object ADD COLUMN entry TEXT',
  `ALTER TABLE transfer_object ADD COLUMN problem TEXT NOT NULL DEFAULT '';
   CREATE TABLE transfer_decision (
     scope TEXT NOT NULL,
     problem TEXT NOT NULL,
     sop_class TEXT NOT NULL,
     syntax TEXT NOT NULL,
     decision TEXT NOT NULL,
     PRIMARY KEY (scope, problem, sop_class, syntax)
   ) WITHOUT ROWID;
   CREATE TABLE transfer_proposal (id TEXT PRIMARY KEY) WITHOUT ROWID`,
];
