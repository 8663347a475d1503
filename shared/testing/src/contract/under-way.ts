import { expect } from 'vitest';
import type { LongCall } from './server-contract.ts';

/** Waits until a call is worked on. */
export async function untilUnderWay({ tool, underWay }: LongCall): Promise<void> {
  await expect.poll(underWay, { interval: 10, message: `${tool} is under way` }).toBe(true);
}

/** Waits until nobody works on a call any more. */
export async function untilOver({ tool, underWay }: LongCall): Promise<void> {
  await expect.poll(underWay, { message: `${tool} is under way` }).toBe(false);
}
