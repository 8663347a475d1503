import type { Named } from './lookup.ts';
import {
  attributesIn,
  calledForValue,
  coercionsIn,
  comparisonsIn,
  functionsIn,
  operatorsIn,
  relationsIn,
  typesIn,
} from './names.ts';
import type { Statement } from './parse.ts';
import { rowAttributesIn } from './row-attributes.ts';

/** A statement with the names in it that the catalog is asked about. */
export interface Reading {
  readonly statement: Statement;
  /** What is to be done with it: nothing it calls may do more. */
  readonly ends: 'read' | 'plan' | 'write';
  readonly named: Named;
  /** Names of the functions it calls, and of those it calls for a value. */
  readonly called: readonly string[];
  readonly forValue: ReadonlySet<string>;
  /** Of the names behind a dot, those that may be functions of a row. */
  readonly rowAttributes: ReadonlySet<string>;
  /** The same for all statements with these names; undefined where there are none. */
  readonly key: string | undefined;
}

export function readingOf(statement: Statement, ends: Reading['ends']): Reading {
  const called = functionsIn(statement);
  const forValue = calledForValue(statement).map(({ name }) => name);
  const rowAttributes = rowAttributesIn(statement);
  const all = operatorsIn(statement);
  const named: Named = {
    called,
    relations: relationsIn(statement),
    attributes: attributesIn(statement),
    operators: all.filter(({ schema, name }) =>
      schema === undefined ? !builtIn.has(name) : schema !== 'pg_catalog',
    ),
    types: typesIn(statement).filter(({ schema }) => schema !== 'pg_catalog'),
    symbols: [...all.map(({ name }) => name), ...comparisonsIn(statement)],
    ...coercionsIn(statement),
  };
  const asked = [named.called, named.relations, named.attributes, named.operators, named.types];
  const isEmpty = asked.every(({ length }) => length === 0);
  return {
    statement,
    ends,
    named,
    called: called.map(({ name }) => name),
    forValue: new Set(forValue),
    rowAttributes,
    key: isEmpty ? undefined : JSON.stringify([ends, named, forValue, [...rowAttributes]]),
  };
}

/** Common operators that the server brings: a name like theirs is looked up with a schema only. */
const builtIn = new Set('= <> < > <= >= + - * / % || ~~ !~~ ~~* !~~* ~ -> ->> BETWEEN'.split(' '));
