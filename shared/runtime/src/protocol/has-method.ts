/**
 * Whether a message is of a method. The SDK's schemas say whether it is a right one; they are asked after
 * this, because to find that a message of another method is not costs more than serving it.
 */
export const hasMethod = (message: unknown, method: string): boolean =>
  typeof message === 'object' && message !== null && 'method' in message && message.method === method;
