import { readFile } from 'node:fs/promises';
import { type Comment, parseSync, type TSInterfaceDeclaration } from 'oxc-parser';

export interface Field {
  readonly name: string;
  readonly type: string;
  readonly optional: boolean;
  readonly meaning: string;
}

export interface Interface {
  readonly name: string;
  readonly meaning: string;
  readonly extends: readonly string[];
  readonly fields: readonly Field[];
}

/** The interfaces of a TypeScript file with their doc comments, by name. */
export async function interfacesOf(file: string): Promise<ReadonlyMap<string, Interface>> {
  const source = await readFile(file, 'utf8');
  const { program, comments } = parseSync(file, source);
  const found = program.body.flatMap((statement): Interface[] => {
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (declaration?.type !== 'TSInterfaceDeclaration') return [];
    return [
      {
        name: declaration.id.name,
        meaning: commentBefore(statement.start, source, comments),
        extends: declaration.extends.map(({ expression }) => source.slice(expression.start, expression.end)),
        fields: fieldsOf(declaration, source, comments),
      },
    ];
  });
  return new Map(found.map((one) => [one.name, one]));
}

function fieldsOf({ body }: TSInterfaceDeclaration, source: string, comments: readonly Comment[]): Field[] {
  return body.body.flatMap((member) => {
    if (member.type !== 'TSPropertySignature' || !member.typeAnnotation) return [];
    const { typeAnnotation: type } = member.typeAnnotation;
    return {
      name: source.slice(member.key.start, member.key.end),
      type: source.slice(type.start, type.end).replaceAll('readonly ', ''),
      optional: member.optional,
      meaning: commentBefore(member.start, source, comments),
    };
  });
}

/** The doc comment that ends right before a place. */
function commentBefore(at: number, source: string, comments: readonly Comment[]): string {
  const comment = comments.findLast(({ end }) => end <= at);
  if (!comment?.value.startsWith('*') || source.slice(comment.end, at).trim() !== '') return '';
  return comment.value
    .slice(1)
    .split('\n')
    .map((line) => line.replace(/^\s*\*\s?/, '').trim())
    .join(' ')
    .trim();
}
