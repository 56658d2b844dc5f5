-- Changes of one agent or tool, newest first: a few rows among millions of its actions' entries.
CREATE INDEX audit_agent_config_idx ON agent_audit_log (workspace_id, agent_id, "timestamp" DESC, id DESC) WHERE action_type = 'config';
CREATE INDEX audit_tool_config_idx ON agent_audit_log (workspace_id, tool_id, "timestamp" DESC, id DESC) WHERE action_type = 'config';
