/** A mistake in the settings: names the flag, the value and the rule. The process exits with 2. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}
