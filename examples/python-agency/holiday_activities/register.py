"""The register of holiday clubs, and who of it is meant. A real agency reads its own system here."""
import json
import unicodedata

FIELDS = ("givenName", "familyName", "dateOfBirth", "postcode")


class Register:
    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            told = json.load(file)
        self.as_of, self.clubs = told["asOf"], told["clubs"]
        self.people = sorted(told["people"], key=lambda person: person["ref"])
        self.open = [person for person in self.people if not is_closed(person)]
        self.by_ref = {person["ref"]: person for person in self.open}


def is_closed(person):
    """The veto: such a record is told of to nobody, whatever a grant says."""
    return any(marker != "DECEASED" for marker in person["markers"])


def plain(text):
    folded = unicodedata.normalize("NFKD", text or "").casefold()
    return "".join(sign for sign in folded if sign.isalnum())


def agreeing(subject, person):
    return [field for field in FIELDS if subject.get(field) and plain(subject[field]) == plain(person[field])]


def match(subject, people):
    """Certain only where name, birthday and postcode all agree; a person decides where one of them is missing."""
    found = []
    for person in people:
        agree = agreeing(subject, person)
        known = [field for field in FIELDS if subject.get(field)]
        if len(agree) < 3 or "dateOfBirth" not in agree:
            continue
        certain = len(agree) == len(FIELDS)
        found.append({"ref": person["ref"], "outcome": "MATCH" if certain else "POTENTIAL",
                      "score": 0.99 if certain else 0.8, "comparedOn": known})
    if sum(one["outcome"] == "MATCH" for one in found) > 1:
        found = [{**one, "outcome": "MANY"} for one in found]
    return found


def markers_of(subject, people):
    """Of whoever is or may be meant. Any doubt counts: the gateway only withholds by it."""
    versions = [subject, *(subject.get("versions") or [])]
    relatives = subject.get("relatives")
    marked = [person for person in people if person["markers"]]
    found = set()
    for person in marked:
        meant = any(match(version, [person]) for version in versions)
        beside = relatives is not None and any(may_be(version, person, relatives) for version in versions)
        if meant or beside:
            found.update(person["markers"])
        homes = [one["subject"] for one in relatives or [] if one["together"]] + versions
        beside_them = relatives is not None and any(same(home, person, "postcode") for home in homes)
        if "SHIELDED" in person["markers"] and beside_them:
            found.add("SHIELDED")
    return sorted(found)


def same(subject, person, field):
    return bool(subject.get(field)) and plain(subject[field]) == plain(person[field])


def may_be(version, person, relatives):
    """Shares a relative, an address or a year of birth, and is not told apart by both a forename and a birthday."""
    year = (version.get("dateOfBirth") or "")[:4]
    shares = (same(version, person, "postcode") or bool(year) and person["dateOfBirth"].startswith(year)
              or any(same(one["subject"], person, "postcode") for one in relatives))
    apart = (version.get("givenName") and version.get("dateOfBirth")
             and not same(version, person, "givenName") and not same(version, person, "dateOfBirth"))
    return shares and not apart
