/** Response keys that we ask for ourselves, whatever the client asks. No canonical key starts so. */
export const HIDDEN_ID = 'k_id';
export const HIDDEN_AGENCY = 'k_agency';
export const HIDDEN_TYPENAME = 'k_typename';
