import type { Methods } from '../method.ts';
import { pageOf } from '../paging.ts';
import { refuse } from '../refusal.ts';
import { groupShape, profileShape, userShape } from '../shapes.ts';
import { freshId } from '../world.ts';

export const people: Methods = {
  'users.list': {
    scopes: ['users:read'],
    run: ({ world, given }) => {
      const { items, cursor } = pageOf([...world.users.values()], given, 1_000);
      return {
        members: items.map((user) => userShape(world, user)),
        cache_ts: world.clock,
        response_metadata: { next_cursor: cursor },
      };
    },
  },
  'users.info': {
    scopes: ['users:read'],
    run: ({ world, given }) => {
      const user = world.users.get(given.text('user')) ?? refuse('user_not_found');
      return { user: userShape(world, user) };
    },
  },
  'users.profile.get': {
    scopes: ['users.profile:read'],
    run: ({ world, token, given }) => {
      const user = world.users.get(given.optional('user') ?? token.user) ?? refuse('user_not_found');
      return { profile: { ...profileShape(user), fields: {} } };
    },
  },
  'users.lookupByEmail': {
    scopes: ['users:read.email'],
    run: ({ world, given }) => {
      const email = given.text('email').toLowerCase();
      const user = [...world.users.values()].find((one) => one.email === email && !one.deleted);
      return { user: userShape(world, user ?? refuse('users_not_found')) };
    },
  },
  'usergroups.list': {
    scopes: ['usergroups:read'],
    run: ({ world, given }) => ({
      usergroups: [...world.groups.values()]
        .filter(({ disabled }) => !disabled || given.flag('include_disabled'))
        .map((group) => ({
          ...groupShape(group, given.flag('include_users')),
          user_count: group.users.length,
        })),
    }),
  },
  'usergroups.create': {
    scopes: ['usergroups:write'],
    run: ({ world, given }) => {
      const name = given.text('name');
      const handle = given.optional('handle') ?? name.toLowerCase();
      if ([...world.groups.values()].some((group) => group.handle === handle)) refuse('name_already_exists');
      const id = freshId(world, 'S');
      const group = { id, name, handle, description: given.optional('description') ?? '', users: [] };
      world.groups.set(id, group);
      return { usergroup: groupShape(group, true) };
    },
  },
  'usergroups.update': {
    scopes: ['usergroups:write'],
    run: ({ world, given }) => {
      const group = world.groups.get(given.text('usergroup')) ?? refuse('no_such_subteam');
      group.name = given.optional('name') ?? group.name;
      group.handle = given.optional('handle') ?? group.handle;
      group.description = given.optional('description') ?? group.description;
      return { usergroup: groupShape(group, true) };
    },
  },
  'usergroups.disable': {
    scopes: ['usergroups:write'],
    run: ({ world, given }) => {
      const group = world.groups.get(given.text('usergroup')) ?? refuse('no_such_subteam');
      group.disabled = true;
      return { usergroup: groupShape(group, true) };
    },
  },
  'usergroups.enable': {
    scopes: ['usergroups:write'],
    run: ({ world, given }) => {
      const group = world.groups.get(given.text('usergroup')) ?? refuse('no_such_subteam');
      group.disabled = false;
      return { usergroup: groupShape(group, true) };
    },
  },
  'usergroups.users.update': {
    scopes: ['usergroups:write'],
    run: ({ world, given }) => {
      const group = world.groups.get(given.text('usergroup')) ?? refuse('no_such_subteam');
      const users = given.list('users');
      if (users.length === 0) refuse('no_users_provided');
      for (const user of users) if (!world.users.has(user)) refuse('invalid_users');
      group.users = users;
      return { usergroup: groupShape(group, true) };
    },
  },
};
