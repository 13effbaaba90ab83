import { resourceNotFound, ServiceError } from '../errors.ts';
import type { Service } from '../service.ts';
import type { Group, Pool } from '../store/model.ts';
import type { Answer } from './answer.ts';
import { epoch, readGroupName, readPool, readPoolAndUser } from './fields.ts';
import type { Input } from './input.ts';
import { pageOf } from './paging.ts';
import { userView } from './users.ts';

const LARGEST_PAGE = 60;

function groupOf(pool: Pool, name: string): Group {
  const group = pool.groups.get(name);
  if (!group) throw resourceNotFound('Group not found.');
  return group;
}

function groupView(pool: Pool, group: Group): Answer {
  return {
    GroupName: group.name,
    UserPoolId: pool.id,
    ...(group.description !== undefined && { Description: group.description }),
    ...(group.roleArn !== undefined && { RoleArn: group.roleArn }),
    ...(group.precedence !== undefined && { Precedence: group.precedence }),
    LastModifiedDate: epoch(group.modifiedAt),
    CreationDate: epoch(group.createdAt),
  };
}

export function createGroup(service: Service, input: Input): Answer {
  const pool = readPool(service, input);
  const name = readGroupName(input);
  if (pool.groups.has(name)) {
    throw new ServiceError('GroupExistsException', 'A group with the name already exists.');
  }
  const description = input.optionalText('Description', { min: 0, max: 2048 });
  const roleArn = input.optionalText('RoleArn', { min: 20, max: 2048, pattern: /^arn:/ });
  const precedence = input.integer('Precedence', 0, 2 ** 31 - 1);
  const now = service.clock.now();
  const group: Group = {
    name,
    ...(description !== undefined && { description }),
    ...(roleArn !== undefined && { roleArn }),
    ...(precedence !== undefined && { precedence }),
    createdAt: now,
    modifiedAt: now,
  };
  pool.groups.set(name, group);
  return { Group: groupView(pool, group) };
}

export function getGroup(service: Service, input: Input): Answer {
  const pool = readPool(service, input);
  return { Group: groupView(pool, groupOf(pool, readGroupName(input))) };
}

export function deleteGroup(service: Service, input: Input): Answer {
  const pool = readPool(service, input);
  const { name } = groupOf(pool, readGroupName(input));
  pool.groups.delete(name);
  for (const user of pool.users.values()) user.groups = user.groups.filter((group) => group !== name);
  return {};
}

export function listGroups(service: Service, input: Input): Answer {
  const pool = readPool(service, input);
  return groupPage(pool, [...pool.groups.values()], input, 'groups');
}

export function adminAddUserToGroup(service: Service, input: Input): Answer {
  const { pool, user } = readPoolAndUser(service, input);
  const { name } = groupOf(pool, readGroupName(input));
  if (!user.groups.includes(name)) user.groups.push(name);
  return {};
}

export function adminRemoveUserFromGroup(service: Service, input: Input): Answer {
  const { pool, user } = readPoolAndUser(service, input);
  const { name } = groupOf(pool, readGroupName(input));
  user.groups = user.groups.filter((group) => group !== name);
  return {};
}

export function adminListGroupsForUser(service: Service, input: Input): Answer {
  const { pool, user } = readPoolAndUser(service, input);
  return groupPage(
    pool,
    user.groups.map((name) => groupOf(pool, name)),
    input,
    `groups of ${user.username}`,
  );
}

export function listUsersInGroup(service: Service, input: Input): Answer {
  const pool = readPool(service, input);
  const { name } = groupOf(pool, readGroupName(input));
  const members = [...pool.users.values()].filter(({ groups }) => groups.includes(name));
  const limit = input.integer('Limit', 0, LARGEST_PAGE) ?? LARGEST_PAGE;
  const page = pageOf(
    members,
    limit === 0 ? LARGEST_PAGE : limit,
    input.optionalText('NextToken'),
    `users in ${name}`,
  );
  return { Users: page.items.map(userView), ...(page.token !== undefined && { NextToken: page.token }) };
}

function groupPage(pool: Pool, groups: readonly Group[], input: Input, of: string): Answer {
  const limit = input.integer('Limit', 0, LARGEST_PAGE) ?? LARGEST_PAGE;
  const page = pageOf(groups, limit === 0 ? LARGEST_PAGE : limit, input.optionalText('NextToken'), of);
  return {
    Groups: page.items.map((group) => groupView(pool, group)),
    ...(page.token !== undefined && { NextToken: page.token }),
  };
}
