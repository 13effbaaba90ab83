-- Alerts, what happened to them, the keys of the machines that send them, and the channels they go out by.

-- ----------------------------------------------------------------------------------------------- alerts

CREATE TABLE alerts (
  tenant_id text NOT NULL DEFAULT current_tenant(),
  id uuid NOT NULL DEFAULT uuidv7(),
  -- NULL: a machine sent it.
  owner_sub text,
  title text NOT NULL,
  description text,
  severity text NOT NULL DEFAULT 'warning',
  status text NOT NULL DEFAULT 'open',
  source text NOT NULL,
  dedup_key text,
  occurrences integer NOT NULL DEFAULT 1,
  labels jsonb NOT NULL DEFAULT '{}',
  item_id uuid,
  assignee_issuer text,
  assignee_sub text,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  last_seen_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  acknowledged_at timestamptz(3),
  resolved_at timestamptz(3),
  -- The tenant's changes are numbered in the order in which they are committed, see number_alert_changes().
  created_number bigint,
  change_number bigint,
  CONSTRAINT alerts_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT alerts_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants (id)
    ON DELETE RESTRICT ON UPDATE RESTRICT,
  CONSTRAINT alerts_tenant_id_item_id_fkey FOREIGN KEY (tenant_id, item_id) REFERENCES items (tenant_id, id)
    ON DELETE SET NULL (item_id) ON UPDATE RESTRICT,
  CONSTRAINT alerts_tenant_id_assignee_fkey FOREIGN KEY (tenant_id, assignee_issuer, assignee_sub)
    REFERENCES memberships (tenant_id, issuer, subject) ON DELETE RESTRICT ON UPDATE RESTRICT,
  CONSTRAINT alerts_assignee_whole CHECK ((assignee_issuer IS NULL) = (assignee_sub IS NULL)),
  CONSTRAINT alerts_owner_length CHECK (char_length(owner_sub) BETWEEN 1 AND 255),
  CONSTRAINT alerts_title_length CHECK (char_length(title) BETWEEN 1 AND 200),
  CONSTRAINT alerts_description_length CHECK (char_length(description) <= 4000),
  CONSTRAINT alerts_severity_known CHECK (severity IN ('critical', 'warning', 'info')),
  CONSTRAINT alerts_status_known CHECK (status IN ('open', 'acknowledged', 'resolved')),
  CONSTRAINT alerts_source_length CHECK (char_length(source) BETWEEN 1 AND 100),
  CONSTRAINT alerts_dedup_key_length CHECK (char_length(dedup_key) BETWEEN 1 AND 255),
  CONSTRAINT alerts_occurrences_positive CHECK (occurrences >= 1),
  CONSTRAINT alerts_labels_is_object CHECK (jsonb_typeof(labels) = 'object'),
  CONSTRAINT alerts_times_of_status CHECK (
    (status = 'resolved') = (resolved_at IS NOT NULL) AND (status <> 'acknowledged' OR acknowledged_at IS NOT NULL)
  )
);

-- One unresolved alert for each key: whoever comes second finds it, however many come at once.
CREATE UNIQUE INDEX alerts_tenant_id_dedup_key_unresolved ON alerts (tenant_id, dedup_key)
  WHERE status <> 'resolved';
CREATE INDEX alerts_tenant_id_created_at_id_idx ON alerts (tenant_id, created_at, id);
CREATE INDEX alerts_tenant_id_updated_at_id_idx ON alerts (tenant_id, updated_at, id);
CREATE INDEX alerts_tenant_id_last_seen_at_id_idx ON alerts (tenant_id, last_seen_at, id);
CREATE INDEX alerts_tenant_id_status_created_at_id_idx ON alerts (tenant_id, status, created_at, id);
CREATE INDEX alerts_tenant_id_severity_created_at_id_idx ON alerts (tenant_id, severity, created_at, id);
CREATE INDEX alerts_tenant_id_source_created_at_id_idx ON alerts (tenant_id, source, created_at, id);
CREATE INDEX alerts_tenant_id_assignee_sub_created_at_id_idx ON alerts (tenant_id, assignee_sub, created_at, id);
CREATE INDEX alerts_tenant_id_item_id_created_at_id_idx ON alerts (tenant_id, item_id, created_at, id);
CREATE INDEX alerts_tenant_id_change_number_idx ON alerts (tenant_id, change_number);

-- An item that is deleted leaves its alerts; to a reader they are changed all the same.
CREATE FUNCTION count_lost_item() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, public
AS $$
BEGIN
  NEW.version := OLD.version + 1;
  NEW.updated_at := clock_timestamp();
  RETURN NEW;
