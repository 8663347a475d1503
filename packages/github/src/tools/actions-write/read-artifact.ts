import { fail, fitting } from '@portolan/runtime';
import * as z from 'zod';
import { demandRunOf } from '../../actions/own-run.ts';
import { listEntries, readEntry } from '../../archive/read-archive.ts';
import { path as pathOf } from '../../client/path.ts';
import { readLog } from '../../logs/read-log.ts';
import { lineOf } from '../../people/text.ts';
import { idOf } from '../../schema/id.ts';
import { id, number, owner, repo } from '../../schema/names.ts';
import type { ToolContext } from '../../services.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

/** Bytes of an artifact, as it is packed, that is held in memory. */
const ARCHIVE_BYTES = 64 * 1024 * 1024;

export const readArtifact = defineGitHubTool({
  name: 'read_artifact',
  title: 'Read an artifact',
  toolset: 'actions_write',
  description:
    'Artifacts of run_id; entries of artifact_id; with path lines of that entry, from offset or those with the words of grep.',
  effect: 'read',
  untrusted: ['path', 'name', 'text'],
  timeoutMs: 120_000,
  input: z.object({
    owner,
    repo,
    run_id: id.optional(),
    artifact_id: id.optional(),
    path: z.string().optional(),
    grep: z.string().optional(),
    offset: number.optional(),
  }),
  output: z.object({
    artifacts: z.array(z.unknown()).optional(),
    entries: z.array(z.looseObject({ path: z.string(), bytes: z.int() })).optional(),
    text: z.string().optional(),
    truncated: z.boolean(),
    nextOffset: z.int().optional(),
  }),
  async run({ artifact_id, run_id, path, grep, offset = 1, ...place }, context) {
    if (artifact_id === undefined) return listArtifacts({ ...place, run_id }, context);
    const { owner, repo } = place;
    await demandOwn(artifact_id, place, context);
    const { body } = await context.get({
      path: pathOf`/repos/${owner}/${repo}/actions/artifacts/${artifact_id}/zip`,
      maxBytes: ARCHIVE_BYTES,
      timeoutMs: 110_000,
    });
    if (path === undefined) {
      const { entries: all, more } = await listEntries(body);
      const entries = fitting(all);
      const truncated = more || entries.length < all.length;
      return { entries: [...entries], entryCount: all.length, truncated };
    }
    const found = await readEntry(body, path, (chunks) => readLog(chunks, { grep, offset, stamped: false }));
    const more = found.left > 0;
    return {
      text: found.lines.join('\n'),
      ...(found.matches !== undefined && { matches: found.matches }),
      truncated: more,
      ...(more && found.last !== undefined && { nextOffset: found.last + 1 }),
    };
  },
});

/** @throws ToolError `forbidden` in lockdown, where a stranger had a hand in the run that made it */
async function demandOwn(
  artifact_id: number,
  { owner, repo }: { owner: string; repo: string },
  context: ToolContext,
): Promise<void> {
  if (!context.lockdown.on) return;
  const { data } = await context.request('GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}', {
    owner,
    repo,
    artifact_id,
  });
  const run = data.workflow_run?.id ?? fail('forbidden', 'It cannot be told which run made it (lockdown).');
  await demandRunOf(run, { owner, repo }, context);
}

async function listArtifacts(
  { owner, repo, run_id }: { owner: string; repo: string; run_id: number | undefined },
  context: ToolContext,
) {
  const { request, lockdown } = context;
  if (run_id !== undefined) await demandRunOf(run_id, { owner, repo }, context);
  else if (lockdown.on) {
    fail('forbidden', 'Artifacts of all runs are not shown in lockdown.', { next: 'Give a run_id.' });
  }
  const { data } =
    run_id === undefined
      ? await request('GET /repos/{owner}/{repo}/actions/artifacts', { owner, repo, per_page: 100 })
      : await request('GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts', {
          owner,
          repo,
          run_id,
          per_page: 100,
        });
  const all = data.artifacts.map(({ id, name, size_in_bytes, expired }) => ({
    id: idOf(id),
    name: lineOf(name),
    bytes: size_in_bytes,
    ...(expired && { expired }),
  }));
  const artifacts = fitting(all);
  return { artifacts: [...artifacts], truncated: artifacts.length < data.total_count };
}
