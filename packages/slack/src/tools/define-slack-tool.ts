import { concise, defineTool, type Tool, type ToolDefinition, tableText } from '@portolan/runtime';
import * as z from 'zod';
import { userId } from '../reading/references.ts';
import type { Context, Services } from '../services.ts';
import type { Session } from '../workspaces/session.ts';
import type { Wanted } from '../workspaces/workspaces.ts';

/** What every tool of this server takes beside its own arguments. */
const Common = { workspace: z.string().optional() };

type Input<Shape extends z.ZodRawShape> = z.ZodObject<Shape & typeof Common>;

/** A tool of this server: it works in one workspace, which a policy can constrain, as it can the channels. */
export interface SlackToolDefinition<Shape extends z.ZodRawShape, Output extends z.ZodObject>
  extends Omit<
    ToolDefinition<Services, Input<Shape>, Output>,
    'input' | 'constrained' | 'run' | 'openWorld' | 'confirmation'
  > {
  readonly input: Shape;
  /** Channels the call names, as ids, links or names; a policy sees their ids. */
  readonly channels?: (input: z.output<z.ZodObject<Shape>>) => readonly (string | undefined)[];
  /** Whose token it needs. */
  readonly wanted?: Wanted;
  readonly confirmation?: (input: z.output<z.ZodObject<Shape>>) => string | undefined;
  readonly run: (
    input: z.output<Input<Shape>>,
    session: Session,
    context: Context,
  ) => Promise<z.input<Output>>;
}

/** Declares a tool that gets the session its caller works in. Fields that say nothing are left out of the answer of a read. */
export function defineSlackTool<Shape extends z.ZodRawShape, Output extends z.ZodObject>({
  input,
  channels,
  wanted = 'any',
  confirmation,
  render,
  run,
  ...definition
}: SlackToolDefinition<Shape, Output>): Tool<Services> {
  const own = z.object(input);
  const schema = z.object({ ...input, ...Common });
  const sessionOf = (given: object, { workspaces, caller }: Context) =>
    workspaces.session(workspaceOf(given), caller, wanted);
  return defineTool<Services, typeof schema, z.ZodObject>({
    ...definition,
    // What it answers with comes from whoever writes in the workspace.
    openWorld: true,
    input: schema,
    // What a change did is a short answer.
    ...(definition.effect === 'read' && { render: tableText }),
    ...(render && { render: (answer) => render(definition.output.parse(answer)) }),
    ...(confirmation && { confirmation: (given) => confirmation(own.parse(given)) }),
    constrained: async (given, context) => {
      const workspace = [context.workspaces.alias(workspaceOf(given), context.caller)];
      const named = channels?.(own.parse(given)).filter((name) => name !== undefined);
      if (named === undefined) return { workspace };
      const session = sessionOf(given, context);
      const ids = named.map((name) =>
        // A person stands for the direct message with them.
        userId.test(name) ? name : session.channels.idOf(name, context.signal),
      );
      return { workspace, channel: await Promise.all(ids) };
    },
    async run(given, context) {
      const answer = await run(given, sessionOf(given, context), context);
      // What a change did is said in full.
      return definition.effect === 'read' ? concise(answer, definition.output) : answer;
    },
  });
}

const workspaceOf = (input: object): string | undefined =>
  Common.workspace.parse(Reflect.get(input, 'workspace'));
