-- Counts by month too (a span of 720 hours by name), so that facets of a year read months; and all sorts together, as series 0
-- (succeeded) and -1 (failed), so that the histogram of everything reads two rows an hour.
ALTER TABLE audit_counts DROP CONSTRAINT audit_counts_span_check;
ALTER TABLE audit_counts ADD CONSTRAINT audit_counts_span_check CHECK (span IN (1, 24, 720));

INSERT INTO audit_counts (workspace_id, series, span, at, entries)
SELECT workspace_id, series, 720, date_trunc('month', at, 'UTC'), sum(entries) FROM audit_counts WHERE span = 24 GROUP BY 1, 2, 4;
INSERT INTO audit_counts (workspace_id, series, span, at, entries)
SELECT c.workspace_id, CASE WHEN s.success THEN 0 ELSE -1 END, c.span, c.at, sum(c.entries)
FROM audit_counts c JOIN audit_series s ON s.workspace_id = c.workspace_id AND s.id = c.series GROUP BY 1, 2, 3, 4;

CREATE OR REPLACE FUNCTION uncount_entries() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('countersign:log:' || workspace_id, 0))
    FROM (SELECT DISTINCT workspace_id FROM gone ORDER BY 1) touched;
  UPDATE audit_counts c SET entries = c.entries - less.entries
  FROM (
    SELECT l.workspace_id, sort.series, unit.span, date_trunc(unit.name, l."timestamp", 'UTC') AS at, count(*) AS entries
    FROM gone l
    LEFT JOIN agent_approvals p ON p.workspace_id = l.workspace_id AND p.action_id = l.action_id
    JOIN audit_series s ON s.workspace_id = l.workspace_id AND s.kind = l.action_type AND s.event = l.action AND s.actor_id = l.actor_id
      AND s.agent_id = coalesce(l.agent_id, '') AND s.tool_id = coalesce(l.tool_id, '') AND s.success = l.success
      AND s.asked = (p.id IS NOT NULL) AND s.reviewer_group = coalesce(p.reviewer_group, '')
    CROSS JOIN LATERAL (VALUES (s.id), (CASE WHEN s.success THEN 0 ELSE -1 END)) sort (series)
    CROSS JOIN (VALUES (1, 'hour'), (24, 'day'), (720, 'month')) unit (span, name)
    WHERE NOT EXISTS (SELECT FROM audit_pending w WHERE w.workspace_id = l.workspace_id AND w.entry_id = l.id)
    GROUP BY 1, 2, 3, 4) less
  WHERE c.workspace_id = less.workspace_id AND c.series = less.series AND c.span = less.span AND c.at = less.at;
  RETURN NULL;
END $$;
