import { inputResponse, type ServerContext } from '@modelcontextprotocol/server';
import type { Answer, ClientAbilities, Question } from '../definition/context.ts';
import { type ClientMethod, InputNeeded, MissingAbility, type User } from '../engine/request.ts';
import { fail } from '../errors/tool-error.ts';
import type { TaskQuestion } from '../tasks/types.ts';
import { showHidden } from '../untrusted-text/show-hidden.ts';
import type { Rounds } from './rounds.ts';

/** The call that its user is asked about. */
export interface UserOptions {
  readonly abilities: ClientAbilities;
  /** Identifies the call; computed only when somebody is asked. */
  readonly fingerprint: () => string;
  /** Whether a signed state may still confirm something; true once for each. */
  readonly spend: (state: string) => Promise<boolean>;
}

/**
 * The user behind a client, asked in rounds: the first ask sends the client away with the question,
 * the client calls again with the answer. State that was signed for another call makes no answer count;
 * a confirmation counts only with the signed state of its own call, and once: whoever repeats the call
 * with the same state is asked again.
 */
export function createUser(
  context: ServerContext,
  { abilities, fingerprint, spend }: UserOptions,
): User & { rounds(): Omit<Rounds, 'id'> } {
  const answers = (signed: boolean) => answersOf(context, fingerprint, signed);
  let firstUse: Promise<boolean> | undefined;
  const isFirstUse = () => {
    const state = context.mcpReq.requestState<Rounds>();
    firstUse ??= state === undefined ? Promise.resolve(false) : spend(state.id);
    return firstUse;
  };
  const needed = new Map<string, { method: string; params: Readonly<Record<string, unknown>> }>();
  /** Waits one turn, so that questions asked together go out together. */
  const sendAway = async (
    key: string,
    request: { method: string; params: Readonly<Record<string, unknown>> },
  ) => {
    needed.set(key, request);
    await Promise.resolve();
    throw new InputNeeded(Object.fromEntries(needed));
  };
  return {
    rounds: () => ({ call: fingerprint(), answers: answers(true) }),

    async ask(key, question, signed = false): Promise<Answer> {
      const given = elicited(answers(signed), key);
      if (given && (!signed || (await isFirstUse()))) return given;
      demandElicitation(abilities);
      return sendAway(key, elicitation(question));
    },

    async request(key: string, method: ClientMethod, params): Promise<unknown> {
      const given = answers(false);
      if (Object.hasOwn(given, key)) return given[key];
      demandAbility(abilities, method);
      return sendAway(key, { method, params });
    },
  };
}

/**
 * The user behind the client of a task: asked when the client looks at the task, answering by its update.
 *
 * @param put waits for the answer to one question
 */
export function createTaskUser(
  abilities: ClientAbilities,
  put: (key: string, question: TaskQuestion) => Promise<unknown>,
): User {
  return {
    async ask(key, question): Promise<Answer> {
      demandElicitation(abilities);
      const answer = await put(key, elicitation(question));
      return elicited({ [key]: answer }, key) ?? { action: 'cancel' };
    },
    async request(key, method, params): Promise<unknown> {
      demandAbility(abilities, method);
      return put(key, { method, params });
    },
  };
}

function elicited(answers: Readonly<Record<string, unknown>>, key: string): Answer | undefined {
  const given = inputResponse(answers, key);
  if (given.kind !== 'elicit') return undefined;
  const { action, content } = given;
  return action === 'accept' ? { action, content: content ?? {} } : { action };
}

function demandElicitation({ elicitation }: ClientAbilities): void {
  if (elicitation) return;
  fail('confirmation_unavailable', 'This call needs an answer of the user, and the client cannot ask.');
}

function demandAbility(abilities: ClientAbilities, method: ClientMethod): void {
  const ability = method === 'roots/list' ? 'roots' : 'sampling';
  if (!abilities[ability]) throw new MissingAbility(ability);
}

function answersOf(
  { mcpReq }: ServerContext,
  fingerprint: () => string,
  signed: boolean,
): Readonly<Record<string, unknown>> {
  const state = mcpReq.requestState<Rounds>();
  if (state === undefined) return signed ? {} : { ...mcpReq.inputResponses };
  return state.call === fingerprint() ? { ...state.answers, ...mcpReq.inputResponses } : {};
}

/** Arguments in a question are shown as they are: no character of theirs may hide or turn what is agreed to. */
const elicitation = ({ message, requestedSchema }: Question) => ({
  method: 'elicitation/create',
  params: { mode: 'form', message: showHidden(message), requestedSchema },
});
