import { describe, expect, it } from '@jest/globals';
import { safePath } from './safe-path';

describe('safePath', () => {
  it.each([
    ['/', '/'],
    ['/items', '/items'],
    ['/items?q=a%26b&tag=x', '/items?q=a%26b&tag=x'],
    ['/items/../alerts', '/alerts'],
    ['/with space', '/with%20space'],
    ['/a//evil.example', '/a//evil.example'],
    ['/?next=//evil.example', '/?next=//evil.example'],
    ['/日本', '/%E6%97%A5%E6%9C%AC'],
  ])('leaves %j on our own site: %j', (value, path) => {
    expect(safePath(value)).toBe(path);
  });

  it.each([
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '\t//evil.example',
    '/..//evil.example',
    '/.//evil.example',
    '/a/..//evil.example',
    '/..\\/evil.example',
    'https://evil.example',
    'https:evil.example',
    'javascript:alert(1)',
    'evil.example',
    '@evil.example',
    '',
    ' /items',
    undefined,
    null,
    42,
    ['/items', '/alerts'],
  ])('does not follow %j', (value) => {
    expect(safePath(value)).toBe('/');
  });
});
