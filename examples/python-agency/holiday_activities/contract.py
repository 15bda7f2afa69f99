"""The contract of schema/contract.graphql over the register: one answer for each ref, in their order."""
from datetime import date, datetime, timezone

from ariadne import MutationType, QueryType, make_executable_schema
from graphql import GraphQLError

from .register import markers_of, match
from .scalars import DATE, DATE_TIME
from .subgraph import not_granted

MOST_REFS, MOST_SUBJECTS, MOST_ROSTER = 1_000, 100, 500
NOTED = ("RECTIFICATION", "OBJECTION")


def bad_input(message):
    return GraphQLError(message, extensions={"code": "BAD_USER_INPUT"})


def instant(text):
    return datetime.fromisoformat(text).astimezone(timezone.utc)


def contract_schema(sdl, register, kept, witness):
    query, mutation = QueryType(), MutationType()
    held = register.by_ref

    def require(info, stream):
        if not info.context.opens_generally(stream):
            raise not_granted()

    def each(info, refs, stream, nothing, read):
        """`nothing` where the stream is not granted, or nobody open is held: both look alike."""
        if len(refs) > MOST_REFS:
            raise bad_input("too many refs")
        people = [held.get(ref) if info.context.opens(ref, stream) else None for ref in refs]
        return [nothing if person is None else read(person) for person in people]

    def identity(info, person, under):
        """`under`: the person by whose streams it is told."""
        return {
            **{name: person[name] for name in ("ref", "givenName", "familyName", "dateOfBirth", "sex")},
            "lifeState": "DIED" if "DECEASED" in person["markers"] else "BORN",
            "formerNames": [],
            "postcode": person["postcode"] if info.context.opens(under, "address") else None,
            "mother": person["mother"] if person["mother"] in held else None,
            "markers": person["markers"], "asOf": register.as_of, "dataQuality": [],
        }

    def involvement(info, person):
        contact = {"dutyLine": "01632 960950"} if info.context.opens(person["ref"], "contact") else None
        return {"ref": person["ref"], "service": "Holiday activities and food", "status": "CURRENT",
                "from": person["since"], "contact": contact, "asOf": register.as_of}

    def family(info, person):
        mother = held.get(person["mother"] or person["ref"])
        children = [one for one in register.open if mother and one["mother"] == mother["ref"]]
        if not children:
            return []
        named = info.context.opens(person["ref"], "identity")

        def member(one, relationship, to):
            subject = identity(info, one, person["ref"]) if named else None
            return {"ref": one["ref"], "relationship": relationship, "to": to, "subject": subject}

        members = [member(mother, "Mother", children[0]["ref"]),
                   *(member(child, "Child", mother["ref"]) for child in children)]
        return [{"ref": f"family-{mother['ref']}", "kind": "FAMILY", "members": members}]

    def facts_of(info, person, kinds):
        born, today = date.fromisoformat(person["dateOfBirth"]), date.today()
        age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
        now, requester = datetime.now(timezone.utc), info.context.statement["requester"]["id"]
        told = [{"kind": "DATE_OF_BIRTH", "value": person["dateOfBirth"]}, {"kind": "AGE", "value": str(age)}]
        if "DECEASED" in person["markers"]:
            told = []
        told += [{"kind": "MARKER", "value": marker} for marker in person["markers"]]
        told += [{"kind": "RELATIONSHIP", "value": "SELF_CLAIMED", "until": event["until"]} for event in kept.events
                 if event["kind"] == "RELATIONSHIP_CLAIMED" and person["ref"] in event["refs"]
                 and event["requester"] == requester and instant(event["until"]) > now]
        return [fact for fact in told if fact["kind"] in kinds]

    @query.field("contract")
    def version(*_):
        return 4

    @query.field("coverage")
    def coverage(_, info):
        require(info, "existence")
        return {"currentAsOf": register.as_of, "notCovered": ["children at clubs that the council does not fund"]}

    @query.field("match")
    def match_each(_, info, subjects):
        require(info, "existence")
        return [match(subject, register.open) for subject in few(subjects)]

    @query.field("markers")
    def markers(_, info, subjects):
        require(info, "facts")
        return [markers_of(subject, register.people) for subject in few(subjects)]

    def few(subjects):
        if len(subjects) > MOST_SUBJECTS:
            raise bad_input("too many subjects")
        return subjects

    @query.field("identity")
    def identities(_, info, refs):
        return each(info, refs, "identity", None, lambda person: identity(info, person, person["ref"]))

    @query.field("involvements")
    def involvements(_, info, refs):
        return each(info, refs, "existence", [], lambda person: [involvement(info, person)])

    @query.field("members")
    def members(_, info, refs):
        return each(info, refs, "family", [], lambda person: family(info, person))

    @query.field("facts")
    def facts(_, info, refs, kinds):
        return each(info, refs, "facts", [], lambda person: facts_of(info, person, kinds))

    @query.field("noted")
    def noted(_, info, refs):
        events = [event for event in kept.events if event["kind"] in NOTED]
        return each(info, refs, "existence", [], lambda person: [one for one in events if person["ref"] in one["refs"]])

    @query.field("roster")
    def roster(_, info, area=None, mine=False, first=100, after=None):
        require(info, "roster")
        own = info.context.statement["requester"].get("area")
        if area is not None and own is not None and area != own:
            raise not_granted()
        # The register keeps no areas and no workers: of either, nobody can be listed.
        listed = [] if area is not None or mine else [ref for ref in held if after is None or ref > after]
        refs = listed[:min(max(first, 1), MOST_ROSTER)]
        return {"refs": refs, "next": refs[-1] if len(listed) > len(refs) else None}

    @query.field("aggregate")
    def aggregate(_, info, **__):
        require(info, "figures")
        raise GraphQLError("Not kept", extensions={"code": "UNKNOWN_MEASURE"})

    @query.field("cohortKey")
    def cohort_key(_, info):
        require(info, "figures")
        # It takes part in no cohort.
        return None

    @mutation.field("confirm")
    def confirm(*_, **__):
        # Nobody here looks into what is proposed: nothing is kept, and that is said.
        return False

    @mutation.field("notify")
    def notify(_, info, event):
        claim = event["kind"] == "RELATIONSHIP_CLAIMED"
        if claim and (not event.get("until") or instant(event["until"]) <= instant(event["at"])):
            raise bad_input("a claim needs an end")
        named = [ref for ref in event["refs"] if ref in held and ref in info.context.people]
        # What counts for somebody counts for whom the grant names; the rest is kept as it came.
        refs = named if claim else event["refs"]
        kept.event({**event, "refs": refs, "requester": info.context.statement["requester"]["id"]})
        return True

    @mutation.field("countersign")
    def countersign(_, __, checkpoint):
        return witness.sign(checkpoint)

    return make_executable_schema(sdl, query, mutation, DATE, DATE_TIME)
