import { freePort } from '@portolan/testing';
import { createEmulator } from 'emulate';

export const emulatedToken = 'xoxb-local-test-0000000000';
export const emulatedScopes = [
  ...['chat:write', 'channels:read', 'groups:read', 'channels:history', 'channels:join', 'channels:manage'],
  ...['users:read', 'users:read.email', 'users.profile:read', 'reactions:write', 'files:read', 'files:write'],
  ...['pins:read', 'pins:write', 'bookmarks:read', 'bookmarks:write', 'im:write'],
] as const;

/** Somebody else's double of Slack, with scopes enforced; it ends with its `close`. */
export async function startEmulatedSlack() {
  const port = await freePort();
  const seed = {
    slack: {
      strict_scopes: true,
      users: [{ name: 'ada', real_name: 'Ada Lind', email: 'ada@harbour.example' }],
      channels: [{ name: 'quay' }],
      tokens: [{ token: emulatedToken, user: 'ada', scopes: [...emulatedScopes] }],
    },
  };
  const slack = await createEmulator({ service: 'slack', port, hostname: '127.0.0.1', seed });
  return { url: `http://127.0.0.1:${port}`, close: () => slack.close() };
}
