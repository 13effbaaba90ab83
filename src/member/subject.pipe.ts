import { Injectable, type PipeTransform } from '@nestjs/common';
import { InvalidRequest } from '../platform/http/problem.ts';

/** OpenID Connect Core section 2: at most 255 ASCII characters. */
const SUBJECT = /^[\x21-\x7e]{1,255}$/;

/** A path parameter that must be a `sub`. Opaque, so no more is asked of it; anything else is 400. */
@Injectable()
export class SubjectPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (!SUBJECT.test(value)) throw new InvalidRequest([{ field: 'sub', message: "must be a member's sub" }]);
    return value;
  }
}
