-- How many requests a tenant may make. Operators add and change plans; the application reads them.
CREATE TABLE plans (
  id text NOT NULL,
  -- What comes back each second, and how much there is at most.
  requests_per_second integer NOT NULL,
  burst integer NOT NULL,
  CONSTRAINT plans_pkey PRIMARY KEY (id),
  CONSTRAINT plans_id_form CHECK (id ~ '^[a-z0-9][a-z0-9_-]{0,63}$'),
  CONSTRAINT plans_rate_positive CHECK (requests_per_second BETWEEN 1 AND 1000000),
  CONSTRAINT plans_burst_positive CHECK (burst BETWEEN 1 AND 10000000)
);

INSERT INTO plans (id, requests_per_second, burst) VALUES ('standard', 2000, 4000), ('limited', 50, 100);

ALTER TABLE tenants ADD COLUMN plan text NOT NULL DEFAULT 'standard';
ALTER TABLE tenants ADD CONSTRAINT tenants_plan_fkey FOREIGN KEY (plan) REFERENCES plans (id)
  ON DELETE RESTRICT ON UPDATE RESTRICT;
CREATE INDEX tenants_plan_idx ON tenants (plan);

-- What is left of a tenant's requests, for all instances together. Not logged: after a crash all buckets are full,
-- and until then nobody waits for a disk. A lease changes the row in its place, as no index has what it changes.
CREATE UNLOGGED TABLE request_buckets (
  tenant_id text NOT NULL DEFAULT current_tenant(),
  tokens double precision NOT NULL,
  filled_at timestamptz(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT request_buckets_pkey PRIMARY KEY (tenant_id),
  CONSTRAINT request_buckets_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants (id)
    ON DELETE CASCADE ON UPDATE RESTRICT,
  CONSTRAINT request_buckets_not_negative CHECK (tokens >= 0)
) WITH (fillfactor = 50);

ALTER TABLE request_buckets ENABLE ROW LEVEL SECURITY;
ALTER TABLE request_buckets FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON request_buckets
  USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')))
  WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')));

GRANT SELECT ON plans TO tenantry_runtime;
GRANT SELECT, INSERT, UPDATE ON request_buckets TO tenantry_runtime;
