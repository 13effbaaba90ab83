import { signIn } from '@/auth/auth';
import { safePath } from '@/lib/safe-path';
import { isSameOrigin } from '@/lib/same-origin';

export async function POST(request: Request): Promise<Response> {
  if (!isSameOrigin(request.headers)) return new Response(null, { status: 403 });
  const form = await request.formData();
  const address: unknown = await signIn('cognito', {
    redirect: false,
    redirectTo: safePath(form.get('callbackUrl')),
  });
  return new Response(null, { status: 303, headers: { Location: String(address) } });
}
