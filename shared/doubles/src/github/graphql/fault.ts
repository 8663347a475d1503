import { GraphQLError } from 'graphql';

/** An error with GitHub's type, as `NOT_FOUND`. */
export const fault = (type: string, message: string) => new GraphQLError(message, { extensions: { type } });

export const noNode = (id: string) =>
  fault('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`);

export const noRepository = (name: string) =>
  fault('NOT_FOUND', `Could not resolve to a Repository with the name '${name}'.`);

export const forbidden = () => fault('FORBIDDEN', 'Resource not accessible by personal access token');
