import type { Stats } from 'node:fs';

const own = process.getuid?.();

/** Whether it belongs to whoever runs this; root may read whatever it likes. */
export const isOwn = ({ uid }: Stats): boolean => own === undefined || own === 0 || uid === own;
