import type { Call } from '../../http/call.ts';
import { paged, pageOf } from '../../http/paging.ts';
import { json, notFound } from '../../http/reply.ts';
import { type Route, route } from '../../http/route.ts';
import { repoHtml, repoUrl } from '../../render/repository.ts';
import { fullNameOf } from '../../state/repository.ts';
import { appliesTo, type Ruleset, rulesetsOf } from '../../state/ruleset.ts';
import { nodeId } from '../../state/world.ts';

const rulesetJson = (call: Call, { id, name, enforcement, createdAt }: Ruleset) => ({
  id,
  name,
  target: 'branch',
  source_type: 'Repository',
  source: fullNameOf(call.repo),
  enforcement,
  node_id: nodeId('RRS', id),
  _links: {
    self: { href: `${repoUrl(call, call.repo)}/rulesets/${id}` },
    html: { href: `${repoHtml(call, call.repo)}/rules/${id}` },
  },
  created_at: createdAt,
  updated_at: createdAt,
});

export const rulesetRoutes: readonly Route[] = [
  route('GET /repos/{owner}/{repo}/rulesets', (call) =>
    paged(call, [...rulesetsOf(call.repo).values()], (one) => rulesetJson(call, one)),
  ),
  route('GET /repos/{owner}/{repo}/rulesets/{ruleset_id}', (call) => {
    const ruleset = rulesetsOf(call.repo).get(call.number('ruleset_id'));
    if (!ruleset) throw notFound();
    const conditions = { ref_name: { include: ruleset.include, exclude: [] } };
    return json({
      ...rulesetJson(call, ruleset),
      conditions,
      rules: ruleset.rules,
      current_user_can_bypass: 'never',
    });
  }),
  route('GET /repos/{owner}/{repo}/rules/branches/{branch}', (call) => {
    const branch = call.param('branch');
    const rules = [...rulesetsOf(call.repo).values()]
      .filter((one) => appliesTo(one, call.repo, branch))
      .flatMap((one) =>
        one.rules.map((rule) => ({
          ...rule,
          ruleset_source_type: 'Repository',
          ruleset_source: fullNameOf(call.repo),
          ruleset_id: one.id,
        })),
      );
    const { items, headers } = pageOf(call, rules);
    return json(items, 200, headers);
  }),
];
