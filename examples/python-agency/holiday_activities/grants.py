"""Who may be told what: a request's grant, checked by examples/verify-grant/python, and what it opens."""
import json
import pathlib
import sys
import threading
import time
import urllib.request

sys.path.append(str(pathlib.Path(__file__).resolve().parents[2] / "verify-grant" / "python"))
from verify_grant import verify  # noqa: E402

UNAUTHENTICATED = {"GRANT_MISSING", "GRANT_MALFORMED", "GRANT_KEY_UNKNOWN", "GRANT_SIGNATURE_INVALID",
                   "GRANT_ISSUER_UNKNOWN", "GRANT_KEYS_UNREACHABLE"}
MOST_REMEMBERED = 100_000
FETCH_SECONDS = 1


class Grants:
    def __init__(self, agency, keys_url, issuer="family-view"):
        self.agency, self.keys_url, self.issuer = agency, keys_url, issuer
        self.keys, self.fetched_at, self.used = {"keys": []}, 0.0, {}
        self.started_at, self.lock = int(time.time()), threading.Lock()

    def check(self, request):
        """"GRANTED", or the code of the refusal. One at a time: of two with one grant, one is answered."""
        with self.lock:
            if len(self.used) > MOST_REMEMBERED:
                self.used = {one: until for one, until in self.used.items() if until >= time.time()}
            if len(self.used) > MOST_REMEMBERED:
                return "GRANT_MEMORY_FULL"
            code = self._verify(request)
            if code != "GRANT_KEY_UNKNOWN" or time.monotonic() - self.fetched_at < FETCH_SECONDS:
                return code
            self.fetched_at = time.monotonic()
            try:
                with urllib.request.urlopen(self.keys_url, timeout=3) as response:
                    self.keys = json.load(response)
            except (OSError, ValueError):
                return "GRANT_KEYS_UNREACHABLE" if not self.keys["keys"] else code
            return self._verify(request)

    def _verify(self, request):
        return verify(request, self.keys, self.agency, self.issuer, time.time(), self.started_at, self.used)


def status_of(code):
    if code == "GRANT_MEMORY_FULL":
        return 503
    return 401 if code in UNAUTHENTICATED else 403


class Rights:
    """What a verified statement opens."""

    def __init__(self, agency, statement):
        self.agency, self.statement = agency, statement
        self.people = {}
        for group in statement.get("people", []):
            for ref in group["refs"]:
                self.people.setdefault(ref, set()).update(group["streams"])

    def opens(self, ref, stream):
        return f"{self.agency}:{stream}" in self.people.get(ref, ())

    def opens_generally(self, stream):
        return f"{self.agency}:{stream}" in self.statement.get("streams", [])
