export * from './model';
export { inventBorough } from './invent-borough';
