import type { NestExpressApplication } from '@nestjs/platform-express';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Caller, PASSWORD, type Tokens, type World } from './world.ts';

/** What an invited person does: takes the newest temporary password out of the mail and sets one of their own. */
export async function firstSignIn(world: World, email: string): Promise<Tokens> {
  const password = world.cognito.outbox(email)[0]?.temporaryPassword;
  const login = await world.http.post('/api/user/login').send({ email, password }).expect(200);
  const { session } = login.body as { session: string };
  const answer = { email, session, new_password: PASSWORD };
  const { body } = await world.http.post('/api/user/new-password').send(answer).expect(200);
  return body as Tokens;
}

/** An authorised request of a tenant at this instance of the API. */
export function callerOn(app: NestExpressApplication, tokens: Tokens, tenant: string): Caller {
  const { port } = app.getHttpServer().address() as AddressInfo;
  return new Caller(`http://127.0.0.1:${port}`, tokens.access_token, tenant);
}

/** Whether something becomes true within these milliseconds. */
export async function within(milliseconds: number, isTrue: () => Promise<boolean>): Promise<boolean> {
  const end = performance.now() + milliseconds;
  while (!(await isTrue())) {
    if (performance.now() > end) return false;
    await sleep(50);
  }
  return true;
}
