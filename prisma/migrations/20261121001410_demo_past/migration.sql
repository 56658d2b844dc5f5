-- The first demo of a workspace begins with a past, so that no chart is empty.
ALTER TABLE demo_shop.demos DROP CONSTRAINT demos_step_check,
  ADD CONSTRAINT demos_step_check CHECK (step IN ('queued', 'shop', 'tools', 'agents', 'past', 'keys', 'acting', 'closing'));
