"""The subgraph: each field asks the grant for its stream, of the person that it hangs on."""
from ariadne import ObjectType, QueryType, UnionType, make_executable_schema
from graphql import GraphQLError, parse, print_ast
from graphql.language import REMOVE, ObjectTypeExtensionNode, Visitor, visit

from .scalars import DATE

FEDERATION = """
scalar _Any
union _Entity = Person
type _Service { sdl: String }
type Query { _service: _Service! _entities(representations: [_Any!]!): [_Entity]! }
"""
KEY, PERSONAL = "holidayActivitiesRef", ("bookings", "needs")


def not_granted():
    return GraphQLError("Not granted", extensions={"code": "NOT_GRANTED"})


class Plain(Visitor):
    """A server needs no directives: the gateway reads them in the SDL."""

    def enter_directive(self, *_):
        return REMOVE

    def enter_schema_extension(self, *_):
        return REMOVE

    def leave_object_type_definition(self, node, *_):
        """Its own root fields, if it has any, stand beside federation's."""
        if node.name.value == "Query":
            return ObjectTypeExtensionNode(name=node.name, fields=node.fields)
        return None


def subgraph_schema(sdl, register):
    query, person, record = QueryType(), ObjectType("Person"), ObjectType("HolidayActivitiesRecord")

    @query.field("_service")
    def service(*_):
        return {"sdl": sdl}

    @query.field("_entities")
    def entities(_, __, representations):
        return [entity(one) for one in representations]

    @query.field("holidayClubs")
    def clubs(_, info):
        if not info.context.opens_generally("places"):
            raise not_granted()
        return register.clubs

    @person.field("holidayActivities")
    def whole(reference, info):
        ref = reference[KEY]
        if not any(info.context.opens(ref, stream) for stream in PERSONAL):
            raise not_granted()
        # Closed looks exactly as not held.
        return register.by_ref.get(ref)

    def guarded(stream):
        def read(held, info):
            if not info.context.opens(held["ref"], stream):
                raise not_granted()
            return held[stream]
        return read

    for stream in PERSONAL:
        record.set_field(stream, guarded(stream))
    union = UnionType("_Entity", lambda *_: "Person")
    return make_executable_schema([print_ast(visit(parse(sdl), Plain())), FEDERATION], query, person, record, union, DATE)


def entity(representation):
    key = representation.get(KEY) if isinstance(representation, dict) else None
    if not isinstance(key, str) or key == "" or representation.get("__typename") != "Person":
        return None
    return {KEY: key}
