import { expect, it } from 'vitest';
import { startSlack } from '../src/test-support.ts';

const general = { channel: 'C0GENERAL1' };
const page = '<!DOCTYPE html><html><body>Maintenance</body></html>';

/** Every tool that changes something, the method that does it, and what it is called with. */
const changes = [
  ['post_message', 'chat.postMessage', { ...general, text: 'x' }],
  ['update_message', 'chat.update', { ...general, ts: 'own', text: 'x' }],
  ['delete_message', 'chat.delete', { ...general, ts: 'own' }],
  ['schedule_message', 'chat.scheduleMessage', { ...general, text: 'x', at: '2026-03-01T09:00:00Z' }],
  ['add_reaction', 'reactions.add', { ...general, ts: 'own', name: 'anchor' }],
  ['remove_reaction', 'reactions.remove', { ...general, ts: 'own', name: 'anchor' }],
  ['upload_file', 'files.completeUploadExternal', { ...general, filename: 'a.txt', text: 'x' }],
  ['open_dm', 'conversations.open', { users: ['U0BEN00002'] }],
  ['create_channel', 'conversations.create', { name: 'quay' }],
  ['update_channel', 'conversations.setTopic', { ...general, topic: 'x' }],
  ['archive_channel', 'conversations.archive', general],
  ['unarchive_channel', 'conversations.unarchive', { channel: 'C0OLD00005' }],
  ['leave_channel', 'conversations.leave', general],
  ['join_channel', 'conversations.join', { channel: 'C0RANDOM02' }],
  ['invite_members', 'conversations.invite', { ...general, users: ['U0BEN00002'] }],
  ['remove_member', 'conversations.kick', { ...general, user: 'U0BEN00002' }],
  ['pin_message', 'pins.add', { ...general, ts: 'own' }],
  ['unpin_message', 'pins.remove', { ...general, ts: 'own' }],
  ['add_bookmark', 'bookmarks.add', { ...general, title: 'x', link: 'https://a.example/' }],
  ['remove_bookmark', 'bookmarks.remove', { ...general, id: 'Bk1' }],
  ['create_usergroup', 'usergroups.create', { name: 'x' }],
  ['update_usergroup', 'usergroups.update', { id: 'S0PILOTS01', name: 'x' }],
  ['write_canvas', 'canvases.create', { ...general, markdown: 'x' }],
  ['write_canvas', 'canvases.edit', { canvas: 'F0CANVAS01', markdown: 'x' }],
  [
    'write_list_item',
    'slackLists.items.create',
    { list: 'F0LIST0001', cells: [{ column: 'Col01', value: 'x' }] },
  ],
  ['delete_list_item', 'slackLists.items.delete', { list: 'F0LIST0001', item: 'Rec01' }],
  ['mark_read', 'conversations.mark', { ...general, ts: 'own' }],
] as const;

it.each(changes)(
  '%s sends %s once, whatever comes back, and says that the outcome is unknown',
  async (tool, method, given) => {
    const { double, proxy, connect } = await startSlack();
    const ts = double.world.channels.get('C0GENERAL1')?.messages.at(-1)?.ts;
    const args = 'ts' in given ? { ...given, ts } : given;
    const argv = [
      '--post-channels',
      'C0GENERAL1,C0OLD00005,U0BEN00002',
      '--wider-audience',
      'allow',
      '--yes',
    ];
    const ofPeople = ['mark_read', 'unarchive_channel'].includes(tool);
    const { refused } = await connect({ argv, user: ofPeople ? double.userToken : undefined });
    const path = `/api/${method}`;
    const faults = [
      { kind: 'reset', when: 'before' },
      { kind: 'status', status: 500 },
      { kind: 'status', status: 503 },
      { kind: 'status', status: 200, body: page },
      { kind: 'status', status: 302, headers: { location: 'https://evil.example/' } },
      { kind: 'status', status: 200, body: '{"ok":tr' },
      { kind: 'status', status: 200, body: JSON.stringify({ ok: false, error: 'internal_error' }) },
    ] as const;
    for (const [at, fault] of faults.entries()) {
      proxy.script({ ...fault, path });
      const error = await refused(tool, args);
      expect([fault, error]).toEqual([
        fault,
        expect.objectContaining({ data: expect.objectContaining({ outcome: 'unknown' }) }),
      ]);
      expect(proxy.seen.filter((request) => request.path === path)).toHaveLength(at + 1);
    }
  },
);
