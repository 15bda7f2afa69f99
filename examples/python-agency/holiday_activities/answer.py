"""One request, from bytes to an answer: the grant first, fixed words for every error."""
import json
import re
import time

from graphql import GraphQLError, OperationDefinitionNode, execute_sync, parse, validate

from .grants import Rights, status_of

SDL_ALONE = re.compile(r"\s*(query\s*)?\{\s*_service\s*\{\s*sdl\s*\}\s*\}\s*")
MOST_TOKENS, MOST_NESTED = 10_000, 40
# Whatever a library says may hold a value: it is never told.
WORDS = {
    "NOT_GRANTED": "Not granted",
    "UNKNOWN_MEASURE": "The agency does not keep this measure",
    "BAD_USER_INPUT": "The request does not fit the schema",
    "GRAPHQL_PARSE_FAILED": "The document is not GraphQL",
    "GRAPHQL_VALIDATION_FAILED": "The document does not fit the schema",
    "INTERNAL": "The agency could not answer",
}


def refusal(status, code):
    return status, {"errors": [{"message": WORDS.get(code, "This request is refused"), "extensions": {"code": code}}]}


class Answerer:
    def __init__(self, agency, grants, schemas, kept):
        self.agency, self.grants, self.schemas, self.kept = agency, grants, schemas, kept

    def answer(self, path, text):
        """HTTP status, and the body as JSON."""
        try:
            request = json.loads(text)
        except (ValueError, RecursionError):
            return refusal(400, "BAD_REQUEST")
        if not isinstance(request, dict) or not isinstance(request.get("query"), str):
            return refusal(400, "BAD_REQUEST")
        query, variables = request["query"], request.get("variables") or {}
        extensions = request.get("extensions")
        request["extensions"] = extensions if isinstance(extensions, dict) else {}
        code = self.grants.check(request)
        sdl_alone = path == "/graphql" and code == "GRANT_MISSING" and SDL_ALONE.fullmatch(query)
        if code != "GRANTED" and not sdl_alone:
            return refusal(status_of(code), code)
        statement = json.loads(request["extensions"]["grant"]["statement"]) if code == "GRANTED" else {}
        status, answer = self.run(self.schemas[path], query, variables, Rights(self.agency, statement))
        if statement:
            self.kept.served({
                "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "operation": statement["operation"],
                "asked": path[1:], "streams": statement["streams"],
                "people": [ref for group in statement["people"] for ref in group["refs"]],
                "answered": status == 200,
            })
        return status, answer

    def run(self, schema, query, variables, rights):
        if nesting(query) > MOST_NESTED:
            return refusal(400, "BAD_REQUEST")
        try:
            document = parse(query, max_tokens=MOST_TOKENS, no_location=True)
        except (GraphQLError, RecursionError):
            return refusal(400, "GRAPHQL_PARSE_FAILED")
        # The grant covers the text, and not the choice of an operation in it.
        if sum(isinstance(one, OperationDefinitionNode) for one in document.definitions) != 1:
            return refusal(400, "BAD_REQUEST")
        if validate(schema, document, max_errors=1):
            return refusal(400, "GRAPHQL_VALIDATION_FAILED")
        if not isinstance(variables, dict):
            return refusal(400, "BAD_USER_INPUT")
        result = execute_sync(schema, document, context_value=rights, variable_values=variables)
        answer = {"data": result.data} if result.data is not None or not result.errors else {}
        if result.errors:
            answer["errors"] = [told(error) for error in result.errors]
        return 200, answer


def told(error):
    code = (error.extensions or {}).get("code")
    if code is None:
        # Without a path nothing was resolved yet: a variable does not fit. With one, an argument or we ourselves.
        code = "BAD_USER_INPUT" if error.path is None or error.original_error is None else "INTERNAL"
    code = code if code in WORDS else "INTERNAL"
    path = {} if error.path is None else {"path": list(error.path)}
    return {"message": WORDS[code], "extensions": {"code": code}, **path}


def nesting(query):
    """Braces and brackets open at once: what is nested too deep is refused before it is read."""
    depth = most = 0
    for sign in query:
        if sign in "{[(":
            depth += 1
            most = max(most, depth)
        elif sign in "}])":
            depth -= 1
    return most
