import { invalidParameter } from '../errors.ts';
import type { Service } from '../service.ts';
import type { User } from '../store/model.ts';
import { allAttributes, type NameAndValue } from '../user/attributes.ts';
import type { Answer } from './answer.ts';
import { readPool } from './fields.ts';
import type { Input } from './input.ts';
import { pageOf } from './paging.ts';
import { userView } from './users.ts';

const LARGEST_PAGE = 60;
/** API_ListUsers: custom attributes are not searchable. */
const SEARCHABLE = new Set(
  'username email phone_number name given_name family_name preferred_username cognito:user_status status sub'.split(
    ' ',
  ),
);
const FILTER = /^\s*"?([a-z_:]+)"?\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/;

export function listUsers(service: Service, input: Input): Answer {
  const pool = readPool(service, input);
  const limit = input.integer('Limit', 0, LARGEST_PAGE) ?? LARGEST_PAGE;
  const filter = input.optionalText('Filter', { min: 0, max: 256 }) ?? '';
  const only = input.texts('AttributesToGet', { max: 32 });
  const matching = [...pool.users.values()].filter(matcher(filter));
  const page = pageOf(
    matching,
    limit === 0 ? LARGEST_PAGE : limit,
    input.optionalText('PaginationToken'),
    filter,
  );
  return {
    Users: page.items.map((user) => narrowed(userView(user), only)),
    ...(page.token !== undefined && { PaginationToken: page.token }),
  };
}

function narrowed(view: Answer, only: readonly string[] | undefined): Answer {
  if (!only) return view;
  const attributes = (view['Attributes'] as NameAndValue[]).filter(({ Name }) => only.includes(Name));
  return { ...view, Attributes: attributes };
}

function matcher(filter: string): (user: User) => boolean {
  if (filter.trim() === '') return () => true;
  const [, name = '', operator, quoted = ''] = FILTER.exec(filter) ?? [];
  if (operator === undefined || !SEARCHABLE.has(name)) {
    throw invalidParameter(`Invalid search filter or attribute not searchable: ${filter}`);
  }
  const wanted = quoted.replace(/\\(.)/g, '$1').toLowerCase();
  return (user) => {
    const value = searched(user, name)?.toLowerCase();
    return value !== undefined && (operator === '=' ? value === wanted : value.startsWith(wanted));
  };
}

function searched(user: User, name: string): string | undefined {
  if (name === 'username') return user.username;
  if (name === 'cognito:user_status') return user.status;
  if (name === 'status') return user.enabled ? 'Enabled' : 'Disabled';
  return allAttributes(user)[name];
}
