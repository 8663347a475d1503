import { addChannel, addMessage, addUser, type SlackDouble, startSlackDouble } from '@portolan/doubles/slack';

export const CHANNEL = 'C0BENCH001';
export const MESSAGES = 50;
/** Public channels, with those that the double begins with. */
export const CHANNELS = 100;

/** A workspace with a channel of messages and a list of channels. */
export async function startWorkspace(): Promise<SlackDouble> {
  const double = await startSlackDouble();
  const { world } = double;
  const people = Array.from({ length: 8 }, (_, index) =>
    addUser(world, { id: `U0CREW000${index}`, name: `sailor-${index}`, realName: `Sailor ${index}` }),
  );
  const crew = people.map(({ id }) => id);
  const members = [...crew, 'U0BOT00009'];
  const harbour = addChannel(world, { id: CHANNEL, name: 'berths', topic: 'Who lies where', members });
  for (let index = 0; index < MESSAGES; index += 1) {
    const text = `Berth ${index} is shown as free while the Aurora lies in it. The list is right again after the tide.`;
    addMessage(world, harbour, { user: `U0CREW000${index % 8}`, text, blocks: typed(text, index) });
  }
  const publicChannels = [...world.channels.values()].filter(
    ({ kind, archived }) => kind === 'public' && !archived,
  );
  for (let index = publicChannels.length; index < CHANNELS; index += 1) {
    addChannel(world, {
      id: `C0MANY${1_000 + index}`,
      name: `boat-${index}`,
      purpose: `All of boat ${index}`,
      // An app is in few of the channels there are.
      members: index % 10 === 0 ? members : crew,
    });
  }
  return double;
}

/** What a message has beside its text when a person typed it into Slack. */
const typed = (text: string, index: number) => [
  {
    type: 'rich_text',
    block_id: `b${index}`,
    elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
  },
];
