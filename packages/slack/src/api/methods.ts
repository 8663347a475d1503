/** What is known of a method of the Web API before it is called. */
export interface MethodFacts {
  readonly effect: 'read' | 'write';
  /** Calls a minute for each workspace and app. */
  readonly perMinute: number;
}

/** The tiers of docs.slack.dev/apis/web-api/rate-limits; each tolerates small bursts, which are not counted on. */
const tiers = { one: 1, two: 20, three: 50, four: 100 } as const;

const read = (tier: keyof typeof tiers): MethodFacts => ({ effect: 'read', perMinute: tiers[tier] });
const write = (tier: keyof typeof tiers): MethodFacts => ({ effect: 'write', perMinute: tiers[tier] });

/** Every method this server calls, with the tier its reference page names. */
export const methods = {
  'assistant.search.context': read('two'),
  'auth.test': read('four'),
  'bookmarks.add': write('two'),
  'bookmarks.list': read('three'),
  'bookmarks.remove': write('two'),
  'canvases.create': write('two'),
  'canvases.edit': write('three'),
  'canvases.sections.lookup': read('three'),
  'chat.delete': write('three'),
  'chat.deleteScheduledMessage': write('three'),
  // One a second for each channel, which is counted apart; this is the sum.
  'chat.postMessage': write('four'),
  'chat.scheduleMessage': write('three'),
  'chat.scheduledMessages.list': read('three'),
  'chat.update': write('three'),
  'conversations.archive': write('two'),
  'conversations.create': write('two'),
  'conversations.history': read('three'),
  'conversations.info': read('three'),
  'conversations.invite': write('three'),
  'conversations.join': write('three'),
  'conversations.kick': write('three'),
  'conversations.leave': write('three'),
  'conversations.list': read('two'),
  'conversations.mark': write('three'),
  'conversations.members': read('four'),
  'conversations.open': write('three'),
  'conversations.rename': write('two'),
  'conversations.replies': read('three'),
  'conversations.setPurpose': write('two'),
  'conversations.setTopic': write('two'),
  'conversations.unarchive': write('two'),
  'files.completeUploadExternal': write('four'),
  'files.getUploadURLExternal': write('four'),
  'files.info': read('four'),
  'files.list': read('three'),
  'pins.add': write('two'),
  'pins.list': read('two'),
  'pins.remove': write('two'),
  'reactions.add': write('three'),
  'reactions.remove': write('two'),
  'search.messages': read('two'),
  'slackLists.items.create': write('three'),
  'slackLists.items.delete': write('three'),
  'slackLists.items.list': read('three'),
  'slackLists.items.update': write('three'),
  'usergroups.create': write('two'),
  'usergroups.disable': write('two'),
  'usergroups.enable': write('two'),
  'usergroups.list': read('two'),
  'usergroups.update': write('two'),
  'usergroups.users.update': write('two'),
  'users.conversations': read('three'),
  'users.info': read('four'),
  'users.list': read('two'),
  'users.lookupByEmail': read('three'),
  'users.profile.get': read('four'),
} as const satisfies Readonly<Record<string, MethodFacts>>;

export type MethodName = keyof typeof methods;

export const factsOf = (method: MethodName): MethodFacts => methods[method];

/** The methods that Slack limits to one call a minute and 15 messages for some apps. */
export const restrictable: ReadonlySet<MethodName> = new Set([
  'conversations.history',
  'conversations.replies',
]);
