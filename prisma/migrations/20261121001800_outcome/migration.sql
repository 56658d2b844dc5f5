-- The application works out what a vote makes of an approval, so that all of a decision goes to the database at once; what the
-- database made of the same vote decides. Where they differ, nothing of it is committed.
CREATE FUNCTION require_outcome(workspace text, approval uuid, expected text, votes integer) RETURNS void LANGUAGE plpgsql STABLE AS $$
DECLARE
  current agent_approvals%ROWTYPE;
  counted integer;
BEGIN
  SELECT * INTO current FROM agent_approvals WHERE workspace_id = workspace AND id = approval;
  counted := count_votes(workspace, approval, current.action_hash);
  IF current.status IS DISTINCT FROM expected OR counted IS DISTINCT FROM votes THEN
    RAISE EXCEPTION 'the approval is % with % votes, not % with %', current.status, counted, expected, votes USING ERRCODE = 'check_violation';
  END IF;
END $$;
