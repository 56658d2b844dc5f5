/** What the loader fills. Columns that are not here have the value that a new row has by itself. */
export const ACTION = [
  'workspace_id', 'id', 'agent_id', 'key_id', 'tool_name', 'tool_args', 'action_name', 'action_name_he', 'description', 'context', 'evidence', 'workflow_name',
  'stage', 'action_type', 'run_id', 'client_id', 'on_behalf_of', 'trust_level', 'amount', 'currency', 'risk_score', 'risk_level', 'risk_reasons', 'decision',
  'reason', 'trace', 'action_hash', 'tool_schema_sha256', 'policy_version', 'approval_request_id', 'state', 'created_at', 'startable_at', 'execute_by',
  'started_at', 'result_due', 'finished_at', 'result_success', 'result_sha256', 'tool_result', 'error_message', 'duration_ms', 'tokens_input',
  'tokens_output', 'cost_micros', 'cost_currency', 'http_status',
] as const

export const APPROVAL = [
  'workspace_id', 'id', 'action_id', 'agent_id', 'tool_id', 'action_name', 'action_name_he', 'description', 'context', 'parameters', 'action_type', 'action_hash',
  'risk_score', 'risk_level', 'trust_level', 'required', 'reviewer_group', 'hold_ms', 'execute_window_ms', 'status', 'created_at', 'expires_at', 'resolved_at',
  'resolved_by', 'execution_result',
] as const

export const EDIT = [
  'workspace_id', 'id', 'approval_request_id', 'action_id', 'edited_by', 'edited_by_id', 'args_before', 'args_after', 'hash_before', 'hash_after',
  'tool_schema_sha256', 'policy_version', 'amount', 'currency', 'risk_score', 'risk_level', 'risk_reasons', 'reason', 'trace', 'at',
] as const

export const DECISION = ['workspace_id', 'id', 'approval_request_id', 'decision', 'decided_by', 'decided_by_id', 'comment', 'action_hash', 'edit_id', 'at'] as const

export const GRANT = ['workspace_id', 'id', 'action_id', 'approval_id', 'key_id', 'action_hash', 'redeemed_at', 'jws', 'kid'] as const

export const ENTRY = [
  'workspace_id', 'id', 'timestamp', 'actor_kind', 'actor_id', 'action', 'action_type', 'agent_id', 'tool_id', 'action_id', 'run_id', 'user_id', 'client_id',
  'success', 'input_data', 'output_data', 'changes', 'tokens_used', 'duration_ms', 'error_message', 'request_id', 'session_id', 'user_agent', 'salts',
] as const