END
$$;
CREATE TRIGGER alerts_count_lost_item BEFORE UPDATE ON alerts
  FOR EACH ROW WHEN (OLD.item_id IS NOT NULL AND NEW.item_id IS NULL AND NEW.version = OLD.version)
  EXECUTE FUNCTION count_lost_item();

-- Search, as for items; but without a foreign key, whose check of each word costs more than the rest of an insert.
-- Only the triggers below write here.
CREATE TABLE alert_terms (
  tenant_id text NOT NULL,
  term text COLLATE "C" NOT NULL,
  alert_id uuid NOT NULL,
  CONSTRAINT alert_terms_pkey PRIMARY KEY (tenant_id, term, alert_id)
);
CREATE INDEX alert_terms_tenant_id_alert_id_idx ON alert_terms (tenant_id, alert_id);

CREATE FUNCTION index_new_alerts() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public
AS $$
BEGIN
  INSERT INTO alert_terms (tenant_id, term, alert_id)
  SELECT a.tenant_id, term, a.id FROM added a, search_terms(a.title, a.description, '{}') AS term;
  RETURN NULL;
END
$$;

-- Plans are kept for as long as a connection: one made while a table was empty must not read all of it ever after.
CREATE FUNCTION index_changed_alert() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public
SET plan_cache_mode = force_custom_plan
AS $$
BEGIN
  DELETE FROM alert_terms WHERE tenant_id = NEW.tenant_id AND alert_id = NEW.id;
  INSERT INTO alert_terms (tenant_id, term, alert_id)
  SELECT NEW.tenant_id, term, NEW.id FROM search_terms(NEW.title, NEW.description, '{}') AS term;
  RETURN NULL;
END
$$;

CREATE FUNCTION index_gone_alerts() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public
AS $$
BEGIN
  DELETE FROM alert_terms t USING gone WHERE t.tenant_id = gone.tenant_id AND t.alert_id = gone.id;
  RETURN NULL;
END
$$;

CREATE TRIGGER alerts_index_gone AFTER DELETE ON alerts
  REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION index_gone_alerts();
CREATE TRIGGER alerts_index_new AFTER INSERT ON alerts
  REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION index_new_alerts();
CREATE TRIGGER alerts_index_changed AFTER UPDATE OF title, description ON alerts
  FOR EACH ROW WHEN ((OLD.title, OLD.description) IS DISTINCT FROM (NEW.title, NEW.description))
  EXECUTE FUNCTION index_changed_alert();

-- ------------------------------------------------------------------------------------------ alert_feeds

-- The last number given to a change of a tenant's alerts. Whoever has seen all up to a number has missed nothing
-- and can go on from there: a number is given when its transaction commits, and the row stays locked until it has.
-- A sequence would not do: of two transactions the one with the higher number may be seen first.
CREATE TABLE alert_feeds (
  tenant_id text NOT NULL,
  last_number bigint NOT NULL,
  CONSTRAINT alert_feeds_pkey PRIMARY KEY (tenant_id),
  CONSTRAINT alert_feeds_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants (id)
    ON DELETE RESTRICT ON UPDATE RESTRICT
);

-- A change is marked by having no number. Nobody else sees that: at the commit all of them get theirs.
CREATE FUNCTION mark_alert_change() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, public
AS $$
BEGIN
  NEW.change_number := NULL;
  PERFORM set_config('app.alerts_numbered', '', true);
  RETURN NEW;
END
$$;
CREATE TRIGGER alerts_mark_new BEFORE INSERT ON alerts FOR EACH ROW EXECUTE FUNCTION mark_alert_change();
-- But for the change that is the number itself.
CREATE TRIGGER alerts_mark_changed BEFORE UPDATE ON alerts
  FOR EACH ROW WHEN (NEW.change_number IS NOT DISTINCT FROM OLD.change_number)
  EXECUTE FUNCTION mark_alert_change();

-- Called for each changed row; the first call does the work for all. Its plan is made for the table as it is: one
-- that was made while the table was empty would read all of it ever after.
CREATE FUNCTION number_alert_changes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public
SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
  changes bigint;
  latest bigint;
BEGIN
  IF current_setting('app.alerts_numbered', true) = 'done' THEN RETURN NULL; END IF;
  SELECT count(*) INTO changes FROM alerts WHERE tenant_id = NEW.tenant_id AND change_number IS NULL;
  INSERT INTO alert_feeds AS feed (tenant_id, last_number) VALUES (NEW.tenant_id, changes)
  ON CONFLICT (tenant_id) DO UPDATE SET last_number = feed.last_number + changes
  RETURNING last_number INTO latest;
  UPDATE alerts SET change_number = latest - changes + place, created_number = coalesce(created_number, latest - changes + place)
  FROM (
    SELECT id AS changed, row_number() OVER (ORDER BY id) AS place
    FROM alerts WHERE tenant_id = NEW.tenant_id AND change_number IS NULL
  ) AS numbered
  WHERE tenant_id = NEW.tenant_id AND id = changed;
  PERFORM set_config('app.alerts_numbered', 'done', true);
  RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER alerts_number_changes AFTER INSERT OR UPDATE ON alerts
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.change_number IS NULL)
  EXECUTE FUNCTION number_alert_changes();
