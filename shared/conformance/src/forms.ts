import type { JsonSchema } from '@portolan/runtime';

/** A form with a default for every primitive type. */
export const defaultsForm: JsonSchema = {
  type: 'object',
  properties: {
    name: { type: 'string', description: 'User name', default: 'John Doe' },
    age: { type: 'integer', description: 'User age', default: 30 },
    score: { type: 'number', description: 'User score', default: 95.5 },
    status: {
      type: 'string',
      description: 'User status',
      enum: ['active', 'inactive', 'pending'],
      default: 'active',
    },
    verified: { type: 'boolean', description: 'Verification status', default: true },
  },
  required: [],
};

const titled = ['First', 'Second', 'Third'].map((word, at) => ({
  const: `value${at + 1}`,
  title: `${word} Option`,
}));
const options = ['option1', 'option2', 'option3'];

/** A form with every way to offer choices. */
export const enumsForm: JsonSchema = {
  type: 'object',
  properties: {
    untitledSingle: { type: 'string', description: 'Select one option', enum: options },
    titledSingle: { type: 'string', description: 'Select one option with titles', oneOf: titled },
    legacyEnum: {
      type: 'string',
      description: 'Select one option (legacy)',
      enum: ['opt1', 'opt2', 'opt3'],
      enumNames: ['Option One', 'Option Two', 'Option Three'],
    },
    untitledMulti: {
      type: 'array',
      description: 'Select multiple options',
      minItems: 1,
      maxItems: 3,
      items: { type: 'string', enum: options },
    },
    titledMulti: {
      type: 'array',
      description: 'Select multiple options with titles',
      minItems: 1,
      maxItems: 3,
      items: { anyOf: titled },
    },
  },
  required: [],
};
