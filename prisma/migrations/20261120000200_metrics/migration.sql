-- Where the roll-up stands: every audit entry of an earlier transaction is already counted.
CREATE TABLE metrics_progress (
  id smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  txid xid8 NOT NULL
);
INSERT INTO metrics_progress (txid) VALUES ('0');
GRANT SELECT ON metrics_progress TO countersign_app;
GRANT SELECT, UPDATE ON metrics_progress TO countersign_worker;
