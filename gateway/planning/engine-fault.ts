/** The engine could not run its own plan: our fault, never a refusal and never "nothing held". */
export class EngineFault extends Error {}
