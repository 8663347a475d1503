import type { Methods } from '../method.ts';
import { refuse } from '../refusal.ts';

export const auth: Methods = {
  'auth.test': {
    scopes: [],
    run: ({ world, token }) => {
      const user = world.users.get(token.user) ?? refuse('invalid_auth');
      return {
        url: `https://${world.team.domain}.slack.com/`,
        team: world.team.name,
        team_id: world.team.id,
        user: user.name,
        user_id: user.id,
        is_enterprise_install: false,
        ...(token.kind === 'bot' && { bot_id: user.botId }),
      };
    },
  },
};
