"""Serves the holiday activities' agency: python serve.py --port 4107 --keys https://gateway.example/.well-known/jwks.json"""
import argparse
import json
import pathlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from holiday_activities.answer import Answerer, refusal
from holiday_activities.contract import contract_schema
from holiday_activities.countersign import Witness
from holiday_activities.grants import Grants
from holiday_activities.kept import Kept
from holiday_activities.register import Register
from holiday_activities.subgraph import subgraph_schema

AGENCY, MOST_BYTES = "holiday-activities", 2_000_000
HERE = pathlib.Path(__file__).resolve().parent


def open_agency(keys, data, agreed):
    register, kept = Register(HERE / "register.json"), Kept(data)
    # What it publishes is schema.graphql alone; the types that all share are added to it, here and by the registry.
    published, shared, contract = (file.read_text(encoding="utf-8") for file in (
        HERE / "schema.graphql", agreed / "shared.graphql", agreed / "contract.graphql"))
    schemas = {
        "/graphql": subgraph_schema(f"{published}\n{shared}", register),
        "/contract": contract_schema(contract, register, kept, Witness(AGENCY, kept)),
    }
    return Answerer(AGENCY, Grants(AGENCY, keys), schemas, kept)


class Handler(BaseHTTPRequestHandler):
    protocol_version, timeout = "HTTP/1.1", 10
    server_version, sys_version = "agency", ""
    answerer = None

    def do_GET(self):
        if self.path == "/health":
            return self.send(200, {})
        known = self.path.split("?", 1)[0] in self.answerer.schemas
        self.send(*refusal(405, "METHOD_NOT_ALLOWED") if known else refusal(404, "NOT_FOUND"))

    def do_POST(self):
        path = self.path.split("?", 1)[0]
        if path not in self.answerer.schemas:
            return self.send(*refusal(404, "NOT_FOUND"), close=True)
        length = self.headers.get("content-length", "")
        if not length.isdigit():
            return self.send(*refusal(411, "BAD_REQUEST"), close=True)
        if int(length) > MOST_BYTES:
            self.discard(int(length))
            return self.send(*refusal(413, "BODY_TOO_LARGE"), close=True)
        try:
            answer = self.answerer.answer(path, self.rfile.read(int(length)).decode("utf-8"))
        except UnicodeDecodeError:
            answer = refusal(400, "BAD_REQUEST")
        except Exception:  # whatever it is: nothing of it leaves
            answer = refusal(500, "INTERNAL")
        self.send(*answer)

    def discard(self, left):
        while left > 0 and (read := self.rfile.read(min(left, 65_536))):
            left -= len(read)

    def send(self, status, body, close=False):
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/graphql-response+json; charset=utf-8")
        self.send_header("content-length", str(len(text)))
        if close:
            self.send_header("connection", "close")
            self.close_connection = True
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        """What was served is kept; addresses are not."""


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--port", type=int, default=4107)
    options.add_argument("--keys", required=True, help="the gateway's key list")
    options.add_argument("--data", default=".familyview/holiday-activities", help="what is kept")
    options.add_argument("--agreed", type=pathlib.Path, default=HERE / "../../schema",
                         help="the folder of contract.graphql and shared.graphql")
    given = options.parse_args()
    Handler.answerer = open_agency(given.keys, given.data, given.agreed)
    server = ThreadingHTTPServer(("127.0.0.1", given.port), Handler)
    print(f"{AGENCY} answers at http://127.0.0.1:{server.server_port}", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()


if __name__ == "__main__":
    main()
