export { DIRT, type DirtRates } from './dirt';
export { firstAt } from './first-at';
export { nhsNumberAt, temporaryUpnFor, upnFor } from './identifiers';
export { inventBorough } from './invent-borough';
export * from './model';
export { onlyListed, type Row, type RunningSystem, serveRows } from './serve-rows';
export { STORYLINES, type StorylineKey } from './storylines';
export { PERSONAS } from './workers';
