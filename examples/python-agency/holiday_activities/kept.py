"""What is kept on disk before it is answered: notes, claims, the key and the trees of countersigning, and a log of what was served."""
import hashlib
import hmac
import json
import os
import secrets
import threading


class Kept:
    def __init__(self, directory):
        os.makedirs(directory, mode=0o700, exist_ok=True)
        self.directory, self.lock = directory, threading.Lock()
        self.events = [json.loads(line) for line in self._read("events.jsonl").splitlines() if line]
        self.pseudonyms = bytes.fromhex(self.secret("pseudonyms"))

    def _path(self, name):
        return os.path.join(self.directory, name)

    def _read(self, name):
        try:
            with open(self._path(name), encoding="utf-8") as file:
                return file.read()
        except FileNotFoundError:
            return ""

    def _append(self, name, record):
        handle = os.open(self._path(name), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(json.dumps(record) + "\n")
            file.flush()
            os.fsync(file.fileno())

    def event(self, record):
        with self.lock:
            self._append("events.jsonl", record)
            self.events.append(record)

    def served(self, record):
        people = [hmac.new(self.pseudonyms, ref.encode(), hashlib.sha256).hexdigest() for ref in record["people"]]
        with self.lock:
            self._append("served.jsonl", {**record, "people": people})

    def read(self, name):
        return json.loads(self._read(name) or "null")

    def write(self, name, value):
        """Whole or not at all."""
        part = self._path(name + ".part")
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(value, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, self._path(name))

    def secret(self, name):
        """32 bytes in hexadecimal, made where there are none."""
        found = self.read(name)
        if found is None:
            found = secrets.token_hex(32)
            self.write(name, found)
        return found
