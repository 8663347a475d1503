import { peopleText } from '@portolan/runtime/untrusted-text';
import { nameOf } from './people.ts';
import type { User } from './shapes.ts';

const fieldBytes = 200;

/** A person in a list; what is usual is not said. */
export function showUser(user: User) {
  const { id, name, deleted, is_bot, is_restricted, tz, profile } = user;
  const title = peopleText(profile?.title ?? '', fieldBytes).text;
  const status = peopleText(
    [profile?.status_emoji, profile?.status_text].filter((part) => part).join(' '),
    fieldBytes,
  ).text;
  return {
    id,
    name: nameOf(user),
    handle: peopleText(name, fieldBytes).text,
    ...(title !== '' && { title }),
    ...(profile?.email !== undefined && { email: profile.email }),
    ...(status !== '' && { status }),
    ...(tz != null && { timeZone: tz }),
    ...(is_bot && { bot: true }),
    ...(is_restricted && { guest: true }),
    ...(deleted && { deactivated: true }),
  };
}
