-- Hours whose entries got their places in the log while their counts could not be written: the worker counts them again from the rows.
-- Statistics never stop the log.
CREATE TABLE audit_missed_counts (
  workspace_id text NOT NULL,
  hour timestamptz(3) NOT NULL,
  PRIMARY KEY (workspace_id, hour)
);
GRANT SELECT ON audit_missed_counts TO countersign_app, countersign_worker;
GRANT INSERT, DELETE ON audit_missed_counts TO countersign_worker;
