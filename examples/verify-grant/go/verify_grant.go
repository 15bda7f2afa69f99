// Verifies the grant of a request, by the rules of docs/agency.md and in their order.
package main

import (
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"github.com/go-jose/go-jose/v4"
)

const lifetime, skew = 30, 5
const members = "v agency requester purpose caseReference protocolVersion operation people families streams body salt"

type verifier struct {
	agency, issuer string
	startedAt      float64
	used           map[string]float64 // kept between requests
}

// verify answers "GRANTED" or the code of the first rule that is broken. keys: what the gateway publishes.
func (v *verifier) verify(r request, keys jose.JSONWebKeySet, now float64) string {
	var grant struct{ Statement, Seal string }
	var stated map[string]any
	var claims struct {
		Iss, Jti string
		Iat, Exp float64
		Digests  []string
	}
	var payload []byte
	json.Unmarshal(r.Extensions.Grant, &grant)
	json.Unmarshal([]byte(grant.Statement), &stated)
	whole := !slices.ContainsFunc(strings.Fields(members), func(name string) bool { _, told := stated[name]; return !told })
	jws, malformed := jose.ParseSignedCompact(grant.Seal, []jose.SignatureAlgorithm{jose.EdDSA}) // ours to say
	otherAlgorithm := errors.As(malformed, new(*jose.ErrUnexpectedSignatureAlgorithm))
	var found []jose.JSONWebKey // where it is not found: fetch the keys again, every few seconds at most
	forged := malformed
	if malformed == nil {
		found = keys.Key(jws.Signatures[0].Header.KeyID)
	}
	if len(found) > 0 {
		payload, forged = jws.Verify(found[0].Key.(ed25519.PublicKey))
	}
	unreadable := json.Unmarshal(payload, &claims)
	sealed := digest([]byte(grant.Statement))
	once := claims.Jti + " " + sealed
	until, seen := v.used[once] // and let go of what is over, in the background
	for _, rule := range []struct {
		broken bool
		code   string
	}{
		{len(r.Extensions.Grant) == 0 || string(r.Extensions.Grant) == "null", "GRANT_MISSING"},
		{!whole || malformed != nil && !otherAlgorithm, "GRANT_MALFORMED"},
		{otherAlgorithm, "GRANT_SIGNATURE_INVALID"},
		{len(found) == 0, "GRANT_KEY_UNKNOWN"},
		{forged != nil, "GRANT_SIGNATURE_INVALID"},
		{unreadable != nil || claims.Jti == "", "GRANT_MALFORMED"},
		{claims.Iss != v.issuer, "GRANT_ISSUER_UNKNOWN"},
		{claims.Iat > now+skew, "GRANT_NOT_YET_VALID"},
		{now > min(claims.Exp, claims.Iat+lifetime) || claims.Iat < v.startedAt, "GRANT_EXPIRED"},
		{!slices.Contains(claims.Digests, sealed), "GRANT_STATEMENT_NOT_SEALED"},
		{stated["agency"] != v.agency, "GRANT_FOR_ANOTHER_AGENCY"},
		{stated["body"] != bodyOf(r), "GRANT_FOR_ANOTHER_REQUEST"},
		{seen && until >= now, "GRANT_REPLAYED"},
	} {
		if rule.broken {
			return rule.code
		}
	}
	v.used[once] = now + lifetime + skew
	return "GRANTED"
}
