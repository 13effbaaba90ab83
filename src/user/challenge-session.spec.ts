import { describe, expect, it } from '@jest/globals';
import { openChallenge, sealChallenge } from './challenge-session.ts';

const challenge = {
  username: '5b1f0c1e-7c39-4c58-9d3d-0b7a4a2f9f10',
  session: 'AYABeC1-y8qooiuysEv0uM4wAqQAHQABAAdTZXJ2aWNl',
};

describe('A challenge session', () => {
  const sealed = sealChallenge('Dave@Example.com', challenge);

  it('gives back the real user name, for the account that asked, in any case', () => {
    expect(openChallenge('dave@example.COM', sealed)).toEqual(challenge);
  });

  it('is of no use to another account', () => {
    expect(() => openChallenge('erin@example.com', sealed)).toThrow('Sign in again');
  });

  it.each([
    '',
    'x',
    '{}',
    'bnVsbA',
    Buffer.from('[1,2,3]').toString('base64url'),
    Buffer.from('{}').toString('base64url'),
  ])('is not %p', (text) => {
    expect(() => openChallenge('dave@example.com', text)).toThrow('Sign in again');
  });
});
