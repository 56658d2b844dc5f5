-- The demo's shop stands for somebody else's system: it has its own schema, its own SQL and no audit trigger.
-- It is not in the Prisma schema on purpose: no verb of the domain may reach it, only the demo's tools do.
CREATE SCHEMA demo_shop;

CREATE TABLE demo_shop.customers (
  workspace_id text NOT NULL,
  id text NOT NULL,
  name text NOT NULL,
  name_he text,
  email text NOT NULL,
  city text NOT NULL,
  segment text NOT NULL CHECK (segment IN ('retail', 'business', 'vip')),
  joined_on date NOT NULL,
  PRIMARY KEY (workspace_id, id)
);

CREATE TABLE demo_shop.orders (
  workspace_id text NOT NULL,
  id text NOT NULL,
  customer_id text NOT NULL,
  item text NOT NULL,
  quantity integer NOT NULL CHECK (quantity > 0),
  total_cents bigint NOT NULL CHECK (total_cents > 0),
  refunded_cents bigint NOT NULL DEFAULT 0 CHECK (refunded_cents BETWEEN 0 AND total_cents),
  status text NOT NULL CHECK (status IN ('paid', 'shipped', 'delivered', 'refunded')),
  placed_at timestamptz(3) NOT NULL,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, customer_id) REFERENCES demo_shop.customers (workspace_id, id)
);
CREATE INDEX orders_customer_idx ON demo_shop.orders (workspace_id, customer_id);

-- The id of a ticket or refund is the id of the action that made it, so the same action makes one at most.
CREATE TABLE demo_shop.tickets (
  workspace_id text NOT NULL,
  id uuid NOT NULL,
  customer_id text NOT NULL,
  subject text NOT NULL,
  priority text NOT NULL CHECK (priority IN ('low', 'normal', 'urgent')),
  status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'closed')),
  opened_by text NOT NULL,
  opened_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, customer_id) REFERENCES demo_shop.customers (workspace_id, id)
);

CREATE TABLE demo_shop.refunds (
  workspace_id text NOT NULL,
  id uuid NOT NULL,
  order_id text NOT NULL,
  amount_cents bigint NOT NULL CHECK (amount_cents > 0),
  reason text NOT NULL,
  issued_by text NOT NULL,
  issued_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, order_id) REFERENCES demo_shop.orders (workspace_id, id)
);
CREATE INDEX refunds_order_idx ON demo_shop.refunds (workspace_id, order_id);

CREATE TABLE demo_shop.services (
  workspace_id text NOT NULL,
  name text NOT NULL,
  environment text NOT NULL CHECK (environment IN ('dev', 'staging', 'prod')),
  version text NOT NULL,
  healthy boolean NOT NULL,
  restarts integer NOT NULL DEFAULT 0,
  restarted_at timestamptz(3),
  log text[] NOT NULL,
  PRIMARY KEY (workspace_id, name, environment)
);

CREATE TABLE demo_shop.articles (
  workspace_id text NOT NULL,
  id text NOT NULL,
  title text NOT NULL,
  body text NOT NULL,
  PRIMARY KEY (workspace_id, id)
);

-- One run of the demo: its progress, and the flag by which a person stops it.
CREATE TABLE demo_shop.demos (
  workspace_id text NOT NULL REFERENCES public.workspaces (id),
  id uuid NOT NULL,
  state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'preparing', 'running', 'ended')),
  step text NOT NULL DEFAULT 'queued' CHECK (step IN ('queued', 'shop', 'tools', 'agents', 'keys', 'acting', 'closing')),
  done integer NOT NULL DEFAULT 0,
  total integer NOT NULL DEFAULT 1,
  minutes integer NOT NULL CHECK (minutes BETWEEN 1 AND 60),
  started_by text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  heartbeat_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  ends_at timestamptz(3),
  stop_requested_at timestamptz(3),
  ended_at timestamptz(3),
  ended_why text CHECK (ended_why IN ('finished', 'stopped', 'shutdown', 'interrupted', 'failed')),
  swept_at timestamptz(3),
  error_message text,
  PRIMARY KEY (workspace_id, id),
  CHECK ((state = 'ended') = (ended_at IS NOT NULL)),
  CHECK ((state = 'ended') = (ended_why IS NOT NULL))
);
CREATE UNIQUE INDEX demos_one_live ON demo_shop.demos (workspace_id) WHERE state <> 'ended';

GRANT USAGE ON SCHEMA demo_shop TO countersign_app, countersign_worker;
GRANT SELECT, INSERT, UPDATE ON demo_shop.demos TO countersign_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA demo_shop TO countersign_worker;
