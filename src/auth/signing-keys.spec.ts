import { generateKeyPairSync } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { JWKS_FAULTS, startJwksServer, type JwksServer } from '../../test/support/jwks-server.ts';
import { createTestKey } from '../../test/support/signing-keys.ts';
import { Unauthorized, Unavailable } from '../platform/http/problem.ts';
import { SigningKeys } from './signing-keys.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const access = createTestKey('access');
const id = createTestKey('id');
const next = createTestKey('next');

describe('SigningKeys', () => {
  let server: JwksServer;
  let clock: number;
  let keys: SigningKeys;

  beforeAll(() => Logger.overrideLogger(false));
  afterAll(() => Logger.overrideLogger(['log', 'warn', 'error']));

  beforeEach(async () => {
    server = await startJwksServer([access, id]);
    clock = 1_000;
    keys = new SigningKeys({ uri: server.uri, now: () => clock });
  });

  afterEach(async () => server[Symbol.asyncDispose]());

  it('refuses to be built without an address', () => {
    expect(() => new SigningKeys({ uri: '' })).toThrow('address');
  });

  it('reads the whole set once, however many ask at first', async () => {
    const found = await Promise.all(Array.from({ length: 50 }, (_, n) => keys.get(n % 2 ? 'access' : 'id')));
    expect(found[1]?.equals(access.publicKey)).toBe(true);
    expect(found[0]?.equals(id.publicKey)).toBe(true);
    expect(server.downloads).toBe(1);
  });

  it('warms up without failing the start, and becomes ready by being asked', async () => {
    server.mode = 'error500';
    await keys.onModuleInit();
    expect(keys.isReady()).toBe(false);
    server.mode = 'ok';
    clock += 2_000;
    expect(keys.isReady()).toBe(false);
    await sleep(200);
    expect(keys.isReady()).toBe(true);
    expect(server.downloads).toBe(2);
  });

  it('takes a set without any acceptable key for a fault, not for a decision', async () => {
    server.publish([createTestKey('access', 1024)]);
    await expect(keys.get('access')).rejects.toThrow(Unavailable);
    expect(keys.isReady()).toBe(false);
  });

  it('ignores keys of another kind beside good ones', async () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const curve = { ...access, kid: 'curve', jwk: { ...publicKey.export({ format: 'jwk' }), kid: 'curve' } };
    server.publish([access, curve]);
    expect(await keys.get('access')).toBeDefined();
    await expect(keys.get('curve')).rejects.toThrow(Unauthorized);
  });

  describe('an unknown key id', () => {
    it('costs one download in 30 s, in parallel and one after the other', async () => {
      await keys.refresh();
      const parallel = Array.from({ length: 100 }, (_, n) => keys.get(`parallel-${n}`));
      for (const result of await Promise.allSettled(parallel)) {
        expect(result).toMatchObject({ status: 'rejected', reason: expect.any(Unauthorized) });
      }
      for (let n = 0; n < 100; n += 1) await expect(keys.get(`later-${n}`)).rejects.toThrow(Unauthorized);
      expect(server.downloads).toBe(2);

      clock += 30_000;
      await expect(keys.get('much-later')).rejects.toThrow(Unauthorized);
      expect(server.downloads).toBe(3);
    });

    it('is found at first sight, also right after the start', async () => {
      await keys.refresh();
      server.publish([access, id, next]);
      expect((await keys.get('next')).equals(next.publicKey)).toBe(true);
    });

    it('is undecided while the endpoint is down, and is not asked for again within 2 s', async () => {
      await keys.refresh();
      server.mode = 'error500';
      await expect(keys.get('unknown')).rejects.toThrow(Unavailable);
      clock += 1_999;
      await expect(keys.get('unknown')).rejects.toThrow(Unavailable);
      expect(server.downloads).toBe(2);
      server.mode = 'ok';
      clock += 1;
      await expect(keys.get('unknown')).rejects.toThrow(Unauthorized);
    });

    it.each(['__proto__', 'constructor', 'toString'])('may be %s', async (kid) => {
      await expect(keys.get(kid)).rejects.toThrow(Unauthorized);
    });
  });

  describe('as time goes by', () => {
    beforeEach(() => keys.refresh());

    it('reads again in the background after 5 min, while a known key does not wait', async () => {
      server.mode = 'silent';
      clock += 5 * MINUTE;
      const started = performance.now();
      await keys.get('access');
      expect(performance.now() - started).toBeLessThan(200);
      while (server.downloads < 2) await sleep(10);
    });

    it('keeps the key object of an unchanged key', async () => {
      const before = await keys.get('access');
      clock += HOUR;
      expect(await keys.get('access')).toBe(before);
      expect(server.downloads).toBe(2);
    });

    it('refuses a withdrawn key 10 min later, even if nobody asked in between', async () => {
      server.publish([id]);
      expect(await keys.get('access')).toBeDefined();
      clock += 10 * MINUTE;
      await expect(keys.get('access')).rejects.toThrow(Unauthorized);
      expect(await keys.get('id')).toBeDefined();
    });

    it('serves the last good set for 24 h and more while the endpoint is down, then nothing', async () => {
      server.mode = 'error500';
      for (let hour = 1; hour <= 24; hour += 1) {
        clock += HOUR;
        expect((await keys.get('access')).equals(access.publicKey)).toBe(true);
      }
      clock += 24 * HOUR;
      await expect(keys.get('access')).rejects.toThrow(Unavailable);
      expect(keys.isReady()).toBe(false);
    });

    it('makes few requests wait while the endpoint is silent beyond the horizon', async () => {
      server.mode = 'silent';
      clock += HOUR;
      await keys.get('access');
      const started = performance.now();
      for (let n = 0; n < 20; n += 1) {
        clock += 1_000;
        await keys.get('access');
      }
      expect(performance.now() - started).toBeLessThan(500);
    });
  });

  it.each(JWKS_FAULTS)('goes on with the last good set when the endpoint answers %s', async (fault) => {
    await keys.refresh();
    server.mode = fault;
    const started = performance.now();
    await expect(keys.get('unknown')).rejects.toThrow(Unavailable);
    expect(performance.now() - started).toBeLessThan(3_500);
    expect((await keys.get('access')).equals(access.publicKey)).toBe(true);
  });

  it.each(JWKS_FAULTS)('never takes the key of a set that is %s from the start', async (fault) => {
    server.mode = fault;
    await expect(keys.get('access')).rejects.toThrow(/The service cannot|A valid token/);
    server.mode = 'ok';
    clock += 30_000;
    expect((await keys.get('access')).equals(access.publicKey)).toBe(true);
  });
});
