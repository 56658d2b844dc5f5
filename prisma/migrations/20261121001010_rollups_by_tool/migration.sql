-- A chart of one tool reads that tool's rows, not everybody's.
CREATE INDEX tool_metrics_hourly_tool_idx ON tool_metrics_hourly (workspace_id, tool_id, hour);
CREATE INDEX tool_metrics_tool_idx ON tool_metrics (workspace_id, tool_id, date);
