-- After a bulk load, plans must not rest on what the tables were before. Only their owner may ANALYZE, so the worker asks.
CREATE FUNCTION analyze_history() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  ANALYZE agent_action_events, agent_approvals, approval_edits, approval_decisions, execution_grants;
  ANALYZE agent_audit_log, audit_leaves, audit_tiles, audit_checkpoints;
END $$;
REVOKE ALL ON FUNCTION analyze_history() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION analyze_history() TO countersign_worker;
