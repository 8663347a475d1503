import type { FoundThing } from './describe-thing.ts';
import { section } from './render-relation.ts';

/** One object that is no table or view, in few words: what a model reads. */
export function renderThing(thing: FoundThing): string {
  const { kind, schema, name, comment, owner, facts, values, usedBy, provides, definition, grants } = thing;
  const lines = [
    [kind, schema === '' ? name : `${schema}.${name}`].join(' '),
    ...(comment ? [`comment: ${JSON.stringify(comment)}`] : []),
    ...(owner ? [`owner: ${owner}`] : []),
    ...Object.entries(facts ?? {}).map(([fact, value]) => `${fact}: ${value}`),
    ...(values ? [`values: ${values.join(', ')}`] : []),
    ...section('used by', usedBy ?? []),
    ...section('provides', provides ?? []),
    ...section('grants', grants ?? []),
    ...(definition ? ['definition:', definition] : []),
  ];
  return lines.join('\n');
}
