-- The audit is asked for one action, or for one target by its id alone, newest first.
CREATE INDEX audit_entries_tenant_id_action_at_id_idx ON audit_entries (tenant_id, action, at, id);
CREATE INDEX audit_entries_tenant_id_target_id_at_id_idx ON audit_entries (tenant_id, target_id, at, id);
