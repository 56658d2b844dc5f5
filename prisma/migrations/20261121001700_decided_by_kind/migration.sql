-- The same of what is decided, so that a filtered page of the history is short work too.
CREATE INDEX approvals_kind_decided_idx ON agent_approvals (workspace_id, agent_id, tool_id, risk_level, created_at, id) WHERE status <> 'pending';
