import type * as z from 'zod';
import type { Description } from './describe-relation.ts';

/** A table or view in few words: what a model reads. */
export function renderRelation(object: z.output<typeof Description>): string {
  const size = [
    object.rows == null ? undefined : `about ${object.rows} rows`,
    object.bytes == null ? undefined : `${object.bytes} bytes`,
  ].filter(Boolean);
  const lines = [
    `${object.kind} ${object.schema}.${object.name}${size.length > 0 ? ` (${size.join(', ')})` : ''}`,
    ...(object.comment ? [`comment: ${JSON.stringify(object.comment)}`] : []),
    ...object.columns.map(columnLine),
    ...section(
      'constraints',
      object.constraints.map(({ name, definition }) => `${name}: ${definition}`),
    ),
    ...section(
      'referenced by',
      object.referencedBy.map(({ table, definition }) => `${table}: ${definition}`),
    ),
    ...(object.closedReferences
      ? [`referenced by tables in closed schemas, which are not shown: ${object.closedReferences}`]
      : []),
    ...section(
      'indexes',
      object.indexes.map(
        ({ definition, scans, bytes }) => `${definition} (${scans ?? 0} scans, ${bytes} bytes)`,
      ),
    ),
    ...(object.partitionKey ? [`partitioned by ${object.partitionKey}`] : []),
    ...(object.parents ? [`part of ${object.parents.join(', ')}`] : []),
    ...(object.server ? [`on the foreign server ${object.server}`] : []),
    ...(object.populated === false ? ['not populated: REFRESH MATERIALIZED VIEW fills it'] : []),
    ...section(
      'partitions',
      object.partitions.map(({ name, bounds }) => `${name} ${bounds ?? ''}`),
    ),
    ...section('triggers', object.triggers),
    ...(object.rowSecurity ? [`row security: ${object.rowSecurity}`] : []),
    ...section(
      'policies',
      object.policies.map(
        ({ name, command, using, check }) => `${name} ${command} using ${using ?? '-'} check ${check ?? '-'}`,
      ),
    ),
    ...section('grants', object.grants),
    ...(object.definition ? ['definition:', object.definition] : []),
  ];
  return lines.join('\n');
}

type Column = z.output<typeof Description>['columns'][number];

const columnLine = ({ name, type, nullable, default: value, generated, comment, values }: Column) =>
  [
    `- ${name} ${type}`,
    nullable ? '' : ' not null',
    value ? ` ${generated ? 'generated as' : 'default'} ${value}` : '',
    values ? ` one of ${values.join(', ')}` : '',
    comment ? ` -- ${JSON.stringify(comment)}` : '',
  ].join('');

/** Lines under a title; nothing where there are none. */
export const section = (title: string, lines: readonly string[]) =>
  lines.length === 0 ? [] : [`${title}:`, ...lines.map((line) => `- ${line}`)];
