import { Button } from '@mantine/core';

export function SignOutForm({ label }: { label: string }) {
  return (
    <form method="post" action="/auth/sign-out">
      <Button type="submit" variant="default">
        {label}
      </Button>
    </form>
  );
}
