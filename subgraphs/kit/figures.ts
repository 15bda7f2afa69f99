/** What a connector counts with: rows by dimension, as `schema/measures.yaml` asks for them. */
export * from './figures/count-rows';
export * from './figures/dimensions';
export * from './figures/read-once';
