/** A stateful double of GitHub. */
export {};
