-- Tables, row-level security and grants of the foundation.
-- Whoever runs this owns the tables. The application connects as a member of tenantry_runtime, which owns
-- nothing, so that every policy below applies to it; FORCE makes them apply to the owner as well.

-- A role belongs to the whole cluster: another database may be making it at this moment.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tenantry_runtime') THEN
    CREATE ROLE tenantry_runtime NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION;
  END IF;
EXCEPTION
  WHEN duplicate_object OR unique_violation THEN NULL;
END
$$;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO tenantry_runtime;

-- The tenant that the pool named together with the statement; NULL when it named none. New rows get it where
-- a statement does not say it, and the policies let no other value through.
CREATE FUNCTION current_tenant() RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('app.tenant_id', true), '') $$;

-- ---------------------------------------------------------------------------------------------- tenants

CREATE TABLE tenants (
  id text NOT NULL,
  name text NOT NULL,
  status text NOT NULL DEFAULT 'active',
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT tenants_pkey PRIMARY KEY (id),
  CONSTRAINT tenants_id_form CHECK (id ~ '^[a-z0-9][a-z0-9_-]{0,63}$'),
  CONSTRAINT tenants_name_length CHECK (char_length(name) BETWEEN 1 AND 200),
  CONSTRAINT tenants_status_known CHECK (status IN ('active', 'suspended'))
);

-- ------------------------------------------------------------------------------------------ memberships

CREATE TABLE memberships (
  tenant_id text NOT NULL DEFAULT current_tenant(),
  issuer text NOT NULL,
  subject text NOT NULL,
  username text NOT NULL,
  email text,
  role text NOT NULL DEFAULT 'member',
  status text NOT NULL DEFAULT 'active',
  joined_by text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT memberships_pkey PRIMARY KEY (tenant_id, issuer, subject),
  CONSTRAINT memberships_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants (id)
    ON DELETE RESTRICT ON UPDATE RESTRICT,
  CONSTRAINT memberships_user_lengths CHECK (
    char_length(issuer) BETWEEN 1 AND 512 AND char_length(subject) BETWEEN 1 AND 255
    AND char_length(username) BETWEEN 1 AND 255 AND char_length(email) <= 320
  ),
  CONSTRAINT memberships_role_known CHECK (role IN ('admin', 'member', 'viewer')),
  CONSTRAINT memberships_status_known CHECK (status IN ('active', 'suspended', 'removed')),
  CONSTRAINT memberships_joined_by_known CHECK (joined_by IN ('invite', 'claim', 'seed'))
);

CREATE INDEX memberships_issuer_subject_idx ON memberships (issuer, subject);
CREATE INDEX memberships_tenant_id_created_at_subject_idx ON memberships (tenant_id, created_at, subject);

-- ------------------------------------------------------------------------------------------------ items

CREATE TABLE items (
  tenant_id text NOT NULL DEFAULT current_tenant(),
  id uuid NOT NULL DEFAULT uuidv7(),
  owner_sub text NOT NULL,
  name text NOT NULL,
  description text,
  tags text[] NOT NULL DEFAULT '{}',
  attributes jsonb NOT NULL DEFAULT '{}',
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT items_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT items_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants (id)
    ON DELETE RESTRICT ON UPDATE RESTRICT,
  CONSTRAINT items_owner_length CHECK (char_length(owner_sub) BETWEEN 1 AND 255),
  CONSTRAINT items_name_length CHECK (char_length(name) BETWEEN 1 AND 200),
  CONSTRAINT items_description_length CHECK (char_length(description) <= 4000),
  -- 20 tags of 50 characters; a check cannot look into the elements, so it bounds their sum.
  CONSTRAINT items_tags_size CHECK (
    cardinality(tags) <= 20 AND array_position(tags, NULL) IS NULL
    AND char_length(array_to_string(tags, '')) <= 1000
  ),
  CONSTRAINT items_attributes_is_object CHECK (jsonb_typeof(attributes) = 'object')
);

