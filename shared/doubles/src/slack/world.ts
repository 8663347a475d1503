/** Somebody of the workspace, or a bot. */
export interface DoubleUser {
  readonly id: string;
  readonly name: string;
  realName: string;
  displayName: string;
  email: string;
  title: string;
  deleted: boolean;
  readonly botId: string | undefined;
}

export interface DoubleMessage {
  readonly ts: string;
  readonly user: string;
  text: string;
  readonly threadTs: string | undefined;
  readonly botId: string | undefined;
  readonly subtype: string | undefined;
  readonly metadata: unknown;
  readonly files: readonly string[];
  readonly unfurl: { readonly links: boolean; readonly media: boolean };
  blocks: unknown;
  editedTs: string | undefined;
  reactions: Map<string, Set<string>>;
}

export interface DoubleChannel {
  readonly id: string;
  name: string;
  readonly kind: 'public' | 'private' | 'im' | 'mpim';
  readonly creator: string;
  readonly members: Set<string>;
  readonly previousNames: string[];
  /** A Slack Connect channel, with people of other organisations in it. */
  readonly external: boolean;
  topic: string;
  purpose: string;
  archived: boolean;
  canvas: string | undefined;
  messages: DoubleMessage[];
  readonly pins: Set<string>;
  bookmarks: { readonly id: string; readonly title: string; readonly link: string }[];
  readonly lastRead: Map<string, string>;
}

export interface DoubleFile {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly mimetype: string;
  readonly user: string;
  readonly channels: Set<string>;
  content: Buffer;
  /** What is said of the size, where it is not that of the content. */
  claimedSize: number | undefined;
  /** Where the file is said to lie, where it is not this server. */
  urlPrivate: string | undefined;
  readonly canvas: boolean;
}

export interface DoubleUserGroup {
  readonly id: string;
  handle: string;
  name: string;
  description: string;
  users: string[];
  disabled?: boolean;
}

export interface DoubleList {
  readonly id: string;
  readonly items: Map<string, Map<string, unknown>>;
}

/** A token of the workspace and what became of it. */
export interface DoubleToken {
  readonly token: string;
  readonly kind: 'bot' | 'user';
  readonly user: string;
  readonly scopes: Set<string>;
  /** The error that every call with it gets. */
  fault: 'token_expired' | 'token_revoked' | 'account_inactive' | undefined;
}

export interface Scheduled {
  readonly id: string;
  readonly channel: string;
  readonly text: string;
  readonly postAt: number;
  readonly user: string;
}

/** Everything a workspace holds. Tests look into it and change it. */
export interface World {
  readonly team: { readonly id: string; readonly name: string; readonly domain: string };
  readonly users: Map<string, DoubleUser>;
  readonly channels: Map<string, DoubleChannel>;
  readonly files: Map<string, DoubleFile>;
  readonly uploads: Map<string, { readonly name: string; readonly length: number; content?: Buffer }>;
  readonly groups: Map<string, DoubleUserGroup>;
  readonly lists: Map<string, DoubleList>;
  readonly tokens: Map<string, DoubleToken>;
  readonly scheduled: Map<string, Scheduled>;
  /** Refresh tokens that were not used yet, and the token each renews. */
  readonly refreshTokens: Map<string, DoubleToken>;
  /** Whether history and replies are limited as for newer distributed apps outside the Marketplace. */
  restricted: boolean;
  /** Where files are said to lie; by default this server. */
  filesUrl: string;
  /** The workspace's clock, seconds since 1970; each message takes one. */
  clock: number;
  serial: number;
}

export function createWorld(filesUrl: string): World {
  return {
    team: { id: 'T0HARBOUR', name: 'Harbour', domain: 'harbour' },
    users: new Map(),
    channels: new Map(),
    files: new Map(),
    uploads: new Map(),
    groups: new Map(),
    lists: new Map(),
    tokens: new Map(),
    scheduled: new Map(),
    refreshTokens: new Map(),
    restricted: false,
    filesUrl,
    clock: 1_767_225_600,
    serial: 0,
  };
}

/** A fresh id of Slack's form: a letter for the kind, then capitals and digits. */
export const freshId = (world: World, letter: string): string =>
  `${letter}${(++world.serial + 1_000_000).toString(36).toUpperCase().padStart(9, '0')}`;

/** The next time stamp, a minute after the last. */
export function nextTs(world: World): string {
  world.clock += 60;
  return `${world.clock}.${String(++world.serial % 1_000_000).padStart(6, '0')}`;
}
