/** The one version of the modern era that the library serves; it refuses later ones by name. */
export const MODERN_VERSION = '2026-07-28';
