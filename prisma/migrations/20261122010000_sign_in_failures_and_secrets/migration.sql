-- How often signing in to an account failed in a row, whether or not there is such an account: the key is a
-- hash of the e-mail. Of no tenant.
CREATE TABLE sign_in_failures (
  account text NOT NULL,
  failures integer NOT NULL DEFAULT 0,
  -- Attempts that are under way.
  pending integer NOT NULL DEFAULT 1,
  failed_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  blocked_until timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT sign_in_failures_pkey PRIMARY KEY (account)
);

CREATE INDEX sign_in_failures_failed_at_idx ON sign_in_failures (failed_at);

-- Keys that all instances share and no person has to choose. `cursor` makes list cursors unforgeable.
CREATE TABLE application_secrets (
  name text NOT NULL,
  value bytea NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT application_secrets_pkey PRIMARY KEY (name)
);

-- gen_random_uuid() draws on the system's strong random source; three of them hold 366 random bits.
INSERT INTO application_secrets (name, value)
VALUES ('cursor', sha256(convert_to(concat(gen_random_uuid(), gen_random_uuid(), gen_random_uuid()), 'UTF8')));

GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_failures TO tenantry_runtime;
GRANT SELECT ON application_secrets TO tenantry_runtime;
