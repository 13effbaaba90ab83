import { Button } from '@mantine/core';

/** A plain form: it works before any script has run. */
export function SignInForm({ label, callbackUrl }: { label: string; callbackUrl: string }) {
  return (
    <form method="post" action="/auth/sign-in">
      <input type="hidden" name="callbackUrl" value={callbackUrl} />
      <Button type="submit" fullWidth>
        {label}
      </Button>
    </form>
  );
}
