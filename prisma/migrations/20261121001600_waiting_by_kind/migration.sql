-- What waits, by agent, tool and risk: a filtered page of a long queue is read from the kinds that fit it, each in its own order.
CREATE INDEX approvals_kind_soonest_idx ON agent_approvals (workspace_id, agent_id, tool_id, risk_level, expires_at, id) WHERE status = 'pending';
CREATE INDEX approvals_kind_created_idx ON agent_approvals (workspace_id, agent_id, tool_id, risk_level, created_at, id) WHERE status = 'pending';