REVOKE EXECUTE ON FUNCTION
  index_new_alerts(), index_changed_alert(), index_gone_alerts(), mark_alert_change(), number_alert_changes() FROM PUBLIC;

-- ----------------------------------------------------------------------------------------- alert_events

-- The timeline: all that happened to an alert, comments among it. Added to and read; of a `repeated` line that is
-- the last one, the count goes up.
CREATE TABLE alert_events (
  tenant_id text NOT NULL DEFAULT current_tenant(),
  id uuid NOT NULL DEFAULT uuidv7(),
  alert_id uuid NOT NULL,
  kind text NOT NULL,
  actor_type text NOT NULL,
  -- `sub` of a user, id of an API key.
  actor_id text,
  actor_name text,
  comment text,
  before jsonb,
  after jsonb,
  count integer NOT NULL DEFAULT 1,
  at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  last_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT alert_events_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT alert_events_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants (id)
    ON DELETE RESTRICT ON UPDATE RESTRICT,
  CONSTRAINT alert_events_tenant_id_alert_id_fkey FOREIGN KEY (tenant_id, alert_id) REFERENCES alerts (tenant_id, id)
    ON DELETE RESTRICT ON UPDATE RESTRICT,
  CONSTRAINT alert_events_kind_known CHECK (
    kind IN ('created', 'repeated', 'acknowledged', 'resolved', 'reopened', 'assigned', 'updated', 'commented')
  ),
  CONSTRAINT alert_events_actor_type_known CHECK (actor_type IN ('user', 'api_key', 'system')),
  CONSTRAINT alert_events_comment_length CHECK (char_length(comment) BETWEEN 1 AND 4000),
  CONSTRAINT alert_events_comment_of_kind CHECK ((kind = 'commented') = (comment IS NOT NULL))
);
CREATE INDEX alert_events_tenant_id_alert_id_id_idx ON alert_events (tenant_id, alert_id, id);
CREATE INDEX alert_events_comments ON alert_events (tenant_id, alert_id, id) WHERE kind = 'commented';

-- --------------------------------------------------------------------------------------------- api_keys

CREATE TABLE api_keys (
  tenant_id text NOT NULL DEFAULT current_tenant(),
  id uuid NOT NULL DEFAULT uuidv7(),
  name text NOT NULL,
  -- In clear, to find the row by.
  prefix text NOT NULL,
  -- SHA-256 of the whole key, which holds 256 random bits: nothing to guess, so nothing to make guessing slow for.
  key_hash bytea NOT NULL,
  scopes text[] NOT NULL,
  created_by_sub text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  expires_at timestamptz(3),
  last_used_at timestamptz(3),
  revoked_at timestamptz(3),
  CONSTRAINT api_keys_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT api_keys_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants (id)
    ON DELETE RESTRICT ON UPDATE RESTRICT,
  CONSTRAINT api_keys_name_length CHECK (char_length(name) BETWEEN 1 AND 100),
  CONSTRAINT api_keys_key_hash_length CHECK (octet_length(key_hash) = 32),
  CONSTRAINT api_keys_scopes_known CHECK (cardinality(scopes) >= 1 AND scopes <@ ARRAY['alerts:write'])
);
CREATE UNIQUE INDEX api_keys_tenant_id_prefix_key ON api_keys (tenant_id, prefix);
CREATE INDEX api_keys_tenant_id_created_at_id_idx ON api_keys (tenant_id, created_at, id);

-- --------------------------------------------------------------------------- alert_channels, deliveries

