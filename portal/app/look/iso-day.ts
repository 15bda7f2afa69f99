import { typedDate } from './typed-date';

/** A typed date as the gateway takes it. What is none goes as it is, to be refused. */
export const isoDay = (text: string): string => typedDate(text) ?? text.trim();
