/** A stateful double of Slack's Web API. */
export type { Limit, Limits } from './limits.ts';
export { doubleApp } from './oauth.ts';
export { addChannel, addFile, addMessage, addUser, type NewMessage } from './seed.ts';
export {
  addToken,
  botScopes,
  type SeenCall,
  type SlackDouble,
  startSlackDouble,
} from './start-slack-double.ts';
export type * from './world.ts';
