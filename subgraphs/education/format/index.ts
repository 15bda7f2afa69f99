/** The school MIS's JSON, with school-census (CBDS) names, checked and turned into our types. Pure. */
export * from './education-details';
export * from './pupil';
export * from './rows';
