"""Countersigns the gateway's audit: the agency's own witness that it was not exchanged (C2SP tlog-cosignature, RFC 6962)."""
import base64
import hashlib
import re
import threading
import time

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

TREES = "trees.json"


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def roots_by(old, new, whole, proof):
    """Both roots that a proof leads to, from the top down: at each size the larger part is on the left."""
    if old == new:
        root = whole if whole is not None else proof.pop()
        return root, root
    left = 1 << (new - 1).bit_length() - 1
    if old <= left:
        right = proof.pop()
        before, now = roots_by(old, left, whole, proof)
        return before, sha(b"\x01", now, right)
    first = proof.pop()
    before, now = roots_by(old - left, new - left, None, proof)
    return sha(b"\x01", first, before), sha(b"\x01", first, now)


def goes_on(old, new, proof):
    rest = [base64.b64decode(one) for one in proof]
    try:
        before, now = roots_by(old["size"], new["size"], base64.b64decode(old["root"]), rest)
    except (IndexError, ValueError):
        return False
    return not rest and before == base64.b64decode(old["root"]) and now == base64.b64decode(new["root"])


def size_of(text):
    if not re.fullmatch(r"0|[1-9]\d{0,15}", text):
        raise ValueError("a size of a tree")
    return int(text)


def root_of(text):
    if len(base64.b64decode(text, validate=True)) != 32:
        raise ValueError("a root of a tree")
    return text


class Witness:
    def __init__(self, agency, kept):
        self.agency, self.kept, self.lock = agency, kept, threading.Lock()
        self.own = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(kept.secret("countersigning")))
        self.key = self.own.public_key().public_bytes_raw()
        self.trees = kept.read(TREES) or {}

    def sign(self, checkpoint):
        with self.lock:
            return self._sign(**{name: checkpoint[name] for name in ("note", "key", "from", "proof")})

    def _sign(self, note, key, proof, **rest):
        text, _, signatures = note.partition("\n\n")
        origin, size, root, *_ = [*text.split("\n"), "", "", ""]
        log = origin.split("/")[0]
        last = self.trees.get(log)
        said = {"signature": None, "key": base64.b64encode(self.key).decode(), "size": last["size"] if last else 0}
        line = re.match(r"— family-view-audit (\S+)", signatures)
        try:
            signature = base64.b64decode(line.group(1), validate=True)[4:] if line else b""
            Ed25519PublicKey.from_public_bytes(base64.b64decode(key, validate=True)).verify(signature, f"{text}\n".encode())
            tree = {"size": size_of(size), "root": root_of(root)}
        except (InvalidSignature, ValueError):
            return {**said, "outcome": "NOT_SIGNED_BY_KEY"}
        if tree["size"] != said["size"] and rest["from"] != said["size"]:
            return {**said, "outcome": "NOT_FROM_LAST"}
        if last and tree != last and (tree["size"] <= last["size"] or not goes_on(last, tree, proof)):
            return {**said, "outcome": "NOT_CONSISTENT"}
        self.kept.write(TREES, {**self.trees, log: tree})
        self.trees[log] = tree
        now = int(time.time())
        signed = self.own.sign(f"cosignature/v1\ntime {now}\n{text}\n".encode())
        name = sha(f"{self.agency}\n".encode(), b"\x04", self.key)[:4]
        sealed = base64.b64encode(name + now.to_bytes(8, "big") + signed).decode()
        return {**said, "outcome": "SIGNED", "signature": f"— {self.agency} {sealed}\n", "size": tree["size"]}
