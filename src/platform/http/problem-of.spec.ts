import { describe, expect, it } from '@jest/globals';
import {
  BadRequestException,
  ForbiddenException,
  InternalServerErrorException,
  NotFoundException,
} from '@nestjs/common';
import { problemOf } from './problem-of.ts';
import { NotFound } from './problem.ts';

const withFields = (fields: object) => Object.assign(new Error('select * from items where secret'), fields);

describe('problemOf', () => {
  it('leaves a problem as it is', () => {
    const problem = new NotFound('item/not_found', 'There is no such item.');
    expect(problemOf(problem)).toBe(problem);
  });

  it.each([
    ['a route that does not exist', new NotFoundException(), 404, 'route/not_found'],
    ['broken JSON', new BadRequestException(), 400, 'request/malformed'],
    [
      'a body over the limit',
      withFields({ status: 413, type: 'entity.too.large' }),
      413,
      'request/too_large',
    ],
    ['an unknown encoding', withFields({ status: 415 }), 415, 'request/media_type'],
    ['something Nest forbids', new ForbiddenException('why'), 403, 'request/refused'],
    ['a failure inside of Nest', new InternalServerErrorException('why'), 500, 'internal'],
    ['a database that is down', withFields({ code: 'ECONNREFUSED' }), 503, 'service/unavailable'],
    ['a deadlock', withFields({ code: 'P2034' }), 503, 'service/unavailable'],
    ['a value that is there already', withFields({ code: 'P2002' }), 409, 'request/conflict'],
    ['a row that is gone', withFields({ code: 'P2025' }), 404, 'resource/not_found'],
    ['a reference to nothing', withFields({ code: 'P2003' }), 400, 'request/invalid'],
    ['a permission that the role lacks', withFields({ code: '42501' }), 500, 'internal'],
    ['a mistake of ours', new TypeError('x is not a function'), 500, 'internal'],
    ['something that is no error', 'oh', 500, 'internal'],
    ['nothing at all', undefined, 500, 'internal'],
  ])('makes %s a clear answer that tells nothing of the inside', (_name, thrown, status, code) => {
    const problem = problemOf(thrown);
    expect(problem).toMatchObject({ status, code });
    expect(problem.message).not.toMatch(/select|items|function|why/);
  });
});
