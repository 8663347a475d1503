import type { DoubleChannel, DoubleFile, DoubleMessage, DoubleUser, World } from './world.ts';
import { nextTs } from './world.ts';

export function addUser(
  world: World,
  user: Pick<DoubleUser, 'id' | 'name'> & Partial<DoubleUser>,
): DoubleUser {
  const added: DoubleUser = {
    realName: user.name,
    displayName: user.name,
    email: `${user.name}@harbour.example`,
    title: '',
    deleted: false,
    botId: undefined,
    ...user,
  };
  world.users.set(added.id, added);
  return added;
}

export function addChannel(
  world: World,
  channel: Pick<DoubleChannel, 'id' | 'name'> &
    Partial<Omit<DoubleChannel, 'members'>> & { readonly members?: readonly string[] },
): DoubleChannel {
  const added: DoubleChannel = {
    kind: 'public',
    creator: 'U0ADA00001',
    previousNames: [],
    external: false,
    topic: '',
    purpose: '',
    archived: false,
    canvas: undefined,
    messages: [],
    pins: new Set(),
    bookmarks: [],
    lastRead: new Map(),
    ...channel,
    members: new Set(channel.members),
  };
  world.channels.set(added.id, added);
  return added;
}

export type NewMessage = Pick<DoubleMessage, 'user' | 'text'> & Partial<DoubleMessage>;

/** Adds a message; without a time stamp it is the newest of the workspace. */
export function addMessage(world: World, channel: DoubleChannel, message: NewMessage): DoubleMessage {
  const added: DoubleMessage = {
    ts: message.ts ?? nextTs(world),
    threadTs: undefined,
    botId: undefined,
    subtype: undefined,
    metadata: undefined,
    files: [],
    unfurl: { links: true, media: true },
    blocks: undefined,
    editedTs: undefined,
    reactions: new Map(),
    ...message,
  };
  channel.messages.push(added);
  return added;
}

export function addFile(
  world: World,
  file: Pick<DoubleFile, 'id' | 'name' | 'mimetype' | 'content'> &
    Partial<Omit<DoubleFile, 'channels'>> & { readonly channels?: readonly string[] },
): DoubleFile {
  const added: DoubleFile = {
    title: file.name,
    user: 'U0ADA00001',
    claimedSize: undefined,
    urlPrivate: undefined,
    canvas: false,
    ...file,
    channels: new Set(file.channels),
  };
  world.files.set(added.id, added);
  return added;
}

/** A small workspace: a port's office with a public, a private, a shared and an archived channel, and a DM. */
export function seedHarbour(world: World): void {
  addUser(world, { id: 'U0ADA00001', name: 'ada', realName: 'Ada Lind', title: 'Harbour master' });
  addUser(world, { id: 'U0BEN00002', name: 'ben', realName: 'Ben Okafor', title: 'Pilot' });
  addUser(world, { id: 'U0CY000003', name: 'cy', realName: 'Cy Young', deleted: true });
  addUser(world, { id: 'U0BOT00009', name: 'portolan', realName: 'Portolan', botId: 'B0PORTOLAN' });
  const everyone = ['U0ADA00001', 'U0BEN00002', 'U0BOT00009'];
  const general = addChannel(world, {
    id: 'C0GENERAL1',
    name: 'general',
    topic: 'Everything <@U0ADA00001> says',
    purpose: 'Company-wide',
    members: everyone,
  });
  addChannel(world, { id: 'C0RANDOM02', name: 'random', members: ['U0ADA00001', 'U0BEN00002'] });
  const crew = addChannel(world, { id: 'C0CREW0003', name: 'crew', kind: 'private', members: everyone });
  addChannel(world, { id: 'C0SECRET04', name: 'board', kind: 'private', members: ['U0ADA00001'] });
  addChannel(world, { id: 'C0OLD00005', name: 'old', archived: true, members: everyone });
  addChannel(world, { id: 'C0SHARED06', name: 'with-acme', external: true, members: everyone });
  const direct = addChannel(world, {
    id: 'D0BENBOT07',
    name: '',
    kind: 'im',
    members: ['U0BEN00002', 'U0BOT00009'],
  });
  seedMessages(world, general, crew, direct);
  world.groups.set('S0PILOTS01', {
    id: 'S0PILOTS01',
    handle: 'pilots',
    name: 'Pilots',
    description: 'Who brings ships in',
    users: ['U0BEN00002'],
  });
  world.lists.set('F0LIST0001', {
    id: 'F0LIST0001',
    items: new Map([['Rec0000001', new Map<string, unknown>([['Col01', 'Paint the crane']])]]),
  });
}

function seedMessages(world: World, general: DoubleChannel, crew: DoubleChannel, direct: DoubleChannel) {
  const parent = addMessage(world, general, {
    user: 'U0ADA00001',
    text: 'High water at *06:12*, see <https://tides.example/today|the table>. <@U0BEN00002> takes the &lt;Aurora&gt;.',
  });
  parent.reactions.set('thumbsup', new Set(['U0BEN00002']));
  const threadTs = parent.ts;
  addMessage(world, general, { user: 'U0BEN00002', text: 'On my way', threadTs });
  addMessage(world, general, { user: 'U0ADA00001', text: 'Thank you', threadTs });
  addFile(world, {
    id: 'F0TIDES001',
    name: 'tides.csv',
    mimetype: 'text/csv',
    content: Buffer.from('time,height\n06:12,4.2\n'),
    channels: [general.id],
  });
  addMessage(world, general, { user: 'U0BEN00002', text: 'The figures', files: ['F0TIDES001'] });
  addMessage(world, general, {
    user: 'U0BOT00009',
    botId: 'B0PORTOLAN',
    text: 'Fog in <#C0RANDOM02|random>, <!subteam^S0PILOTS01> beware',
  });
  addMessage(world, crew, { user: 'U0BEN00002', text: 'The pay is late again' });
  addMessage(world, direct, { user: 'U0BEN00002', text: 'My code is 4711' });
  general.pins.add(parent.ts);
  general.bookmarks.push({ id: 'Bk00000001', title: 'Tides', link: 'https://tides.example' });
  addFile(world, {
    id: 'F0CANVAS01',
    name: 'canvas',
    title: 'Harbour rules',
    mimetype: 'application/vnd.slack-docs',
    content: Buffer.from('# Harbour rules\n\nSlow down.'),
    channels: [general.id],
    canvas: true,
  });
  general.canvas = 'F0CANVAS01';
}
