/** What an error says beside its sentence where the answer to a change could not be read: it may have been made. */
export const uncertainty = (read: boolean) =>
  read
    ? {}
    : {
        next: 'The change may have been made: look before you call again.',
        data: { outcome: 'unknown' },
      };

/** The same for an answer in another form than GitHub describes. */
export const otherForm = (read: boolean) => ({
  next: 'Call again; if it stays so, tell the operator: the API may have changed, or something stands between.',
  ...uncertainty(read),
});
