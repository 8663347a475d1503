import type { ErrorCode } from '@portolan/runtime';

/** What an error code of Slack means to a caller. */
export interface ErrorMeaning {
  readonly code: ErrorCode;
  readonly problem: string;
  readonly next?: string;
}

const newToken = 'The operator must give the server a working token (SLACK_BOT_TOKEN or SLACK_USER_TOKEN).';
const list = (what: string, tool: string) => `Find ${what} with ${tool}.`;

const meaning = (code: ErrorCode, problem: string, next?: string): ErrorMeaning => ({
  code,
  problem,
  ...(next !== undefined && { next }),
});
const refused = (problem: string, next?: string) => meaning('permission_denied', problem, next);
const missing = (problem: string, next?: string) => meaning('not_found', problem, next);
const wrong = (problem: string, next?: string) => meaning('invalid_arguments', problem, next);
const away = (problem: string) => meaning('unavailable', problem);

const noChannel = missing(
  'Slack knows no such channel, or the token may not see it.',
  'Find channels with list_channels; into a private one its members must invite the app.',
);
const noMessage = missing('There is no such message.', 'Read the channel and use the ts of a message in it.');
const restricted = refused(
  'A setting of the workspace forbids this.',
  'Ask an administrator of the workspace, or use another channel.',
);

/** Errors of the token, of the workspace and of what is named; codes are Slack's own. */
export const errorTable: Readonly<Record<string, ErrorMeaning>> = {
  not_authed: refused('Slack got no token.', newToken),
  invalid_auth: refused('Slack does not know the token.', newToken),
  token_expired: refused(
    'The token has expired.',
    'The operator must give a fresh one, or a refresh token and --token-file, with which it is renewed.',
  ),
  token_revoked: refused('The token was revoked.', newToken),
  account_inactive: refused('The token belongs to somebody who is no longer active.', newToken),
  org_login_required: refused('The workspace is moving into an organisation.', 'Call again later.'),
  ekm_access_denied: refused('The administrators have suspended access.', 'Ask an administrator.'),
  team_access_not_granted: refused('The app is not granted access to that workspace.', newToken),
  two_factor_setup_required: refused('The account must set up two-factor sign-in first.'),
  access_denied: refused('Slack refused access to it.'),
  no_permission: refused('The token lacks a permission for it.'),
  not_allowed_token_type: refused(
    'Slack does not take this kind of token for it.',
    'Searching and unread counts need a user token: the operator can set SLACK_USER_TOKEN.',
  ),
  invalid_action_token: refused(
    'Slack lets a bot search only while it answers an event, which a server has none of.',
    'The operator can set SLACK_USER_TOKEN with the scope search:read; else read channels with get_channel_history.',
  ),
  channel_not_found: noChannel,
  not_in_channel: refused(
    'The app is not a member of the channel.',
    'Have a member invite it (/invite in the channel), then call again.',
  ),
  is_archived: meaning(
    'unsupported',
    'The channel is archived and takes no changes.',
    'Use another channel.',
  ),
  already_archived: meaning('already_exists', 'The channel is archived already.', 'Nothing is left to do.'),
  not_archived: meaning('already_exists', 'The channel is not archived.', 'Nothing is left to do.'),
  cant_archive_general: restricted,
  cant_leave_general: restricted,
  last_member: refused('The last member cannot leave.', 'Archive the channel with archive_channel instead.'),
  method_not_supported_for_channel_type: meaning(
    'unsupported',
    'Slack does not do this in that kind of channel.',
  ),
  thread_not_found: missing('There is no such thread.', 'Use the ts of its first message.'),
  message_not_found: noMessage,
  no_item_specified: noMessage,
  user_not_found: missing('There is no such user.', list('people', 'search_users')),
  users_not_found: missing('Nobody has that e-mail address.', list('people', 'search_users')),
  user_not_visible: missing('The token may not see that user.'),
  user_not_in_channel: missing('The user is not in the channel.'),
  cant_kick_self: wrong('The app cannot remove itself.'),
  no_such_subteam: missing('There is no such user group.', list('groups', 'list_usergroups')),
  name_already_exists: meaning('already_exists', 'A user group has that name or handle.'),
  invalid_users: wrong('A user is unknown or deactivated.', list('people', 'search_users')),
  file_not_found: missing('There is no such file, or the token may not see it.', list('files', 'list_files')),
  file_deleted: missing('The file was deleted.'),
  canvas_not_found: missing('There is no such canvas.', 'get_channel names the canvas of a channel.'),
  list_not_found: missing('There is no such list, or the app has no access to it.'),
  item_not_found: missing('The list has no such item.', list('items', 'read_list')),
  section_not_found: missing('The canvas has no such section.', list('sections', 'read_canvas')),
  not_found: missing('There is no such thing.'),
  cant_update_message: refused('The message is not one of this app.', 'Only own messages can be changed.'),
  cant_delete_message: refused('The message is not one of this app.', 'Only own messages can be deleted.'),
  edit_window_closed: refused('The workspace no longer lets that message be changed.'),
  restricted_action: restricted,
  restricted_action_read_only_channel: restricted,
  restricted_action_thread_only_channel: restricted,
  restricted_action_non_threadable_channel: restricted,
  msg_too_long: meaning(
    'too_large',
    'The message is over 40,000 characters.',
    'Post it in parts, or upload a file.',
  ),
  msg_blocks_too_long: meaning(
    'too_large',
    'The message is too long.',
    'Post it in parts, or upload a file.',
  ),
  invalid_blocks: wrong('Slack does not take the layout of the message.', 'Use simpler Markdown.'),
  no_text: wrong('The message is empty.'),
  invalid_name: wrong('Slack knows no emoji of that name.', 'Give the name without colons: thumbsup.'),
  too_many_reactions: refused('The message has as many reactions as it may.'),
  invalid_cursor: wrong('Slack does not know the cursor.', 'Leave the cursor out to start again.'),
  invalid_ts_latest: wrong('The time is not one that Slack takes.'),
  invalid_ts_oldest: wrong('The time is not one that Slack takes.'),
  name_taken: meaning('already_exists', 'A channel has that name.', 'Choose another name.'),
  invalid_name_specials: wrong('The name may only hold lower-case letters, digits, hyphens and underscores.'),
  invalid_name_maxlength: wrong('The name is over 80 characters.'),
  invalid_name_required: wrong('The name is missing.'),
  already_in_channel: meaning(
    'already_exists',
    'The user is in the channel already.',
    'Nothing is left to do.',
  ),
  time_in_past: wrong('The time lies in the past.'),
  time_too_far: wrong('The time is more than 120 days ahead.'),
  invalid_scheduled_message_id: missing(
    'There is no such scheduled message.',
    list('them', 'list_scheduled'),
  ),
  bad_client_secret: refused(
    'Slack does not take the client secret.',
    'The operator must correct SLACK_CLIENT_SECRET.',
  ),
  invalid_client_id: refused(
    'Slack does not know the client id.',
    'The operator must correct SLACK_CLIENT_ID.',
  ),
  invalid_refresh_token: refused(
    'Slack does not know the refresh token: it was used already, or revoked.',
    'The operator must install the app again and start with the new refresh token, and remove the token file.',
  ),
  fatal_error: away('Slack failed in an unexpected way.'),
  internal_error: away('Slack failed.'),
  service_unavailable: away('Slack is not available.'),
  request_timeout: away('Slack did not get the whole request.'),
  team_added_to_org: away('The workspace is moving into an organisation.'),
};
