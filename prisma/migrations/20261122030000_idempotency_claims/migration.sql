-- A key that is being worked on is held by a claim for a while: a process that dies lets go of it without a word,
-- and one that comes back too late finds that the claim is not its own any more.
-- The answer is kept as the text that was sent: jsonb would put its keys in another order.
ALTER TABLE idempotency_keys
  ADD COLUMN claim uuid NOT NULL DEFAULT gen_random_uuid(),
  ADD COLUMN claimed_until timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  ALTER COLUMN body TYPE text USING body::text;
