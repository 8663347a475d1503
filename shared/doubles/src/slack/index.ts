/** A stateful double of Slack. */
export {};