CREATE INDEX items_tenant_id_created_at_id_idx ON items (tenant_id, created_at, id);
CREATE INDEX items_tenant_id_updated_at_id_idx ON items (tenant_id, updated_at, id);
CREATE INDEX items_tenant_id_name_id_idx ON items (tenant_id, name, id);
CREATE INDEX items_tenant_id_owner_sub_created_at_id_idx ON items (tenant_id, owner_sub, created_at, id);

-- Search by word and by tag. A GIN index would be smaller, but under row-level security PostgreSQL may not
-- use one: its operators (@@, @>) are not leakproof, so they run after the policy, on every row of the tenant
-- (https://www.postgresql.org/docs/18/rules-privileges.html). Equality of text is leakproof: a b-tree serves.
CREATE TABLE item_terms (
  tenant_id text NOT NULL,
  term text COLLATE "C" NOT NULL,
  item_id uuid NOT NULL,
  CONSTRAINT item_terms_pkey PRIMARY KEY (tenant_id, term, item_id),
  CONSTRAINT item_terms_tenant_id_item_id_fkey FOREIGN KEY (tenant_id, item_id) REFERENCES items (tenant_id, id)
    ON DELETE CASCADE ON UPDATE RESTRICT
);

CREATE INDEX item_terms_tenant_id_item_id_idx ON item_terms (tenant_id, item_id);

-- The words of a text, as search compares them: compatibility forms folded, lower case, at most 64 characters
-- (an index entry has a limit). Questions are cut up by the same function, so both sides agree.
CREATE FUNCTION search_words(text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog
AS $$
  SELECT coalesce(array_agg(DISTINCT left(word, 64)), '{}')
  FROM regexp_split_to_table(lower(normalize($1, NFKC)), '[^[:alnum:]]+') AS word
  WHERE word <> ''
$$;

CREATE FUNCTION search_terms(name text, description text, tags text[]) RETURNS SETOF text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, public
AS $$
  SELECT 'word:' || word FROM unnest(search_words(name || ' ' || coalesce(description, ''))) AS word
  UNION
  SELECT 'tag:' || tag FROM unnest(tags) AS tag
$$;

-- These run as the owner, who is under the same policies (FORCE), so that the runtime role cannot write terms
-- itself. The rows of a statement are done together: an import brings many at once.
CREATE FUNCTION index_new_items() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public
AS $$
BEGIN
  INSERT INTO item_terms (tenant_id, term, item_id)
  SELECT i.tenant_id, term, i.id FROM added i, search_terms(i.name, i.description, i.tags) AS term;
  RETURN NULL;
END
$$;

CREATE FUNCTION index_changed_items() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public
AS $$
BEGIN
  DELETE FROM item_terms t
  USING former f JOIN latter l USING (tenant_id, id)
  WHERE t.tenant_id = f.tenant_id AND t.item_id = f.id
    AND (f.name, f.description, f.tags) IS DISTINCT FROM (l.name, l.description, l.tags);
  INSERT INTO item_terms (tenant_id, term, item_id)
  SELECT l.tenant_id, term, l.id
  FROM former f JOIN latter l USING (tenant_id, id), search_terms(l.name, l.description, l.tags) AS term
  WHERE (f.name, f.description, f.tags) IS DISTINCT FROM (l.name, l.description, l.tags);
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION index_new_items(), index_changed_items() FROM PUBLIC;

CREATE TRIGGER items_index_new AFTER INSERT ON items
  REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION index_new_items();
CREATE TRIGGER items_index_changed AFTER UPDATE ON items
  REFERENCING OLD TABLE AS former NEW TABLE AS latter
  FOR EACH STATEMENT EXECUTE FUNCTION index_changed_items();

-- ---------------------------------------------------------------------------------------- audit_entries

CREATE TABLE audit_entries (
  tenant_id text NOT NULL DEFAULT current_tenant(),
  id uuid NOT NULL DEFAULT uuidv7(),
  at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  actor_issuer text,
  actor_sub text,
  action text NOT NULL,
  target_type text NOT NULL,
  target_id text NOT NULL,
  before jsonb,
  after jsonb,
  request_id text,
  address text,
  CONSTRAINT audit_entries_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT audit_entries_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants (id)
    ON DELETE RESTRICT ON UPDATE RESTRICT
);

CREATE INDEX audit_entries_tenant_id_at_id_idx ON audit_entries (tenant_id, at, id);
CREATE INDEX audit_entries_tenant_id_actor_sub_at_idx ON audit_entries (tenant_id, actor_sub, at);
CREATE INDEX audit_entries_tenant_id_target_type_target_id_at_idx
  ON audit_entries (tenant_id, target_type, target_id, at);

-- ------------------------------------------------------------------------------------- idempotency_keys

CREATE TABLE idempotency_keys (
  tenant_id text NOT NULL DEFAULT current_tenant(),
  subject text NOT NULL,
  route text NOT NULL,
  key text NOT NULL,
  request_hash text NOT NULL,
  status integer,
  body jsonb,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  expires_at timestamptz(3) NOT NULL,
  CONSTRAINT idempotency_keys_pkey PRIMARY KEY (tenant_id, subject, route, key),
  CONSTRAINT idempotency_keys_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants (id)
    ON DELETE RESTRICT ON UPDATE RESTRICT,
  CONSTRAINT idempotency_keys_lengths CHECK (
    char_length(key) BETWEEN 1 AND 255 AND char_length(subject) <= 255 AND char_length(route) <= 255
  )
);

CREATE INDEX idempotency_keys_tenant_id_expires_at_idx ON idempotency_keys (tenant_id, expires_at);

-- --------------------------------------------------------------------------- sign_outs and rate_limits

CREATE TABLE sign_outs (
  id bigint GENERATED ALWAYS AS IDENTITY,
  issuer text NOT NULL,
  subject text NOT NULL,
  sign_in_id text,
  signed_out_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  expires_at timestamptz(3) NOT NULL,
  CONSTRAINT sign_outs_pkey PRIMARY KEY (id)
);

CREATE INDEX sign_outs_signed_out_at_idx ON sign_outs (signed_out_at);
CREATE INDEX sign_outs_expires_at_idx ON sign_outs (expires_at);

CREATE TABLE rate_limits (
  key text NOT NULL,
  points integer NOT NULL DEFAULT 0,
  expire bigint,
  CONSTRAINT rate_limits_pkey PRIMARY KEY (key)
);

-- ----------------------------------------------------------------------------------- row-level security

-- The sub-select is evaluated once for each statement, not for each row, and lets the planner use the
-- tenant-led indexes. After a transaction-local setting the value is '' and not NULL, hence nullif.
ALTER TABLE memberships ENABLE ROW LEVEL SECURITY;
ALTER TABLE memberships FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON memberships
  USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')))
  WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')));
-- Before a tenant is chosen, users must see which ones they belong to. Read only.
CREATE POLICY own_rows ON memberships FOR SELECT
  USING (
    issuer = (SELECT nullif(current_setting('app.issuer', true), ''))
    AND subject = (SELECT nullif(current_setting('app.subject', true), ''))
  );

ALTER TABLE items ENABLE ROW LEVEL SECURITY;
ALTER TABLE items FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON items
  USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')))
  WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')));

ALTER TABLE item_terms ENABLE ROW LEVEL SECURITY;
ALTER TABLE item_terms FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON item_terms
  USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')))
  WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')));

ALTER TABLE audit_entries ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_entries FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON audit_entries
  USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')))
  WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')));

ALTER TABLE idempotency_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE idempotency_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON idempotency_keys
  USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')))
  WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')));

-- ----------------------------------------------------------------------------------------------- grants

GRANT SELECT, INSERT, UPDATE ON tenants TO tenantry_runtime;
GRANT SELECT, INSERT, UPDATE, DELETE ON memberships, items, idempotency_keys, rate_limits TO tenantry_runtime;
GRANT SELECT ON item_terms TO tenantry_runtime;
GRANT SELECT, INSERT ON audit_entries TO tenantry_runtime;
GRANT SELECT, INSERT, DELETE ON sign_outs TO tenantry_runtime;
