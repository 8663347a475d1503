import type { Measure, Plan, Section } from '../model.ts';
import { startServer } from '../stdio/server-process.ts';
import { portolan, serverGithub } from './contenders.ts';
import { files } from './files.ts';
import { lists } from './lists.ts';
import { logs } from './logs.ts';
import { FILES, ISSUES, LOG_ERRORS, LOG_LINES, startWorld } from './world.ts';

/** How much a model gets to read for the same question. */
export async function answers({ folder }: Plan): Promise<Section> {
  await using world = await startWorld();
  const peer = startServer(serverGithub(folder, world));
  const ours = startServer(portolan(folder, world));
  try {
    for (const server of [peer, ours]) await server.initialize();
    const measures: Measure[] = [];
    for (const questions of [lists, files, logs]) measures.push(...(await questions({ world, peer, ours })));
    return { title: 'Bytes of the answer', method, measures };
  } finally {
    await Promise.all([peer.stop(), ours.stop()]);
  }
}

const method = [
  "The same questions of the same repository, on a double of GitHub that is checked against GitHub's own description of its API. Counted is the whole line of JSON-RPC with the result; GitHub is what the API itself sends for it. The peer knows `api.github.com` only: a file that Node loads before it sends its `fetch` for that address to the double, nothing else of it is changed.",
  'Ours says everything twice, as the protocol asks of a tool with an output schema: as `structuredContent`, and as text for clients that do not read that. Both count. "Text alone" is the same line without `structuredContent`.',
  `Commits: 30 of both (\`perPage\`), with messages of two sentences; ours has hash, message, author and date of each. Issues: the same ${ISSUES} of both; ours has number, title, state, author, labels, assignees, milestone, comments and date of each, and leaves the body, two sentences here, to \`get_issue\`. The pull request has an author, an assignee, two labels and a comment; ours names people and labels, the peer describes them.`,
  `The pull request changes ${FILES} files, in two hunks each. The peer's \`get_pull_request_files\` gives the first 30 with their patches and has no argument for others, so bytes are of one file that was told of. \`get_pull_request_diff\` of ours was asked for all, without patches, as is its default, and with them (\`path\`: \`**\`), from cursor to cursor. Which files it changes is the first of the two rows, and the demand is on that. The second has no demand: nearly all of it is the text of the patches, which no server can shorten, and ours has it in both forms.`,
  `The log is of a job of ${LOG_LINES.toLocaleString('en-US')} lines that failed. The peer has no tool for it, so the raw log stands beside ours: asked with the run alone, which gives the end of the step that failed, and with a word that ${LOG_ERRORS} lines have, which gives them with two lines around each.`,
].join('\n\n');