CREATE TABLE alert_channels (
  tenant_id text NOT NULL DEFAULT current_tenant(),
  id uuid NOT NULL DEFAULT uuidv7(),
  name text NOT NULL,
  type text NOT NULL,
  -- webhook and slack
  url text,
  -- email
  recipients text[] NOT NULL DEFAULT '{}',
  min_severity text NOT NULL DEFAULT 'info',
  enabled boolean NOT NULL DEFAULT true,
  -- Which of the secrets that can be derived for the channel signs its webhooks.
  secret_number integer NOT NULL DEFAULT 1,
  -- Who is sending its deliveries, and until when nobody else may: a process that dies lets go of them.
  lease_id uuid,
  leased_until timestamptz(3),
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT alert_channels_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT alert_channels_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants (id)
    ON DELETE RESTRICT ON UPDATE RESTRICT,
  CONSTRAINT alert_channels_name_length CHECK (char_length(name) BETWEEN 1 AND 100),
  CONSTRAINT alert_channels_type_known CHECK (type IN ('webhook', 'slack', 'email')),
  CONSTRAINT alert_channels_min_severity_known CHECK (min_severity IN ('critical', 'warning', 'info')),
  CONSTRAINT alert_channels_target_of_type CHECK (
    CASE type WHEN 'email' THEN url IS NULL AND cardinality(recipients) >= 1
      ELSE char_length(url) BETWEEN 1 AND 2048 AND cardinality(recipients) = 0 END
  )
);
CREATE UNIQUE INDEX alert_channels_tenant_id_name_key ON alert_channels (tenant_id, name);
CREATE INDEX alert_channels_tenant_id_created_at_id_idx ON alert_channels (tenant_id, created_at, id);

-- What is to be sent, was sent, or could not be: written in the transaction of the alert's change, so that whoever
-- finds the one finds the other. Of a channel they go out in the order of their ids.
CREATE TABLE deliveries (
  tenant_id text NOT NULL DEFAULT current_tenant(),
  id uuid NOT NULL DEFAULT uuidv7(),
  channel_id uuid NOT NULL,
  -- NULL: a test.
  alert_id uuid,
  event text NOT NULL,
  payload jsonb NOT NULL,
  status text NOT NULL DEFAULT 'pending',
  attempts integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  response_status integer,
  last_error text,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  finished_at timestamptz(3),
  CONSTRAINT deliveries_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT deliveries_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants (id)
    ON DELETE RESTRICT ON UPDATE RESTRICT,
  CONSTRAINT deliveries_tenant_id_channel_id_fkey FOREIGN KEY (tenant_id, channel_id)
    REFERENCES alert_channels (tenant_id, id) ON DELETE CASCADE ON UPDATE RESTRICT,
  CONSTRAINT deliveries_tenant_id_alert_id_fkey FOREIGN KEY (tenant_id, alert_id)
    REFERENCES alerts (tenant_id, id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  CONSTRAINT deliveries_status_known CHECK (status IN ('pending', 'delivered', 'dead')),
  CONSTRAINT deliveries_finished CHECK ((status = 'pending') = (finished_at IS NULL))
);
CREATE INDEX deliveries_tenant_id_channel_id_id_idx ON deliveries (tenant_id, channel_id, id);
CREATE INDEX deliveries_tenant_id_channel_id_status_id_idx ON deliveries (tenant_id, channel_id, status, id);
CREATE INDEX deliveries_tenant_id_alert_id_idx ON deliveries (tenant_id, alert_id);

INSERT INTO application_secrets (name, value)
VALUES ('webhook', sha256(convert_to(concat(gen_random_uuid(), gen_random_uuid(), gen_random_uuid()), 'UTF8')));

-- --------------------------------------------------------------------------------------- known_sign_ins

-- From where and with what a user has signed in before. Of users, not of tenants; hashes alone.
CREATE TABLE known_sign_ins (
  issuer text NOT NULL,
  subject text NOT NULL,
  kind text NOT NULL,
  hash text NOT NULL,
  last_seen_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT known_sign_ins_pkey PRIMARY KEY (issuer, subject, kind, hash),
  CONSTRAINT known_sign_ins_kind_known CHECK (kind IN ('address', 'device'))
);
CREATE INDEX known_sign_ins_last_seen_at_idx ON known_sign_ins (last_seen_at);

-- ----------------------------------------------------------------------------------- row-level security

DO $$
DECLARE
  tenant_table text;
  own constant text := $own$tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), ''))$own$;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY[
    'alerts', 'alert_terms', 'alert_feeds', 'alert_events', 'api_keys', 'alert_channels', 'deliveries'
  ] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('CREATE POLICY tenant_rows ON %I USING (%s) WITH CHECK (%s)', tenant_table, own, own);
  END LOOP;
END
$$;

-- ----------------------------------------------------------------------------------------------- grants

GRANT SELECT, INSERT, UPDATE ON alerts, api_keys TO tenantry_runtime;
GRANT SELECT ON alert_terms, alert_feeds TO tenantry_runtime;
GRANT SELECT, INSERT, UPDATE (count, last_at) ON alert_events TO tenantry_runtime;
GRANT SELECT, INSERT, UPDATE, DELETE ON alert_channels, known_sign_ins TO tenantry_runtime;
GRANT SELECT, INSERT, UPDATE ON deliveries TO tenantry_runtime;
