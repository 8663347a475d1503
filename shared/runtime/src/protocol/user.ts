import { inputResponse, type ServerContext } from '@modelcontextprotocol/server';
import type { Answer, Question } from '../definition/context.ts';
import { type ClientMethod, InputNeeded, type User } from '../engine/request.ts';
import { fail } from '../errors/tool-error.ts';
import type { ClientAbilities } from './engine-request.ts';
import type { Rounds } from './rounds.ts';

export interface UserOptions {
  readonly abilities: ClientAbilities;
  /** Identifies the call; computed only when somebody is asked. */
  readonly fingerprint: () => string;
}

/**
 * The user behind a client, asked in rounds: the first ask sends the client away with the question,
 * the client calls again with the answer. Answers count only with the signed state of the same call.
 */
export function createUser(
  context: ServerContext,
  { abilities, fingerprint }: UserOptions,
): User & { rounds(): Rounds } {
  const answers = () => answersOf(context, fingerprint);
  return {
    rounds: () => ({ call: fingerprint(), answers: answers() }),

    async ask(key, question): Promise<Answer> {
      const given = inputResponse(answers(), key);
      if (given.kind === 'elicit') {
        const { action, content } = given;
        return action === 'accept' ? { action, content: content ?? {} } : { action };
      }
      if (!abilities.elicitation) {
        return fail(
          'confirmation_unavailable',
          'This call needs an answer of the user, and the client cannot ask.',
        );
      }
      throw new InputNeeded({ [key]: elicitation(question) });
    },

    async request(key: string, method: ClientMethod, params): Promise<unknown> {
      const given = answers();
      if (Object.hasOwn(given, key)) return given[key];
      const supported = method === 'roots/list' ? abilities.roots : abilities.sampling;
      if (!supported) {
        return fail('unsupported', `This call needs ${method}, which the client does not offer.`, {
          next: 'Use a client that offers it.',
        });
      }
      throw new InputNeeded({ [key]: { method, params } });
    },
  };
}

/** For requests that ask nobody anything. */
export const nobody: User = {
  ask: async () => fail('confirmation_unavailable', 'This request cannot ask the user.'),
  request: async () => fail('unsupported', 'This request cannot ask the client.'),
};

function answersOf(context: ServerContext, fingerprint: () => string): Readonly<Record<string, unknown>> {
  const state = context.mcpReq.requestState<Rounds>();
  if (state?.call !== fingerprint()) return {};
  return { ...state.answers, ...context.mcpReq.inputResponses };
}

const elicitation = ({ message, requestedSchema }: Question) => ({
  method: 'elicitation/create',
  params: { mode: 'form', message, requestedSchema },
});
