/** A server that sends what the protocol of Postgres does not allow: its connection cannot be used any more. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}

/** A server that sends more than is taken of it; what it is too much of is in the message. */
export class FloodError extends Error {
  override readonly name = 'FloodError';
}
