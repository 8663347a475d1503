import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  isUnionType,
  print,
} from 'graphql';
import { expect, it } from 'vitest';
import { readGraphqlSchema } from '../validate/graphql-description.ts';
import { schema } from './schema.ts';

/** The double answers a part of GitHub's schema: what it has must be GitHub's, name for name and type for type. */

const own = (all: GraphQLSchema) =>
  Object.values(all.getTypeMap()).filter(({ name }) => !name.startsWith('__'));

const kindOf = (type: GraphQLNamedType) => type.constructor.name;

const missing = (what: string, ours: readonly string[], theirs: readonly string[]) =>
  ours.filter((name) => !theirs.includes(name)).map((name) => `${what}: GitHub has no ${name}`);

function ofArgument(where: string, ours: GraphQLArgument, theirs: GraphQLArgument | undefined): string[] {
  if (theirs === undefined) return [`${where}: GitHub has no argument ${ours.name}`];
  const described = ({ type, default: given }: GraphQLArgument) =>
    given?.literal ? `${type} = ${print(given.literal)}` : `${type}`;
  return described(ours) === described(theirs)
    ? []
    : [`${where}(${ours.name}): ${described(ours)}, at GitHub ${described(theirs)}`];
}

function ofField(
  where: string,
  ours: GraphQLField<unknown, unknown>,
  theirs: GraphQLField<unknown, unknown> | undefined,
): string[] {
  if (theirs === undefined) return [`GitHub has no ${where}`];
  const differs =
    String(ours.type) === String(theirs.type) ? [] : [`${where}: ${ours.type}, not ${theirs.type}`];
  const required = theirs.args.filter(isRequiredArgument).map(({ name }) => name);
  return [
    ...differs,
    ...missing(
      `${where} demands`,
      required,
      ours.args.map(({ name }) => name),
    ),
    ...ours.args.flatMap((one) =>
      ofArgument(
        where,
        one,
        theirs.args.find(({ name }) => name === one.name),
      ),
    ),
  ];
}

function ofType(ours: GraphQLNamedType, theirs: GraphQLNamedType | undefined): string[] {
  const { name } = ours;
  if (theirs === undefined) return [`GitHub has no type ${name}`];
  if (kindOf(ours) !== kindOf(theirs)) return [`${name}: ${kindOf(ours)}, not ${kindOf(theirs)}`];
  if ((isObjectType(ours) || isInterfaceType(ours)) && (isObjectType(theirs) || isInterfaceType(theirs))) {
    const interfaces = (type: typeof ours | typeof theirs) => type.getInterfaces().map((one) => one.name);
    return [
      ...missing(name, interfaces(ours), interfaces(theirs)),
      ...Object.entries(ours.getFields()).flatMap(([field, one]) =>
        ofField(`${name}.${field}`, one, theirs.getFields()[field]),
      ),
    ];
  }
  if (isUnionType(ours) && isUnionType(theirs)) {
    const members = (type: typeof ours) => type.getTypes().map((one) => one.name);
    return missing(name, members(ours), members(theirs));
  }
  if (isEnumType(ours) && isEnumType(theirs)) {
    const values = (type: typeof ours) => type.getValues().map((one) => one.name);
    return missing(name, values(ours), values(theirs));
  }
  if (isInputObjectType(ours) && isInputObjectType(theirs)) {
    const [given, wanted] = [ours.getFields(), theirs.getFields()];
    const required = Object.values(wanted).filter(isRequiredInputField);
    return [
      ...missing(
        `${name} demands`,
        required.map((one) => one.name),
        Object.keys(given),
      ),
      ...Object.entries(given).flatMap(([field, one]) =>
        String(one.type) === String(wanted[field]?.type)
          ? []
          : [`${name}.${field}: ${one.type}, not ${wanted[field]?.type}`],
      ),
    ];
  }
  return [];
}

it('has nothing that GitHub does not have, and nothing otherwise', () => {
  const github = readGraphqlSchema();
  const types = own(schema);
  expect(types.length).toBeGreaterThan(50);
  expect(types.flatMap((type) => ofType(type, github.getType(type.name)))).toEqual([]);
});

it('would find a type, a field, an argument, a value and a kind that are not GitHub’s', () => {
  const github = readGraphqlSchema();
  const type = (name: string) => schema.getType(name);
  const [repository, user, state] = [type('Repository'), type('User'), type('IssueState')];
  if (!repository || !user || !state) throw new Error('The double has these.');
  expect(ofType(repository, undefined)).toEqual(['GitHub has no type Repository']);
  expect(ofType(repository, github.getType('User')).some((line) => line.includes('Repository.isEmpty'))).toBe(
    true,
  );
  expect(ofType(state, github.getType('PullRequestReviewState'))).toEqual([
    'IssueState: GitHub has no CLOSED',
    'IssueState: GitHub has no OPEN',
  ]);
  expect(ofType(user, github.getType('Node'))).toEqual(['User: GraphQLObjectType, not GraphQLInterfaceType']);
});
