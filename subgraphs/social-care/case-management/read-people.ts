import type { DataQuality, HeldPerson, MatchBlock } from '@family-view/kit';
import { checkIsoDate } from '@family-view/kit/identifiers';
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { CaseDatabase } from '../database/open-database';
import type { Row } from '../database/tables';
import { LINKED, readPerson, readRecordFaults } from '../format/person';
import { groupRows } from '../format/rows';
import { inForce, latestFirst, readTable } from './read-table';

/** Who each of these people is here; null for a reference that nobody has. */
export async function readPeople(
  database: CaseDatabase,
  refs: readonly string[],
  today: string,
): Promise<readonly (HeldPerson | null)[]> {
  const [people, addresses, linked, mothers, faults] = await Promise.all([
    readTable(database, 'ssd_person', 'pers_person_id', refs),
    readTable(database, 'ssd_address', 'addr_person_id', refs),
    readTable(database, 'ssd_linked_identifiers', 'link_person_id', refs),
    readTable(database, 'ssd_mother', 'moth_childs_person_id', refs),
    readTable(database, 'record_faults', 'faul_person_id', refs),
  ]);
  // Last, so that what closes a record is never older than the record.
  const markers = await readTable(database, 'person_markers', 'mark_person_id', refs);
  const addressesOf = groupRows(addresses, (row) => row.addr_person_id);
  const linkedOf = groupRows(linked, (row) => row.link_person_id);
  const mothersOf = groupRows(mothers, (row) => row.moth_childs_person_id);
  const markersOf = groupRows(markers, (row) => row.mark_person_id);
  const faultsOf = groupRows(faults, (row) => row.faul_person_id);
  const held = new Map(
    people.map((person) => {
      const ref = person.pers_person_id;
      const parts = {
        person,
        address: currentAddress(addressesOf.get(ref) ?? [], today),
        addresses: addressesOf.get(ref) ?? [],
        linked: linkedOf.get(ref) ?? [],
        mother: mothersOf.get(ref)?.[0]?.moth_person_id ?? null,
        markers: markersOf.get(ref) ?? [],
        faults: faultsOf.get(ref) ?? [],
      };
      return [ref, readPerson(parts)];
    }),
  );
  return refs.map((ref) => held.get(ref) ?? null);
}

/** What is wrong with each person's record, as far as it may be told with the status. */
export async function readDataQuality(
  database: CaseDatabase,
  refs: readonly string[],
  today: string,
): Promise<readonly (readonly DataQuality[] | null)[]> {
  const people = await readPeople(database, refs, today);
  const faults = groupRows(
    await readTable(database, 'record_faults', 'faul_person_id', refs),
    (row) => row.faul_person_id,
  );
  return people.map((person) => person && readRecordFaults(person, faults.get(person.ref) ?? []));
}

/** The address in force, the one moved to last where several are. */
export const currentAddress = (
  addresses: readonly Row<'ssd_address'>[],
  today: string,
): Row<'ssd_address'> | undefined =>
  addresses
    .filter((address) => inForce(address.addr_address_start_date, address.addr_address_end_date, today))
    .sort((one, other) => latestFirst(one.addr_address_start_date, other.addr_address_start_date))[0];

/** A reference that nobody has. */
const NOBODY = '-';
const foundRow = z.object({ ref: z.string() });

/**
 * A search by each of these blocks. It compares as the case-management system writes, forgiving spaces and small letters.
 * Whoever is brought up by any of them is read once.
 */
export async function findPeople(
  database: CaseDatabase,
  blocks: readonly MatchBlock[],
  today: string,
): Promise<readonly (readonly HeldPerson[])[]> {
  const searches = blocks.map((block) => searchBy(block, today));
  if (searches.every((search) => search === null)) return blocks.map(() => []);
  const found = await Promise.all(
    searches.map(async (search) => {
      if (search === null) return [];
      const answer = await sql<unknown>`${search} order by 1`.execute(database);
      return [...new Set(answer.rows.map((row) => foundRow.parse(row).ref))];
    }),
  );
  const refs = [...new Set(found.flat())];
  // As much is read where nobody was brought up.
  const people = await readPeople(database, refs.length > 0 ? refs : [NOBODY], today);
  const byRef = new Map(refs.map((ref, at) => [ref, people[at]]));
  return found.map((each) => each.flatMap((ref) => byRef.get(ref) ?? []));
}

/** Everybody with a marker, but for a death: whether it closes their record is for the kit to say. */
export async function readMarkedPeople(database: CaseDatabase, today: string): Promise<readonly HeldPerson[]> {
  const answer = await sql<unknown>`
    select distinct mark_person_id as ref from person_markers
    where mark_person_id is not null and (mark_marker is null or mark_marker <> 'DECEASED') order by 1`.execute(
    database,
  );
  const people = await readPeople(
    database,
    answer.rows.map((row) => foundRow.parse(row).ref),
    today,
  );
  return people.filter((person) => person !== null);
}

/** An NHS number as it is also written. */
const hyphened = (text: string): string => squeezed(text).replace(/^(\d{3})(\d{3})(\d{4})$/, '$1-$2-$3');
const squeezed = (text: string): string => text.replace(/\s/g, '').toUpperCase();

function searchBy(block: MatchBlock, today: string): RawBuilder<unknown> | null {
  const livedIn = sql`(addr_address_end_date is null or addr_address_end_date >= ${today})`;
  switch (block.by) {
    case 'nhsNumber':
      return sql`
        select pers_person_id as ref from ssd_person where replace(pers_single_unique_id, ' ', '') in (${squeezed(block.value)}, ${hyphened(block.value)})
        union select link_person_id from ssd_linked_identifiers
        where upper(replace(link_identifier_value, ' ', '')) in (${squeezed(block.value)}, ${hyphened(block.value)})
          and link_identifier_type = ${LINKED.nhsNumber}`;
    case 'upn':
      return sql`
        select pers_person_id as ref from ssd_person where upper(pers_upn) = ${squeezed(block.value)}
        union select link_person_id from ssd_linked_identifiers
        where upper(replace(link_identifier_value, ' ', '')) = ${squeezed(block.value)} and link_identifier_type = ${LINKED.upn}`;
    case 'laChildId':
      return sql`select pers_person_id as ref from ssd_person where pers_la_child_id = ${block.value.trim()}`;
    case 'dateOfBirth':
      return checkIsoDate(block.value).ok
        ? sql`select pers_person_id as ref from ssd_person where pers_dob = ${block.value}`
        : null;
    case 'expectedDateOfBirth':
      return checkIsoDate(block.value).ok
        ? sql`select pers_person_id as ref from ssd_person where pers_expected_dob = ${block.value}`
        : null;
    case 'postcode':
      return sql`
        select distinct addr_person_id as ref from ssd_address
        where upper(replace(addr_address_postcode, ' ', '')) = ${squeezed(block.value)} and ${livedIn}`;
    case 'uprn':
      return sql`select distinct addr_person_id as ref from ssd_address where addr_uprn = ${block.value} and ${livedIn}`;
    case 'name':
      return sql`
        select pers_person_id as ref from ssd_person
        where lower(pers_surname) = ${block.value.toLowerCase()} and lower(pers_forename) = ${block.givenName.toLowerCase()}`;
    case 'mother':
      return sql`select distinct moth_childs_person_id as ref from ssd_mother where moth_person_id = ${block.value}`;
  }
}
