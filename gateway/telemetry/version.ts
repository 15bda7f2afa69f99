/** Of this build, as `package.json` has it, which is not beside it in `dist/`. */
export const VERSION = '0.1.0';
