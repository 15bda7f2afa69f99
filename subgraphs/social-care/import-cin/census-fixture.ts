/** Invented returns for tests, in the layout of the published census. */
export interface FixtureChild {
  /** Lines of `ChildIdentifiers`. */
  readonly identifiers: string;
  readonly characteristics?: string;
  /** Whole `CINdetails` elements. */
  readonly episodes?: string;
}

export const identifiers = (
  laChildId: string,
  more = '<PersonBirthDate>2016-05-04</PersonBirthDate><Sex>F</Sex>',
): string => `<LAchildID>${laChildId}</LAchildID>${more}`;

const CHARACTERISTICS = '<Ethnicity>WBRI</Ethnicity><Disabilities><Disability>NONE</Disability></Disabilities>';
export const EPISODE = `<CINdetails>
  <CINreferralDate>2024-06-03</CINreferralDate>
  <ReferralSource>2A</ReferralSource>
  <PrimaryNeedCode>N5</PrimaryNeedCode>
  <Assessments>
    <AssessmentActualStartDate>2024-06-05</AssessmentActualStartDate>
    <AssessmentAuthorisationDate>2024-07-10</AssessmentAuthorisationDate>
    <FactorsIdentifiedAtAssessment><AssessmentFactors>4B</AssessmentFactors></FactorsIdentifiedAtAssessment>
  </Assessments>
  <CINPlanDates><CINPlanStartDate>2024-07-15</CINPlanStartDate></CINPlanDates>
  <ReferralNFA>false</ReferralNFA>
</CINdetails>`;

export const child = ({
  identifiers: who,
  characteristics = CHARACTERISTICS,
  episodes = EPISODE,
}: FixtureChild): string => `<Child>
<ChildIdentifiers>${who}</ChildIdentifiers>
<ChildCharacteristics>${characteristics}</ChildCharacteristics>
${episodes}
</Child>
`;

/** A whole return of local authority 201 for the year to 31 March 2025. The first child begins on line 5. */
export const census = (
  children: readonly string[],
  laCode = '201',
  year = 2025,
): string => `<?xml version="1.0" encoding="utf-8"?>
<Message>
<Header><CollectionDetails><Collection>CIN</Collection><Year>${year}</Year><ReferenceDate>${year}-03-31</ReferenceDate></CollectionDetails><Source><LEA>${laCode}</LEA></Source></Header>
<Children>
${children.join('')}</Children>
</Message>
`;

/** Bytes as a file gives them, in pieces of `size`. */
export async function* bytesOf(text: string, size = 64): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}
