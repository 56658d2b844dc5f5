-- Jobs. The worker's role owns graphile_worker and its row-secured tables; the doors add jobs
-- only through this function: SELECT countersign_enqueue(task, payload [, job_key]).
SET LOCAL ROLE countersign_worker;

-- Its migrations check CREATE on the whole database unless this table is there already.
CREATE TABLE graphile_worker.migrations (
  id int PRIMARY KEY,
  ts timestamptz NOT NULL DEFAULT now(),
  breaking boolean NOT NULL DEFAULT false
);

-- With a key, a job that still waits is replaced instead of queued twice.
CREATE FUNCTION graphile_worker.countersign_enqueue(task text, payload json, job_key text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM graphile_worker.add_job(task, payload => payload, job_key => job_key);
END $$;
REVOKE ALL ON FUNCTION graphile_worker.countersign_enqueue(text, json, text) FROM PUBLIC;
GRANT USAGE ON SCHEMA graphile_worker TO countersign_app;
GRANT EXECUTE ON FUNCTION graphile_worker.countersign_enqueue(text, json, text) TO countersign_app;

RESET ROLE;

CREATE FUNCTION countersign_enqueue(task text, payload json, job_key text DEFAULT NULL) RETURNS void
LANGUAGE sql AS $$ SELECT graphile_worker.countersign_enqueue(task, payload, job_key) $$;
