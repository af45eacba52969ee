/** The forms in which a sweep is reported. */

export const SWEEP_FORMATS = ['pretty', 'json', 'junit', 'sarif', 'ctrf'] as const;

export type SweepFormat = (typeof SWEEP_FORMATS)[number];
