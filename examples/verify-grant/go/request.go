package main

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"slices"

	"github.com/gowebpki/jcs"
)

// request is the body of the POST.
type request struct {
	Query, Variables json.RawMessage
	Extensions       struct{ Grant json.RawMessage }
}

// bodyOf is what binds a grant to one request: the digest of the canonical JSON (RFC 8785) of [query, variables].
func bodyOf(r request) string {
	if len(r.Variables) == 0 || string(r.Variables) == "null" {
		r.Variables = []byte("{}")
	}
	canonical, _ := jcs.Transform(slices.Concat([]byte("["), r.Query, []byte(","), r.Variables, []byte("]")))
	return digest(canonical)
}

func digest(bytes []byte) string {
	sum := sha256.Sum256(bytes)
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
