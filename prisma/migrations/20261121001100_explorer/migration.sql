-- How many entries of the log there are of each sort, by hour and by day: what the explorer's histogram and facets read.
-- The sequencer adds to them in the transaction that places an entry, so each counts once; what still waits is read beside them.

-- A sort of entry. Absent agents, tools and groups are '', so that a sort is found by equality.
CREATE TABLE audit_series (
  workspace_id text NOT NULL,
  id integer NOT NULL,
  kind text NOT NULL,
  event text NOT NULL,
  actor_id text NOT NULL,
  agent_id text NOT NULL,
  tool_id text NOT NULL,
  success boolean NOT NULL,
  -- Whether people were asked about its action, and which group ('': all of them): what a reviewer may see.
  asked boolean NOT NULL,
  reviewer_group text NOT NULL,
  PRIMARY KEY (workspace_id, id),
  CONSTRAINT audit_series_sort_key UNIQUE (workspace_id, kind, event, actor_id, agent_id, tool_id, success, asked, reviewer_group)
);

CREATE TABLE audit_counts (
  workspace_id text NOT NULL,
  series integer NOT NULL,
  -- Hours: 1, or 24 for a UTC day.
  span smallint NOT NULL CHECK (span IN (1, 24)),
  at timestamptz(3) NOT NULL,
  entries bigint NOT NULL,
  PRIMARY KEY (workspace_id, series, span, at)
) WITH (fillfactor = 80);

INSERT INTO audit_series (workspace_id, id, kind, event, actor_id, agent_id, tool_id, success, asked, reviewer_group)
SELECT workspace_id, row_number() OVER (PARTITION BY workspace_id), kind, event, actor_id, agent_id, tool_id, success, asked, reviewer_group
FROM (SELECT DISTINCT l.workspace_id, l.action_type AS kind, l.action AS event, l.actor_id, coalesce(l.agent_id, '') AS agent_id,
    coalesce(l.tool_id, '') AS tool_id, l.success, p.id IS NOT NULL AS asked, coalesce(p.reviewer_group, '') AS reviewer_group
  FROM agent_audit_log l
  LEFT JOIN agent_approvals p ON p.workspace_id = l.workspace_id AND p.action_id = l.action_id) sort;
INSERT INTO audit_counts (workspace_id, series, span, at, entries)
SELECT l.workspace_id, s.id, unit.span, date_trunc(unit.name, l."timestamp", 'UTC'), count(*)
FROM agent_audit_log l
LEFT JOIN agent_approvals p ON p.workspace_id = l.workspace_id AND p.action_id = l.action_id
JOIN audit_series s ON s.workspace_id = l.workspace_id AND s.kind = l.action_type AND s.event = l.action AND s.actor_id = l.actor_id
  AND s.agent_id = coalesce(l.agent_id, '') AND s.tool_id = coalesce(l.tool_id, '') AND s.success = l.success
  AND s.asked = (p.id IS NOT NULL) AND s.reviewer_group = coalesce(p.reviewer_group, '')
CROSS JOIN (VALUES (1, 'hour'), (24, 'day')) unit (span, name)
WHERE NOT EXISTS (SELECT FROM audit_pending w WHERE w.workspace_id = l.workspace_id AND w.entry_id = l.id)
GROUP BY 1, 2, 3, 4;
ANALYZE audit_series;
ANALYZE audit_counts;

-- Whoever deletes entries that were counted takes them off the counts (before the approvals they belong to).
CREATE FUNCTION uncount_entries() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('countersign:log:' || workspace_id, 0))
    FROM (SELECT DISTINCT workspace_id FROM gone ORDER BY 1) touched;
  UPDATE audit_counts c SET entries = c.entries - less.entries
  FROM (
    SELECT s.workspace_id, s.id AS series, unit.span, date_trunc(unit.name, l."timestamp", 'UTC') AS at, count(*) AS entries
    FROM gone l
    LEFT JOIN agent_approvals p ON p.workspace_id = l.workspace_id AND p.action_id = l.action_id
    JOIN audit_series s ON s.workspace_id = l.workspace_id AND s.kind = l.action_type AND s.event = l.action AND s.actor_id = l.actor_id
      AND s.agent_id = coalesce(l.agent_id, '') AND s.tool_id = coalesce(l.tool_id, '') AND s.success = l.success
      AND s.asked = (p.id IS NOT NULL) AND s.reviewer_group = coalesce(p.reviewer_group, '')
    CROSS JOIN (VALUES (1, 'hour'), (24, 'day')) unit (span, name)
    WHERE NOT EXISTS (SELECT FROM audit_pending w WHERE w.workspace_id = l.workspace_id AND w.entry_id = l.id)
    GROUP BY 1, 2, 3, 4) less
  WHERE c.workspace_id = less.workspace_id AND c.series = less.series AND c.span = less.span AND c.at = less.at;
  RETURN NULL;
END $$;
CREATE TRIGGER uncount_entries AFTER DELETE ON agent_audit_log REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION uncount_entries();

GRANT SELECT ON audit_series, audit_counts TO countersign_app, countersign_worker;
GRANT INSERT ON audit_series TO countersign_worker;
GRANT INSERT, UPDATE, DELETE ON audit_counts TO countersign_worker;

-- A way to look at a screen, kept under a name: one's own, or everybody's (no owner). The address is all of it.
CREATE TABLE saved_views (
  workspace_id text NOT NULL,
  id uuid NOT NULL,
  screen text NOT NULL CHECK (screen IN ('audit')),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  address text NOT NULL CHECK (length(address) <= 2000),
  owner_id uuid,
  created_by uuid NOT NULL,
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id) REFERENCES workspaces (id),
  FOREIGN KEY (workspace_id, owner_id) REFERENCES members (workspace_id, id),
  FOREIGN KEY (workspace_id, created_by) REFERENCES members (workspace_id, id)
);
CREATE UNIQUE INDEX saved_views_name_key ON saved_views (workspace_id, screen, owner_id, name) NULLS NOT DISTINCT;
CREATE CONSTRAINT TRIGGER require_audit AFTER INSERT OR UPDATE OR DELETE ON saved_views
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_audit();
GRANT SELECT, INSERT, DELETE ON saved_views TO countersign_app;
GRANT UPDATE (address) ON saved_views TO countersign_app;
GRANT SELECT ON saved_views TO countersign_worker;
