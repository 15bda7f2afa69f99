"""Verifies the grant of a request, by the rules of docs/agency.md and in their order."""
import base64, hashlib, json, sys

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

LIFETIME, SKEW = 30, 5
STATEMENT = {"v": int, "agency": str, "requester": dict, "purpose": str, "caseReference": (str, type(None)),
             "protocolVersion": str, "operation": str, "people": list, "families": list, "streams": list,
             "body": str, "salt": str}
SEAL = {"iss": str, "iat": (int, float), "exp": (int, float), "jti": str, "digests": list}

def unpack(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))

def digest(data):
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()

def shaped(value, shape):
    return isinstance(value, dict) and all(isinstance(value.get(name, shape), kind) for name, kind in shape.items())


def verify(request, keys, agency, issuer, now, started_at, used):
    """Returns "GRANTED" or the code of the refusal. `keys`: the published JWKS. `used`: a dict kept between requests."""
    grant = (request.get("extensions") or {}).get("grant")
    if grant is None:
        return "GRANT_MISSING"
    try:
        text = grant["statement"]
        statement = json.loads(text)
        signed, signature = grant["seal"].rsplit(".", 1)
        header, payload = (json.loads(unpack(part)) for part in signed.split("."))
    except (TypeError, KeyError, ValueError):
        return "GRANT_MALFORMED"
    if not shaped(statement, STATEMENT):
        return "GRANT_MALFORMED"
    if header.get("alg") != "EdDSA":  # ours to say, and not the token's
        return "GRANT_SIGNATURE_INVALID"
    key = next((key for key in keys["keys"] if key["kid"] == header.get("kid")), None)
    if key is None:  # here: fetch the keys again, at most every few seconds
        return "GRANT_KEY_UNKNOWN"
    try:
        Ed25519PublicKey.from_public_bytes(unpack(key["x"])).verify(unpack(signature), signed.encode())
    except (InvalidSignature, ValueError):
        return "GRANT_SIGNATURE_INVALID"
    if not shaped(payload, SEAL):
        return "GRANT_MALFORMED"
    if payload["iss"] != issuer:
        return "GRANT_ISSUER_UNKNOWN"
    if payload["iat"] > now + SKEW:
        return "GRANT_NOT_YET_VALID"
    if now > min(payload["exp"], payload["iat"] + LIFETIME) or payload["iat"] < started_at:
        return "GRANT_EXPIRED"
    sealed = digest(text.encode())
    if sealed not in payload["digests"]:
        return "GRANT_STATEMENT_NOT_SEALED"
    if statement["agency"] != agency:
        return "GRANT_FOR_ANOTHER_AGENCY"
    if statement["body"] != digest(rfc8785.dumps([request["query"], request.get("variables") or {}])):
        return "GRANT_FOR_ANOTHER_REQUEST"
    for old in [one for one, until in used.items() if until < now]:
        del used[old]
    if (payload["jti"], sealed) in used:
        return "GRANT_REPLAYED"
    used[payload["jti"], sealed] = now + LIFETIME + SKEW
    return "GRANTED"


if __name__ == "__main__":
    told = json.load(open(sys.argv[1], encoding="utf-8"))
    by_name = {vector["name"]: vector for vector in told["vectors"]}
    for vector in told["vectors"]:
        used = {}
        for one in [by_name[name] for name in vector["after"]] + [vector]:
            code = verify(one["request"], told["keySets"][one["keys"]], told["agency"], told["issuer"],
                          one["receivedAt"], one["startedAt"], used)
        print(vector["name"], code)
