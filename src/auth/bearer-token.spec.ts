import { describe, expect, it } from '@jest/globals';
import { Unauthorized } from '../platform/http/problem.ts';
import { bearerToken } from './bearer-token.ts';

describe('bearerToken', () => {
  it.each([
    ['Bearer a.b.c', 'a.b.c'],
    ['bearer a.b.c', 'a.b.c'],
    ['BEARER    a-_~+/b==', 'a-_~+/b=='],
  ])('takes %j', (value, token) => {
    expect(bearerToken(['Host', 'x', 'AUTHORIZATION', value, 'Accept', '*/*'])).toBe(token);
  });

  it.each([
    '',
    'Bearer',
    'Bearer ',
    'Bearera.b.c',
    'Bearer\ta.b.c',
    'Bearer a.b.c d',
    'Bearer a.b.c, Bearer a.b.c',
    'Bearer a.b.c,d',
    'Bearer "a.b.c"',
    'Bearer =a',
    'Bearer a=b',
    'Bearer á.b.c',
    'Basic YTpi',
    'Token a.b.c',
    'a.b.c',
    ', Bearer a.b.c',
    'Bearer token=a.b.c',
  ])('refuses %j', (value) => {
    expect(() => bearerToken(['Authorization', value])).toThrow(Unauthorized);
  });

  it('refuses a missing and a repeated header', () => {
    expect(() => bearerToken(['Host', 'x'])).toThrow(Unauthorized);
    const twice = ['Authorization', 'Bearer a.b.c', 'authorization', 'Bearer a.b.c'];
    expect(() => bearerToken(twice)).toThrow(Unauthorized);
  });

  it('does not take a value for a name', () => {
    expect(() => bearerToken(['X-Odd', 'authorization', 'Bearer a.b.c', 'x'])).toThrow(Unauthorized);
  });
});
