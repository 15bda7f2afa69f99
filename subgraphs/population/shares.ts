/** How the generated families of the borough are made up. */
export const SHARES = {
  need: [
    ['UNIVERSAL', 0.75],
    ['VULNERABLE', 0.16],
    ['COMPLEX', 0.065],
    ['ACUTE', 0.025],
  ],
  children: [
    [1, 0.42],
    [2, 0.37],
    [3, 0.14],
    [4, 0.05],
    [5, 0.02],
  ],
  twins: 0.016,
  expecting: 0.03,
  twoCarers: 0.68,
  motherTookHisName: 0.45,
  childHasMothersName: 0.35,
  moved: 0.14,
  supersededNhsNumber: 0.02,
  formerUpn: 0.05,
  stepFatherInTheHouse: 0.1,
  grandparentCares: 0.04,
  /** Of the ACUTE families: a mother who fled with her children, to an address kept from everybody. */
  shielded: 0.06,
  /** Of the fathers and mothers. */
  died: 0.004,
  onlyOneAgency: 0.03,
  /** Of the families at each level of need: known to social care or early help; renting from the council. */
  socialCare: { UNIVERSAL: 0, VULNERABLE: 0.4, COMPLEX: 0.95, ACUTE: 1 },
  socialTenant: { UNIVERSAL: 0.13, VULNERABLE: 0.36, COMPLEX: 0.5, ACUTE: 0.55 },
  centreOfUnderFives: 0.6,
} as const satisfies Record<string, unknown>;
