-- One person's own decisions, the latest first: their pace, without reading everybody's.
CREATE INDEX approval_decisions_decider_idx ON approval_decisions (workspace_id, decided_by_id, at DESC) WHERE decided_by_id IS NOT NULL;
