/** What `ndislab list` lists. */
export const LISTED = ['drivers', 'devices', 'scenarios', 'rules', 'exports'] as const;
