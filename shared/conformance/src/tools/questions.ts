import type { CallBasics } from '@portolan/runtime';
import * as z from 'zod';
import { contentTool, form, simpleTool } from '../define.ts';
import { defaultsForm, enumsForm } from '../forms.ts';

const sample = (prompt: string, maxTokens: number) => ({
  messages: [{ role: 'user', content: { type: 'text', text: prompt } }],
  maxTokens,
});

/** Asks the user with a form; what was answered, as text. */
async function answered(context: CallBasics, message: string, requestedSchema: Record<string, unknown>) {
  return JSON.stringify(await context.ask('answer', { message, requestedSchema }));
}

const askName = (context: CallBasics) =>
  context.ask('user_name', {
    message: 'What is your name?',
    requestedSchema: form({ name: { type: 'string' } }),
  });

const confirmed = (context: CallBasics) =>
  context.ask('confirm', { message: 'Please confirm', requestedSchema: form({ ok: { type: 'boolean' } }) });

const complete = (context: CallBasics, key: string, prompt: string, maxTokens: number) =>
  context.requestClient(key, 'sampling/createMessage', sample(prompt, maxTokens));

const listRoots = (context: CallBasics) => context.requestClient('client_roots', 'roots/list', {});

/** Questions to the user and requests to the client, in one round and in several. */
export const questionTools = [
  contentTool(
    'test_sampling',
    'Asks the client for a completion.',
    z.object({ prompt: z.string().describe('What to complete') }),
    async ({ prompt }, context) =>
      `LLM response: ${JSON.stringify(await complete(context, 'completion', prompt, 100))}`,
  ),
  contentTool(
    'test_elicitation',
    'Asks the user.',
    z.object({ message: z.string().describe('What to ask') }),
    async ({ message }, context) =>
      `User response: ${await answered(context, message, form({ response: { type: 'string' } }))}`,
  ),
  simpleTool(
    'test_elicitation_sep1034_defaults',
    'Asks with a form that has defaults.',
    async (context) => `Elicitation completed: ${await answered(context, 'Review the form', defaultsForm)}`,
  ),
  simpleTool(
    'test_elicitation_sep1330_enums',
    'Asks with a form of choices.',
    async (context) => `Elicitation completed: ${await answered(context, 'Choose', enumsForm)}`,
  ),
  simpleTool('test_missing_capability', 'Needs sampling.', async (context) =>
    JSON.stringify(await complete(context, 'llm_answer', 'Reply with the single word: pong', 16)),
  ),
  simpleTool('test_input_required_result_elicitation', 'Asks for a name.', async (context) => {
    const answer = await askName(context);
    return `Hello, ${answer.action === 'accept' ? answer.content.name : 'stranger'}!`;
  }),
  simpleTool('test_input_required_result_sampling', 'Asks the model.', async (context) =>
    JSON.stringify(await complete(context, 'capital_question', 'What is the capital of France?', 100)),
  ),
  simpleTool('test_input_required_result_list_roots', 'Asks for the roots.', async (context) =>
    JSON.stringify(await listRoots(context)),
  ),
  simpleTool('test_input_required_result_request_state', 'Asks and keeps state.', async (context) => {
    await confirmed(context);
    return 'state-ok';
  }),
  simpleTool('test_input_required_result_tampered_state', 'Asks and keeps state.', async (context) => {
    await confirmed(context);
    return 'integrity-ok';
  }),
  simpleTool('test_input_required_result_multiple_inputs', 'Asks three things at once.', async (context) =>
    JSON.stringify(
      await Promise.all([
        askName(context),
        complete(context, 'greeting', 'Generate a greeting', 50),
        listRoots(context),
      ]),
    ),
  ),
  simpleTool('test_input_required_result_multi_round', 'Asks two things, one by one.', async (context) => {
    const name = await context.ask('step1', {
      message: 'Step 1: What is your name?',
      requestedSchema: form({ name: { type: 'string' } }),
    });
    const color = await context.ask('step2', {
      message: 'Step 2: What is your favorite color?',
      requestedSchema: form({ color: { type: 'string' } }),
    });
    return JSON.stringify({ name, color });
  }),
  simpleTool('test_input_required_result_capabilities', 'Asks what it can.', async (context) =>
    JSON.stringify(
      context.client.elicitation
        ? await askName(context)
        : await complete(context, 'greeting', 'Generate a short greeting', 50),
    ),
  ),
];
